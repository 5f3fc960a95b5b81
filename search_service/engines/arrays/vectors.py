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

from search_service.engines.arrays.features import (
    MOST_TIMES,
    keys_of,
    own_syllables,
    places_of,
)
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped

KEPT: Final = 600
"""Strongest features of an article that are kept."""

FOUND_BY: Final = 128
"""Strongest features by which an article is found."""

_REMEMBERED: Final = 1 << 15
"""Terms whose numbers are kept at hand: more syllables than a language has. Threads may share them:
what is looked up twice is the same."""

DAMPED: Final = np.log(np.maximum(np.arange(MOST_TIMES + 1), 1), dtype=np.float32) + 1

LONE: Final = -2
"""In the place of a feature: a syllable that one article alone has."""


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
        """Map what ``vectorizing.write`` wrote to *folder*, of the terms of *lexicon*."""
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
        fields = {name: [numbers[text] for text in texts] for name, texts in tokens.items()}
        keys, times = np.unique(keys_of(fields), return_counts=True)
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


def damped(times: Array) -> Array:
    """Return f32: 1 + ln of each of *times*, of 1 up to MOST_TIMES."""
    weights: Array = DAMPED[np.minimum(times, MOST_TIMES)]
    return weights
