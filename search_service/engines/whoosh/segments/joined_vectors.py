"""The vectors of a base and of the segment behind it, read as one.

A feature that the base has keeps its number and its idf there. What the base does not have and two
articles of the segment share is a feature of its own, behind them. What one article of the base has
alone is none until the next merge.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import log
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.features import (
    Block,
    Shared,
    blocks,
    own_syllables,
    places_of,
)
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped, mapped
from search_service.engines.arrays.tokens import Text
from search_service.engines.arrays.vectors import FOUND_BY, KEPT, LONE, Vectors, damped


class JoinedVectors(Vectors):
    """Vectors whose last articles, and features, are a segment's."""

    def __init__(self, base: Path, segment: Path, lexicon: Lexicon) -> None:
        """Map those of *base*, and what ``write`` wrote to *segment*; *lexicon* is of both."""
        super().__init__(base, lexicon)
        self._behind = _Behind(segment)

    @cached_property
    def _first(self) -> int:
        """The number of the segment's first article."""
        return super().__len__()

    @cached_property
    def _base_features(self) -> int:
        return super().features

    @property
    def features(self) -> int:
        """How many features there are."""
        return self._base_features + len(self._behind.keys)

    def __len__(self) -> int:
        return self._first + len(self._behind.norms)

    @cached_property
    def _all_norms(self) -> Array:
        return np.concatenate([super().norms, self._behind.norms])

    @property
    def norms(self) -> Array:
        """f32[articles]: the lengths of their vectors."""
        return self._all_norms

    def features_of(self, keys: Array) -> Array:
        """Return i64: the numbers of the features with these *keys*, -1 for one that is none."""
        return _numbered(super().features_of(keys), self._behind.keys, keys, self._base_features)

    def idf_of(self, features: Array | int) -> Array:
        """Return f32: the idf of each of *features*."""
        numbers = np.asarray(features, dtype=np.int64)
        idf = self._behind.idf_of(numbers - self._base_features)
        known = numbers < self._base_features
        idf[known] = super().idf_of(numbers[known])
        return idf

    def found_by(self, feature: int) -> tuple[Array, Array]:
        """Return which articles are found by a feature, and how often it counts in each."""
        docs, times = self._behind.found_by(feature)
        if feature >= self._base_features:
            return docs, times
        known, known_times = super().found_by(feature)
        return np.concatenate([known, docs]), np.concatenate([known_times, times])

    def kept(self, article: int) -> tuple[Array, Array]:
        """Return the features kept of an article, and how often each counts there."""
        if article < self._first:
            return super().kept(article)
        return self._behind.kept(article - self._first)


