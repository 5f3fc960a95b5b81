"""How often each of many values was counted, where most may not have been at all."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.mapped import Array

_FEW: Final = 16
"""How many values there must be for each one met to sort those met, instead of counting along all:
a million articles have a million persons, and most results a few hundred."""


class Tally(NamedTuple):
    """Values that were met, by code.

    Attributes:
        codes: Ascending.
        counts: How often each, more than 0.
    """

    codes: Array
    counts: Array

    @classmethod
    def of(cls, counts: Array) -> Tally:
        """Take *counts* of all values."""
        codes = np.flatnonzero(counts)
        return cls(codes, counts[codes])

    @classmethod
    def met(cls, values: Array, size: int) -> Tally:
        """Count *values*, each below *size*."""
        if len(values) * _FEW < size:
            return cls(*np.unique(values, return_counts=True))
        return cls.of(np.bincount(values, minlength=size))

    def among(self, wanted: Array) -> Tally:
        """Return the same of those values alone that are *wanted* (bool, by code)."""
        kept = wanted[self.codes]
        return Tally(self.codes[kept], self.counts[kept])

    def times(self, code: int) -> int:
        """Return how often the value *code* was met."""
        place = int(np.searchsorted(self.codes, code))
        there = place < len(self.codes) and self.codes[place] == code
        return int(self.counts[place]) if there else 0
