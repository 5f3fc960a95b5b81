"""Fingerprints of the articles that are updated, looked up when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.mapped import Array

ONE_IN: Final = 32
"""Share of the articles that is looked up before all are read: a look-up takes as long as reading
so many."""


class Fingerprints(Mapping[str, str]):
    """id -> fingerprint, in the columns of a generation.

    Who asks for a hundred articles of a million reads a hundred; who asks for many has all read.
    """

    def __init__(self, columns: Columns, origins: Sequence[str] | None = None) -> None:
        """Look in *columns* for the articles of these *origins*; None for all."""
        self._columns = columns
        self._origins = None if origins is None else frozenset(origins)
        self._asked = 0

    @cached_property
    def _numbers(self) -> Array:
        """The numbers of the articles, in the order of their ids."""
        order: Array = self._columns.by_id
        if self._origins is None:
            return order
        wanted = np.zeros(len(self._columns), dtype=bool)
        for origin in self._origins:
            wanted[self._columns.origins.places(origin)] = True
        return order[wanted[order]]

    @cached_property
    def _every(self) -> dict[str, str]:
        ids, fingerprints = list(self._columns.ids), list(self._columns.fingerprints)
        return {ids[number]: fingerprints[number] for number in self._numbers.tolist()}

    def __getitem__(self, article_id: str) -> str:
        self._asked += 1
        if self._asked * ONE_IN > len(self._columns):
            return self._every[article_id]
        number = self._columns.number(article_id)
        if number is None:
            raise KeyError(article_id)
        if self._origins is not None and self._columns.origins[number] not in self._origins:
            raise KeyError(article_id)
        return self._columns.fingerprints[number]

    def __iter__(self) -> Iterator[str]:
        return map(self._columns.ids.__getitem__, self._numbers.tolist())

    def __len__(self) -> int:
        return len(self._numbers)
