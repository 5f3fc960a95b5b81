"""The features of texts: syllables and pairs of neighbouring syllables, numbered and counted.

A feature is known by its key, a pair's left << 26 | right and a syllable's left << 26 | ALONE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.grouping import changes, grouped, order_of
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import Spill, cut
from search_service.engines.arrays.tokens import Text
from search_service.schema import OPENING

TIMES: Final = {"title": 3, "lead": 2, OPENING: 1, "body": 1}
"""How often what a field has counts. An opening is part of the body, so it counts twice."""

BITS: Final = 26
ALONE: Final = (1 << BITS) - 1
"""A pair's key is left << 26 | right, a syllable's has ALONE for its right: an archive has fewer
than 2 ** 26 terms."""

MOST_TIMES: Final = 255
"""What is counted of a feature in one article."""

BLOCK: Final = 1 << 19
"""Tokens whose features are made at a time: 80 MB. More are further apart in memory and take longer
each, fewer have less in common."""


class Block(NamedTuple):
    """Every feature of each of some articles: by feature, then by article.

    Attributes:
        size: Number of articles.
        keys: i64[keys]: the features that any of them has, ascending.
        present: i64[keys]: how many of them have each.
        articles: u32[features]: the place of the article.
        times: u8[features]: how often each feature counts there, MOST_TIMES at most.
    """

    size: int
    keys: Array
    present: Array
    articles: Array
    times: Array


def blocks(texts: Mapping[str, Text], terms: int) -> Iterator[tuple[int, Block]]:
    """Yield the features of all articles, with the number of each block's first article."""
    lengths = np.stack([texts[name][1].astype(np.int64) for name in TIMES], axis=1)
    begins = np.vstack([np.zeros((1, len(TIMES)), np.int64), np.cumsum(lengths, axis=0)])
    for first, last in cut(begins.sum(axis=1), BLOCK):
        tokens = [
            texts[name][0][int(start) : int(stop)]
            for name, start, stop in zip(TIMES, begins[first], begins[last], strict=True)
        ]
        yield first, _block(*_stream(tokens, lengths[first:last], terms), last - first, terms)


def _stream(tokens: Sequence[Array], lengths: Array, terms: int) -> tuple[Array, Array, Array]:
    """Put the fields of some articles together by article, a gap of *terms* behind each.

    Returns:
        u32: the term at each place, u32 the article, u8 how often it counts.
    """
    sizes = lengths.ravel() + 1
    starts = (np.cumsum(sizes) - sizes).reshape(lengths.shape)
    stream = np.full(int(sizes.sum()), terms, dtype=np.uint32)
    for place, part in enumerate(tokens):
        own = lengths[:, place]
        shift = starts[:, place] - (np.cumsum(own) - own)
        stream[np.repeat(shift, own) + np.arange(len(part))] = part
    numbers = np.arange(len(lengths), dtype=np.uint32)
    times = np.tile(np.array(list(TIMES.values()), dtype=np.uint8), len(lengths))
    return (
        stream,
        np.repeat(numbers, (lengths + 1).sum(axis=1)),
        np.repeat(times, sizes),
    )


def _block(stream: Array, articles: Array, times: Array, size: int, terms: int) -> Block:
    places, lefts, rights = _features(stream, terms)
    fresh = changes(lefts, rights)
    articles = articles.take(places)
    every = changes(lefts, rights, articles)
    ends = np.append(0, np.cumsum(times.take(places), dtype=np.int64))
    counted = np.diff(ends[np.append(every, len(places))])
    lefts, rights = lefts[fresh].astype(np.int64), rights[fresh]
    keys = (lefts << BITS) | np.where(rights == terms, ALONE, rights)
    present = np.diff(np.searchsorted(every, fresh), append=len(every))
    most = np.minimum(counted, MOST_TIMES).astype(np.uint8)
    return Block(size, keys, present, articles[every], most)


def _features(stream: Array, terms: int) -> tuple[Array, Array, Array]:
    """Return where each feature stands, by its syllables: of each first the pairs, then it alone.

    Returns:
        i32: the place; u32: the left syllable, and the right one, *terms* for none.
    """
    alone, begins = order_of(stream, terms + 1)
    alone, begins = alone[: begins[-2]], begins[:-1]  # behind them are the gaps
    # One place before syllables in their order: pairs by their right one.
    pairs = alone[alone > 0] - 1
    pairs = pairs[stream.take(pairs) != terms]
    pairs, paired = grouped(stream.take(pairs), pairs, terms)
    sizes, within = np.diff(begins), np.diff(paired)
    behind = np.arange(len(alone)) + np.repeat(paired[1:], sizes)
    before = np.arange(len(pairs)) + np.repeat(begins[:-1], within)
    places = np.empty(len(alone) + len(pairs), dtype=np.int32)
    places[behind], places[before] = alone, pairs
    rights = np.full(len(places), terms, dtype=np.uint32)
    rights[before] = stream.take(pairs + 1)
    return places, np.repeat(np.arange(terms, dtype=np.uint32), sizes + within), rights


def keys_of(texts: Mapping[str, Sequence[int]]) -> Array:
    """Return i64: the keys of the features of one text, as often as they count."""
    found = [np.zeros(0, dtype=np.int64)]
    for name, times in TIMES.items():
        terms = np.array(texts[name], dtype=np.int64)
        found += [(terms << BITS) | ALONE, (terms[:-1] << BITS) | terms[1:]] * times
    return np.concatenate(found)


class Shared:
    """Counts which features two articles or more have."""

    def __init__(self, folder: Path, terms: int) -> None:
        """Use files on the disk of *folder*, for pairs of so many *terms*."""
        self._spill = Spill(folder, (np.int64, np.uint32), terms)

    def add(self, block: Block) -> None:
        """Count the features of *block*."""
        sizes = np.bincount(block.keys >> BITS, minlength=len(self._spill.sizes))
        self._spill.add(sizes, (block.keys, block.present))

    def found(self) -> tuple[Array, Array]:
        """Return i64: the features that two or more have, ascending; u32: how many have each."""
        every = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32))]
        for _, _, (keys, present) in self._spill.ranges():
            order = np.argsort(keys, kind="stable")  # merges what is in order already
            ascending = keys[order]
            fresh = changes(ascending)
            summed = np.add.reduceat(present[order], fresh, dtype=np.uint32)
            shared = summed > 1
            every.append((ascending[fresh][shared], summed[shared]))
        keys, present = (np.concatenate(own) for own in zip(*every, strict=True))
        return keys, present


def own_syllables(places: Array, keys: Array) -> Array:
    """Return bool[features]: the syllables that no other article has.

    They make a vector longer, so that an article in words of its own is like nothing. Pairs that no
    other has do not: every article has many, and counting them told less.
    """
    own: Array = (places < 0) & ((keys & ALONE) == ALONE)
    return own


def places_of(keys: Array, wanted: Array) -> Array:
    """Return i64: the places of *wanted* in *keys*, -1 where it is not there."""
    if not len(keys):
        return np.full(len(wanted), -1)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Array = np.where(keys[places] == wanted, places, -1)
    return found
