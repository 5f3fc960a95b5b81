"""Counting which syllables follow which, a range of first ones at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.grouping import changes, grouped
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import Spill
from search_service.engines.arrays.tokens import Text

DISCOUNT: Final = 0.85
"""What is taken off the count of every pair and triple for those that were never seen. Between 0.8
and 0.95 the marks restored differ by 1 syllable in 1,000."""

LEAST: Final = 2
"""Occurrences of a triple that is kept: one in five. The others would take four times the room and
restore no more in the same newspapers."""

TERM_BITS: Final = 32
"""A pair is left term << 32 | right term, a triple place of the pair << 32 | right term."""

RIGHT: Final = (1 << TERM_BITS) - 1

_BLOCK: Final = 1 << 22
"""Tokens whose neighbours are looked at at a time, about 200 MB; they are counted by their first
term, as many at a time as ``Spill.ranges`` puts together, about 300 MB."""


def met(texts: Sequence[Text], terms: int) -> Array:
    """Return bool[terms]: which *texts* have."""
    met = np.zeros(terms, dtype=bool)
    for tokens, _ in texts:
        for start in range(0, len(tokens), _BLOCK):
            met[tokens[start : start + _BLOCK]] = True
    return met


class Counted(NamedTuple):
    """The pairs and triples that begin with some terms.

    Attributes:
        pairs: i64[pairs]: left << 32 | right, ascending.
        counts: u32[pairs].
        rests: f32[pairs].
        triples: i64[triples]: place of the pair << 32 | right, ascending.
        triple_counts: u32[triples].
    """

    pairs: Array
    counts: Array
    rests: Array
    triples: Array
    triple_counts: Array

    @classmethod
    def of(cls, first: int, sizes: Array, behind: Array, terms: int) -> Counted:
        """Count every two and three neighbours.

        Args:
            first: The first of some terms, one behind another.
            sizes: i64[terms]: how often each of them has one behind it.
            behind: i64: by term, its two neighbours each time, as ``_packed``; a second that is
                *terms* is none.
            terms: Number of all terms.
        """
        left = _numbered(sizes)
        both, begins = grouped(behind & RIGHT, _packed(left, behind >> TERM_BITS), terms + 1)
        third = _numbered(np.diff(begins))
        both, begins = grouped(both & RIGHT, _packed(both >> TERM_BITS, third), terms)
        right = _numbered(np.diff(begins))
        behind, _ = grouped(both >> TERM_BITS, _packed(right, both & RIGHT), len(sizes))
        del both, third
        right = (behind >> TERM_BITS).astype(np.int32)
        begins = changes(left, right)
        counts = np.diff(begins, append=len(left))
        triples = changes(left, behind)
        times = np.diff(triples, append=len(left))
        third = behind[triples] & RIGHT
        kept = (third != terms) & (times >= LEAST)
        triples, times = triples[kept], times[kept]
        place = np.searchsorted(begins, triples, side="right") - 1
        told = np.bincount(place, times - DISCOUNT, len(begins))
        return cls(
            _packed(first + left[begins], right[begins]),
            counts.astype(np.uint32),
            (1 - told / np.maximum(counts, 1)).astype(np.float32),
            _packed(place, third[kept]),
            times.astype(np.uint32),
        )


def counted(texts: Sequence[Text], terms: int, folder: Path) -> tuple[Array, list[Counted]]:
    """Return i64[terms], how often each term stands, and its neighbours by ranges of first terms.

    What waits to be counted does so in *folder*.
    """
    counts = np.zeros(terms, dtype=np.int64)
    windows = Spill(folder, (np.int64,), terms)
    for left, right, third in _windows(texts, terms):
        counts += np.bincount(left, minlength=terms)
        on = np.flatnonzero(right != terms)
        behind, begins = grouped(left[on], _packed(right[on], third[on]), terms)
        windows.add(np.diff(begins), (behind,))
    return counts, [
        Counted.of(first, windows.sizes[first:last], behind, terms)
        for first, last, (behind,) in windows.ranges()
    ]


def _numbered(sizes: Array) -> Array:
    """Return i32: each place in *sizes*, as often as it says."""
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


def _packed(left: Array, right: Array) -> Array:
    """Return i64: left << 32 | right of each."""
    packed: Array = (left.astype(np.int64) << TERM_BITS) | right
    return packed


def _windows(texts: Sequence[Text], terms: int) -> Iterator[tuple[Array, Array, Array]]:
    """Yield every token in blocks and the two behind it, *terms* where the article has ended."""
    for tokens, lengths in texts:
        ends = np.cumsum(lengths, dtype=np.int64)
        for start in range(0, len(tokens), _BLOCK):
            part = tokens[start : start + _BLOCK + 2].astype(np.int32)
            begun = np.zeros(len(part) + 2, dtype=bool)  # an article begins there
            begun[len(part) :] = True
            within = slice(*np.searchsorted(ends, (start, start + len(part))))
            begun[ends[within] - start] = True
            size = min(_BLOCK, len(tokens) - start)
            behind = np.append(part, np.array([terms, terms], np.int32))
            right = np.where(begun[1 : size + 1], terms, behind[1 : size + 1])
            ended = begun[1 : size + 1] | begun[2 : size + 2]
            yield part[:size], right, np.where(ended, terms, behind[2 : size + 2])