class _Behind:
    """The arrays of a segment; see ``write``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    keys = Mapped("vectors.keys")
    idf = Mapped("vectors.idf")
    norms = Mapped("vectors.norms")
    _offsets = Mapped("vectors.offsets")
    _features = Mapped("vectors.features")
    _times = Mapped("vectors.times")
    _found = Mapped("vectors.found")
    _posting_offsets = Mapped("vectors.posting_offsets")
    _posting_docs = Mapped("vectors.posting_docs")
    _posting_times = Mapped("vectors.posting_times")

    def idf_of(self, places: Array) -> Array:
        """Return f32: the idf of new features, 0 for a negative place."""
        if not len(self.idf):
            return np.zeros(places.shape, dtype=np.float32)
        idf: Array = np.where(places >= 0, self.idf[np.maximum(places, 0)], np.float32(0))
        return idf

    def found_by(self, feature: int) -> tuple[Array, Array]:
        place = int(np.searchsorted(self._found, np.uint32(feature)))
        if place == len(self._found) or self._found[place] != feature:
            return self._posting_docs[:0], self._posting_times[:0]
        row = slice(self._posting_offsets[place], self._posting_offsets[place + 1])
        return self._posting_docs[row], self._posting_times[row]

    def kept(self, article: int) -> tuple[Array, Array]:
        row = slice(self._offsets[article], self._offsets[article + 1])
        return self._features[row], self._times[row]


def write(folder: Path, base: Vectors, texts: Mapping[str, Text], terms: int) -> None:
    """Write the vectors of a segment to *folder*.

    Args:
        folder: Gets what ``vectorizing.write`` does, with ``vectors.keys`` and ``.idf`` of the new
            features alone, the numbers of base and segment together in the others, and u32
            ``.found``, ascending: the features that ``.posting_offsets`` has rows of.
        base: The vectors behind which it is.
        texts: For each field of TIMES the segment's tokens, with the terms' joined numbers.
        terms: Number of terms of both.
    """
    shared = Shared(folder, terms)
    for _, block in blocks(texts, terms):
        shared.add(block)
    keys, present = shared.found()
    new = base.features_of(keys) < 0
    keys, present = keys[new], present[new]
    articles = len(base) + len(next(iter(texts.values()))[1])
    np.save(folder / "vectors.keys.npy", keys)
    np.save(folder / "vectors.idf.npy", np.log(articles / present).astype(np.float32))
    built = _Building(base, keys, mapped(folder / "vectors.idf.npy"), articles)
    for first, block in blocks(texts, terms):
        built.add(len(base) + first, block)
    for name, values in built.arrays().items():
        np.save(folder / f"vectors.{name}.npy", values)


class _Building:
    """Chooses the features of each article of a segment, as ``vectors`` does those of a base."""

    def __init__(self, base: Vectors, keys: Array, idf: Array, articles: int) -> None:
        self._base, self._keys, self._idf = base, keys, idf
        self._most = np.float32(log(max(1, articles)))
        few, none = np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.int64)  # of no article
        self._kept: list[tuple[Array, ...]] = [(none, none, few, none)]
        self._found: list[tuple[Array, ...]] = [(none, none, few)]

    def add(self, first: int, block: Block) -> None:
        """Add the articles of *block*, the first of which has the number *first*."""
        known = self._base.features
        places = _numbered(self._base.features_of(block.keys), self._keys, block.keys, known)
        own = own_syllables(places, block.keys)
        entries = np.repeat(np.where(own, LONE, places), block.present)
        alone = np.flatnonzero(entries == LONE)
        lone = np.square(damped(block.times[alone]) * self._most, dtype=np.float64)
        squares = np.bincount(block.articles[alone], lone, block.size)
        there = np.flatnonzero(entries >= 0)
        there = there[np.argsort(block.articles[there], kind="stable")]
        articles, places, times = block.articles[there], entries[there], block.times[there]
        weights = damped(times) * self._idf_of(places)
        ranks = _ranks(articles, weights)
        kept, best = ranks < KEPT, ranks < FOUND_BY
        strong = np.square(weights[kept], dtype=np.float64)
        squares = squares + np.bincount(articles[kept], strong, block.size)
        sizes = np.bincount(articles[kept], minlength=block.size)
        self._kept.append((sizes, places[kept], times[kept], np.sqrt(squares)))
        self._found.append((places[best], articles[best] + first, times[best]))

    def _idf_of(self, places: Array) -> Array:
        idf = np.empty(len(places), dtype=np.float32)
        known = places < self._base.features
        idf[known] = self._base.idf_of(places[known])
        idf[~known] = self._idf[places[~known] - self._base.features]
        return idf

    def arrays(self) -> dict[str, Array]:
        """Return what was chosen, as ``write`` says."""
        sizes, features, times, norms = map(np.concatenate, zip(*self._kept, strict=True))
        places, docs, counted = map(np.concatenate, zip(*self._found, strict=True))
        order = np.argsort(places, kind="stable")
        found, begins = np.unique(places[order], return_index=True)
        return {
            "offsets": np.cumsum(np.append(0, sizes), dtype=np.int64),
            "features": features.astype(np.uint32),
            "times": times,
            "norms": norms.astype(np.float32),
            "found": found.astype(np.uint32),
            "posting_offsets": np.append(begins, len(order)).astype(np.int64),
            "posting_docs": docs[order].astype(np.uint32),
            "posting_times": counted[order],
        }


def _numbered(places: Array, keys: Array, wanted: Array, known: int) -> Array:
    """Return *places*, and where they are -1 those of *wanted* in *keys*, behind *known*."""
    lacking = np.flatnonzero(places < 0)
    behind = places_of(keys, wanted[lacking])
    places = places.copy()
    places[lacking] = np.where(behind >= 0, behind + known, NOWHERE)
    return places


def _ranks(articles: Array, weights: Array) -> Array:
    """Return i64: the rank of each feature within its article, the strongest 0."""
    order = np.lexsort((-weights, articles))
    starts = np.searchsorted(articles, articles)
    ranks = np.empty(len(articles), dtype=np.int64)
    ranks[order] = np.arange(len(articles)) - starts
    return ranks


NOWHERE: Final = -1
"""The number of what is no feature."""
