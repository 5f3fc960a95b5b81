"""Articles as vectors of their syllables and pairs of neighbouring syllables, on disk.

A feature's weight is (1 + ln tf) · ln(N / df), and two texts are as similar as their vectors'
cosine (Salton, Buckley: "Term-weighting approaches in automatic text retrieval", 1988). What an
article has beside its KEPT strongest features changes no list; the FOUND_BY strongest are inverted,
and an article is found by those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from math import log
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.whoosh.arrays import Array, Mapped
from search_service.engines.whoosh.features import (
    Block,
    blocks,
    keys_of,
    own_syllables,
    places_of,
    shared_features,
)
from search_service.engines.whoosh.lexicon import Lexicon

KEPT: Final = 600
"""Strongest features of an article that are kept."""

FOUND_BY: Final = 128
"""Strongest features by which an article is found."""

_REMEMBERED: Final = 1 << 15
"""Terms whose numbers are kept at hand: more syllables than a language has. Threads may share them:
what is looked up twice is the same."""

MOST_TIMES: Final = 255
DAMPED: Final = np.log(np.maximum(np.arange(MOST_TIMES + 1), 1), dtype=np.float32) + 1


class Vector(NamedTuple):
    """A text's features in the archive.

    Attributes:
        features: i64[features]: their numbers, ascending.
        weights: f32[features]: of a vector of length 1, so that two make a cosine.
    """

    features: Array
    weights: Array


class Vectors:
    """The vectors of one generation, memory-mapped."""

    def __init__(self, folder: Path, lexicon: Lexicon) -> None:
        """Map what ``write`` wrote to *folder*, of the terms of *lexicon*."""
        self._lexicon = lexicon
        self._folder = folder
        self._numbers: dict[str, int] = {}

    _keys = Mapped("vectors.keys")
    _idf = Mapped("vectors.idf")
    _offsets = Mapped("vectors.offsets")
    _features = Mapped("vectors.features")
    _times = Mapped("vectors.times")
    _norms = Mapped("vectors.norms")
    _posting_offsets = Mapped("vectors.posting_offsets")
    _posting_docs = Mapped("vectors.posting_docs")
    _posting_times = Mapped("vectors.posting_times")

    @staticmethod
    def write(folder: Path, texts: Mapping[str, tuple[Array, Array]]) -> None:
        """Write the vectors of all articles to *folder*.

        Args:
            folder: Gets i64[features] ``vectors.keys``, ascending, and f32 ``.idf``, ln(N / df)
                of each: two articles at least have it, for what one has alone is like nothing.
                i64[articles + 1] ``.offsets`` says where each article's begin in u32 ``.features``
                and u8 ``.times``; f32[articles] ``.norms`` are the vectors' lengths.
                i64[features + 1] ``.posting_offsets``, u32 ``.posting_docs`` and u8
                ``.posting_times`` are the strongest of them inverted.
            texts: For each field of TIMES, as ``FieldTokens.texts`` returns it.
        """
        keys, present = shared_features(texts)
        articles = len(next(iter(texts.values()))[1])
        built = _Building(keys, present, articles)
        for first, block in blocks(texts):
            built.add(first, block)
        arrays = {"keys": keys, **built.arrays()}
        for name in _ARRAYS:
            np.save(folder / f"vectors.{name}.npy", arrays[name])

    def __len__(self) -> int:
        return len(self._norms)

    def of(self, tokens: Mapping[str, Sequence[str]]) -> Vector:
        """Return the vector of a text that need not be in the archive, its KEPT strongest features.

        Args:
            tokens: For each field of TIMES, its syllables in normal form and lower case.
        """
        # What the archive has not gets numbers that no term has: no pair reaches across it.
        spare = count(len(self._lexicon))
        numbers = {
            text: self._number(text, spare) for texts in tokens.values() for text in set(texts)
        }
        fields = {
            name: (np.array([numbers[text] for text in texts], np.int64), np.array([len(texts)]))
            for name, texts in tokens.items()
        }
        keys, times = np.unique(keys_of(fields, 0, 1), return_counts=True)
        places = self.features_of(keys)
        own = damped(times[own_syllables(places, keys)]) * np.float32(log(max(1, len(self))))
        places, times = places[places >= 0], times[places >= 0]
        weights = damped(times) * self.idf_of(places)
        kept = np.sort(np.argsort(-weights, kind="stable")[:KEPT])
        length = np.sqrt((weights[kept] ** 2).sum() + (own**2).sum()) or np.float32(1)
        return Vector(places[kept], weights[kept] / length)

    def _number(self, text: str, spare: Iterator[int]) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._lexicon.find(text)
            if number is None:
                return next(spare)
            if len(self._numbers) >= _REMEMBERED:
                self._numbers.clear()
            self._numbers[text] = number
        return number

    def scores(self, vector: Vector) -> Array:
        """Return f32[articles]: about how similar each is, by what it is found by."""
        scores = np.zeros(len(self), dtype=np.float32)
        strongest = np.argsort(-vector.weights, kind="stable")[:FOUND_BY]
        for place in strongest.tolist():
            feature = int(vector.features[place])
            docs, times = self.found_by(feature)
            weight = vector.weights[place] * self.idf_of(feature)
            scores[docs] += weight * DAMPED[times]
        return scores / np.maximum(self.norms, np.float32(1e-6))

    def row(self, article: int) -> Vector:
        """Return the vector of an article of the archive."""
        features, times = self.kept(article)
        weights = DAMPED[times] * self.idf_of(features)
        return Vector(features.astype(np.int64), weights / self.norms[article])

    @property
    def features(self) -> int:
        """How many features there are."""
        return len(self._keys)

    @property
    def norms(self) -> Array:
        """f32[articles]: the lengths of their vectors."""
        return self._norms

    def features_of(self, keys: Array) -> Array:
        """Return i64: the numbers of the features with these *keys*, -1 for one that is none."""
        return places_of(self._keys, keys)

    def idf_of(self, features: Array | int) -> Array:
        """Return f32: the idf of each of *features*."""
        idf: Array = self._idf[features]
        return idf

    def found_by(self, feature: int) -> tuple[Array, Array]:
        """Return which articles are found by a feature, and how often it counts in each."""
        row = slice(self._posting_offsets[feature], self._posting_offsets[feature + 1])
        return self._posting_docs[row], self._posting_times[row]

    def kept(self, article: int) -> tuple[Array, Array]:
        """Return the features kept of an article, and how often each counts there."""
        row = slice(self._offsets[article], self._offsets[article + 1])
        return self._features[row], self._times[row]


def cosines(vectors: Sequence[Vector]) -> Array:
    """Return f32[vectors, vectors]: how similar every two are."""
    features = np.concatenate([vector.features for vector in vectors])
    weights = np.concatenate([vector.weights for vector in vectors])
    distinct, columns = np.unique(features, return_inverse=True)
    matrix = np.zeros((len(vectors), len(distinct)), dtype=np.float32)
    rows = np.repeat(np.arange(len(vectors)), [len(vector.features) for vector in vectors])
    matrix[rows, columns] = weights
    similar: Array = matrix @ matrix.T
    return similar


class _Building:
    """Chooses the features of each article, block by block."""

    def __init__(self, keys: Array, present: Array, articles: int) -> None:
        self._keys = keys
        self._idf = np.log(articles / present).astype(np.float32)
        self._most = np.float32(log(max(1, articles)))
        self._sizes: list[Array] = []
        self._features: list[Array] = []
        self._times: list[Array] = []
        self._norms: list[Array] = []
        self._found_by: list[tuple[Array, Array, Array]] = []

    def add(self, first: int, block: Block) -> None:
        """Add the articles of *block*, the first of which has the number *first*."""
        places = places_of(self._keys, block.keys)
        own = own_syllables(places, block.keys)
        squares = _squares(block, own, damped(block.times[own]) * self._most)
        known = np.flatnonzero(places >= 0)
        articles, places = block.articles[known], places[known]
        times = np.minimum(block.times[known], MOST_TIMES).astype(np.uint8)
        weights = DAMPED[times] * self._idf[places]
        ranks = _ranks(articles, weights)
        kept = ranks < KEPT
        squares = squares + _squares(block, known[kept], weights[kept])
        self._norms.append(np.sqrt(squares).astype(np.float32))
        self._sizes.append(np.bincount(articles[kept], minlength=block.size))
        self._features.append(places[kept].astype(np.uint32))
        self._times.append(times[kept])
        best = ranks < FOUND_BY
        docs = (articles[best] + first).astype(np.uint32)
        self._found_by.append((places[best].astype(np.uint32), docs, times[best]))

    def arrays(self) -> dict[str, Array]:
        """Return what ``Vectors`` maps, but for the features themselves."""
        features, docs, times = (_joined(one) for one in zip(*self._found_by, strict=True))
        order = np.argsort(features, kind="stable")
        rows = np.arange(len(self._keys) + 1)
        return {
            "offsets": np.cumsum(np.append(0, _joined(self._sizes)), dtype=np.int64),
            "features": _joined(self._features),
            "times": _joined(self._times),
            "norms": _joined(self._norms),
            "idf": self._idf,
            "posting_offsets": np.searchsorted(features[order], rows).astype(np.int64),
            "posting_docs": docs[order],
            "posting_times": times[order],
        }


def _ranks(articles: Array, weights: Array) -> Array:
    """Return i64: the rank of each feature within its article, the strongest 0."""
    # Floats of one sign are ordered as their bits are: one integer sorts faster than two keys.
    falling = np.int64(0x7FFFFFFF) - weights.astype(np.float32).view(np.int32)
    order = np.argsort((articles << 32) | falling, kind="stable")
    sizes = np.bincount(articles)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    ranks = np.empty(len(articles), dtype=np.int64)
    ranks[order] = np.arange(len(articles)) - starts
    return ranks


def _squares(block: Block, some: Array, weights: Array) -> Array:
    """Return f64[articles of *block*]: the sum of the squared *weights* of *some* features."""
    squares: Array = np.bincount(
        block.articles[some], np.square(weights, dtype=np.float64), block.size
    )
    return squares


def damped(times: Array) -> Array:
    """Return f32: 1 + ln of each of *times*, of 1 up to MOST_TIMES."""
    weights: Array = DAMPED[np.minimum(times, MOST_TIMES)]
    return weights


def _joined(arrays: Sequence[Array]) -> Array:
    return np.concatenate(arrays)


_ARRAYS: Final = (
    "keys", "idf", "offsets", "features", "times", "norms",
    "posting_offsets", "posting_docs", "posting_times",
)  # fmt: skip
