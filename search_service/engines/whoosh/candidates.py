"""Articles that may be found, and arithmetic on ascending article numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search_service.engines.arrays.mapped import Array

SPARSE: Final = 32
"""How much longer one list must be than another for each of the shorter one's values to be looked
up in it: a look-up costs about as much as so many steps through both."""


class Candidates:
    """Articles that may be found: some, or every one.

    Attributes:
        size: Articles of the archive.
        docs: Their numbers, ascending; None where every article is one.
        scores: f32[candidates]: what ``add`` has summed up.
    """

    def __init__(self, size: int, docs: Array | None = None) -> None:
        """Take *docs* of an archive of *size* articles."""
        self.size = size
        self.docs = docs
        self.scores = np.zeros(size if docs is None else len(docs), dtype=np.float32)

    def __len__(self) -> int:
        return len(self.scores)

    def places(self, docs: Array) -> tuple[Array | slice, Array | slice]:
        """Return the places of those of *docs* that are candidates, and which of *docs* these are.

        *docs* are ascending, and so are the places.
        """
        if docs is self.docs:  # those of a query's only term
            return slice(None), slice(None)
        if self.docs is None:
            return docs.astype(np.intp), slice(None)
        if len(self.docs) * SPARSE < len(docs):
            which = np.searchsorted(docs, self.docs)
            found = np.flatnonzero(docs[np.minimum(which, len(docs) - 1)] == self.docs)
            return found, which[found]
        if len(docs) * SPARSE < len(self.docs):
            found = np.searchsorted(self.docs, docs)
            which = np.flatnonzero(self.docs[np.minimum(found, len(self.docs) - 1)] == docs)
            return found[which], which
        found = self._slots[docs]
        which = np.flatnonzero(found >= 0)
        return (found, slice(None)) if len(which) == len(docs) else (found[which], which)

    @cached_property
    def _slots(self) -> Array:
        """i32[articles]: the place of each candidate, -1 for any other article."""
        slots = np.full(self.size, -1, dtype=np.int32)
        slots[self.docs] = np.arange(len(self), dtype=np.int32)
        return slots

    def among(self, docs: Array) -> Array:
        """Return bool[candidates]: which are in *docs*."""
        there = np.zeros(len(self), dtype=bool)
        there[self.places(docs)[0]] = True
        return there


def intersection(rows: Sequence[Array], size: int) -> Array:
    """Return what all *rows* of ascending numbers below *size* have in common; one at least."""
    first, *others = sorted(rows, key=len)
    for other in others:
        first = first[contained(first, other, size)]
    return first


def contained(docs: Array, row: Array, size: int) -> Array:
    """Return bool[docs]: which are in *row*; both ascending, of numbers below *size*."""
    if not len(row):
        return np.zeros(len(docs), dtype=bool)
    there: Array
    if len(docs) * SPARSE < len(row):
        places = np.searchsorted(row, docs)
        there = row[np.minimum(places, len(row) - 1)] == docs
    else:
        flags = np.zeros(size, dtype=bool)
        flags[row] = True
        there = flags[docs]
    return there
