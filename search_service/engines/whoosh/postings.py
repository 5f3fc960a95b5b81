"""Postings as plain arrays: which articles contain a term, how often and where.

Whoosh decodes its own posting blocks in Python, one posting at a time; the same postings as
memory-mapped arrays are read at the speed of NumPy. One set of arrays covers a whole generation.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array, mapped

POSITION_BITS: Final = 16
"""An occurrence is article << 16 | position: document.MAX_TOKENS stays below 2 ** 16."""


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """The postings of one field, in compressed sparse rows: one row a term.

    Attributes:
        offsets: i64[terms + 1]: where each term's postings begin in ``docs`` and ``tf``.
        docs: u32[postings]: the articles of each term, ascending.
        tf: u16[postings]: occurrences of the term in that article's field.
        position_offsets: i64[terms + 1]: where each term's occurrences begin in ``positions``.
        positions: u16[occurrences]: ascending within each posting.
        lengths: u16[articles]: syllables of each article's field.
    """

    offsets: Array
    docs: Array
    tf: Array
    position_offsets: Array
    positions: Array
    lengths: Array

    def posting(self, term: int) -> tuple[Array, Array]:
        """Return the articles that contain *term* and its frequency in each."""
        row = slice(self.offsets[term], self.offsets[term + 1])
        return self.docs[row], self.tf[row]

    def occurrences(self, term: int) -> Array:
        """Return every occurrence of *term*, ascending, as i64 article << 16 | position."""
        docs, tf = self.posting(term)
        if not len(docs):  # most terms stand in few of the fields
            return np.zeros(0, dtype=np.int64)
        row = slice(self.position_offsets[term], self.position_offsets[term + 1])
        articles = np.repeat(docs.astype(np.int64), tf)
        occurrences: Array = (articles << POSITION_BITS) | self.positions[row]
        return occurrences

    def save(self, folder: Path, name: str) -> None:
        """Write each array to *folder* as ``<name>.<attribute>.npy``."""
        for attribute in self.__slots__:
            np.save(folder / f"{name}.{attribute}.npy", getattr(self, attribute))

    @classmethod
    def load(cls, folder: Path, name: str) -> FieldPostings:
        """Map the arrays that ``save`` wrote."""
        return cls(*(mapped(folder / f"{name}.{attribute}.npy") for attribute in cls.__slots__))


class FieldTokens:
    """One field's tokens of all articles in order, from which the postings are made."""

    def __init__(self) -> None:
        self._tokens = array("I")
        self._lengths = array("H")

    def append(self, terms: Sequence[int]) -> None:
        """Add the next article's tokens, as term numbers."""
        self._tokens.extend(terms)
        self._lengths.append(len(terms))

    def texts(self, new_number: Array) -> tuple[Array, Array]:
        """Return u32[tokens], all articles end to end, and u16[articles]: how many each has.

        ``new_number[term]`` is each term's final number.
        """
        lengths = np.frombuffer(self._lengths, dtype=np.uint16).copy()
        return new_number[np.frombuffer(self._tokens, dtype=np.uint32)], lengths

    def postings(self, new_number: Array) -> FieldPostings:
        """Invert the tokens; ``new_number[term]`` is each term's final number."""
        terms, lengths = self.texts(new_number)
        docs = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        starts = np.cumsum(lengths, dtype=np.int64) - lengths
        positions = (np.arange(len(terms)) - np.repeat(starts, lengths)).astype(np.uint16)
        order = np.argsort(terms, kind="stable")
        terms, docs, positions = terms[order], docs[order], positions[order]
        first = np.ones(len(terms), dtype=bool)
        first[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
        begins = np.flatnonzero(first)
        rows = np.arange(len(new_number) + 1)
        return FieldPostings(
            offsets=np.searchsorted(terms[begins], rows).astype(np.int64),
            docs=docs[begins],
            tf=np.diff(begins, append=len(terms)).astype(np.uint16),
            position_offsets=np.searchsorted(terms, rows).astype(np.int64),
            positions=positions,
            lengths=lengths,
        )


def document_frequencies(fields: Iterable[FieldPostings], terms: int) -> Array:
    """Return u32[terms]: the number of articles that contain each term in any of *fields*."""
    pairs = [
        (np.repeat(np.arange(terms, dtype=np.int64), np.diff(field.offsets)) << 32) | field.docs
        for field in fields
    ]
    distinct = np.unique(np.concatenate(pairs)) >> 32
    return np.bincount(distinct, minlength=terms).astype(np.uint32)


def tokens_by_article(field: FieldPostings) -> Iterator[Array]:
    """Turn postings back into each article's tokens in order, as term numbers."""
    rows = np.diff(field.position_offsets)
    terms = np.repeat(np.arange(len(rows), dtype=np.uint32), rows)
    docs = np.repeat(field.docs.astype(np.int64), field.tf)
    order = np.argsort((docs << POSITION_BITS) | field.positions, kind="stable")
    ends = np.cumsum(field.lengths, dtype=np.int64)
    return iter(np.split(terms[order], ends[:-1])[: len(ends)])
