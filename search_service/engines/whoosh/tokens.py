"""The tokens of one field while an index is built: one article's behind another's."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from search_service.engines.whoosh.arrays import Array


class TermNumbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        self[term] = len(self)
        return self[term]


class FieldTokens:
    """One field's tokens of all articles in order, from which the postings are made."""

    def __init__(self) -> None:
        self._tokens = array("I")
        self._lengths = array("H")

    def append(self, terms: Iterable[int]) -> None:
        """Add the next article's tokens, as term numbers."""
        before = len(self._tokens)
        self._tokens.extend(terms)
        self._lengths.append(len(self._tokens) - before)

    def extend(self, terms: Array, lengths: Array) -> None:
        """Add several articles' tokens, end to end, and how many each has."""
        self._tokens.frombytes(terms.astype(np.uint32).tobytes())
        self._lengths.frombytes(lengths.astype(np.uint16).tobytes())

    def texts(self, new_number: Array) -> tuple[Array, Array]:
        """Return u32[tokens], all articles end to end, and u16[articles]: how many each has.

        ``new_number[term]`` is each term's final number.
        """
        lengths = np.frombuffer(self._lengths, dtype=np.uint16).copy()
        return new_number[np.frombuffer(self._tokens, dtype=np.uint32)], lengths
