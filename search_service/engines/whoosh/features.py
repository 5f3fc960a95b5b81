"""The features of texts: syllables and pairs of neighbouring syllables, numbered and counted.

A feature is known by its key, a pair's left << 26 | right and a syllable's left << 26 | ALONE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.whoosh.arrays import Array
from search_service.schema import OPENING

TIMES: Final = {"title": 3, "lead": 2, OPENING: 1, "body": 1}
"""How often what a field has counts. An opening is part of the body, so it counts twice."""

BITS: Final = 26
ALONE: Final = (1 << BITS) - 1
"""A pair's key is left << 26 | right, a syllable's has ALONE for its right: an archive has fewer
than 2 ** 26 terms."""

BLOCK_BITS: Final = 11
"""Articles of a block: with its article a key has 63 bits, and sorts as one integer."""

MERGED: Final = 8
"""Blocks whose features are counted together: few enough for memory, merging is not free."""


class Block(NamedTuple):
    """Every feature of each of some articles: by article, then by key.

    Attributes:
        size: Number of articles.
        articles, keys, times: i64: the place of the article, its feature, and how often it counts.
    """

    size: int
    articles: Array
    keys: Array
    times: Array


def blocks(texts: Mapping[str, tuple[Array, Array]]) -> Iterator[tuple[int, Block]]:
    """Yield the features of all articles, with the number of each block's first article."""
    size = len(next(iter(texts.values()))[1])
    step = 1 << BLOCK_BITS
    for first in range(0, max(1, size), step):
        last = min(first + step, size)
        both, times = np.unique(keys_of(texts, first, last), return_counts=True)
        articles, keys = both >> (2 * BITS), both & ((1 << 2 * BITS) - 1)
        yield first, Block(last - first, articles, keys, times)


def keys_of(texts: Mapping[str, tuple[Array, Array]], first: int, last: int) -> Array:
    """Return i64: article << 52 | key of the features of some articles, as often as they count."""
    found = []
    for name, times in TIMES.items():
        tokens, lengths = texts[name]
        start = int(lengths[:first].sum(dtype=np.int64))
        own = lengths[first:last].astype(np.int64)
        terms = tokens[start : start + int(own.sum())].astype(np.int64)
        articles = np.repeat(np.arange(len(own)) << (2 * BITS), own)
        lefts = articles | (terms << BITS)
        pairs = (lefts[:-1] | terms[1:])[articles[:-1] == articles[1:]]
        found += [lefts | ALONE, pairs] * times
    return np.concatenate(found)


def shared_features(texts: Mapping[str, tuple[Array, Array]]) -> tuple[Array, Array]:
    """Return i64: the features that two articles or more have, ascending, and of how many each."""
    keys, present = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    waiting: list[Array] = []

    def merge() -> tuple[Array, Array]:
        new, times = np.unique(np.concatenate([*waiting, keys[:0]]), return_counts=True)
        every, where = np.unique(np.concatenate([keys, new]), return_inverse=True)
        summed = np.bincount(where, np.concatenate([present, times]), len(every))
        waiting.clear()
        return every, summed.astype(np.int64)

    for _, block in blocks(texts):
        waiting.append(block.keys)
        if len(waiting) == MERGED:
            keys, present = merge()
    keys, present = merge()
    shared = present > 1
    return keys[shared], present[shared]


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
