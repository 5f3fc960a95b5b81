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
from typing import Any, Final, NamedTuple

import numpy as np

from search_service.engines.whoosh.arrays import Array, Mapped
from search_service.engines.whoosh.features import (
    BITS,
    BLOCK,
    MOST_TIMES,
    Block,
    Shared,
    blocks,
    keys_of,
    own_syllables,
    places_of,
)
from search_service.engines.whoosh.grouping import grouped, order_of
from search_service.engines.whoosh.lexicon import Lexicon
from search_service.engines.whoosh.spilling import Scratch, Spill, saved
from search_service.engines.whoosh.tokens import Text

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
    def write(folder: Path, texts: Mapping[str, Text]) -> None:
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
        terms = max(map(_terms, texts.values()), default=0)
        building = _Building(folder, terms, len(next(iter(texts.values()))[1]))
        for first, block in blocks(texts, terms):
            building.count(first, block)
        building.write(folder)

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


class _Building:
    """Chooses the features of each article: counts all blocks, then takes the strongest of each."""

    def __init__(self, folder: Path, terms: int, articles: int) -> None:
        self._folder = folder
        self._articles = articles
        self._terms = terms
        self._most = np.float32(log(max(1, articles)))
        self._shared = Shared(folder, terms)
        self._blocks: list[tuple[int, int, int, int]] = []
        self._waiting = [Scratch(folder, kind) for kind in (np.int64, np.uint32)]
        self._entries = [Scratch(folder, kind) for kind in (np.uint32, np.uint8)]
        self._sizes: list[Array] = []
        self._norms: list[Array] = []
        self._features = Scratch(folder, np.uint32)
        self._times = Scratch(folder, np.uint8)

    def count(self, first: int, block: Block) -> None:
        """Count the features of *block*, the first of whose articles has the number *first*."""
        self._shared.add(block)
        self._blocks.append((first, block.size, len(block.keys), len(block.articles)))
        _put(self._waiting, (block.keys, block.present))
        _put(self._entries, (block.articles, block.times))

    def write(self, folder: Path) -> None:
        """Write what ``Vectors`` maps."""
        self._keys, present = self._shared.found()
        self._idf = np.log(self._articles / present).astype(np.float32)
        self._counts = np.zeros(len(self._keys), dtype=np.int64)
        self._postings = Spill(folder, (np.uint32, np.uint32, np.uint8), self._terms)
        key, entry = 0, 0
        for first, size, keys, entries in self._blocks:
            own = [one.read(key, keys) for one in self._waiting]
            block = Block(size, *own, *(one.read(entry, entries) for one in self._entries))
            self._choose(first, block)
            key, entry = key + keys, entry + entries
        for name, values in self._arrays().items():
            np.save(folder / f"vectors.{name}.npy", values)
        self._features.save(folder / "vectors.features.npy")
        self._times.save(folder / "vectors.times.npy")
        self._invert(folder)

    def _choose(self, first: int, block: Block) -> None:
        places = places_of(self._keys, block.keys)
        lone = own_syllables(places, block.keys)
        entries = np.repeat(np.where(lone, LONE, places), block.present)
        own = np.flatnonzero(entries == LONE)
        squares = _squares(block, own, damped(block.times[own]) * self._most)
        known = np.flatnonzero(entries >= 0)
        articles, places, times = block.articles[known], entries[known], block.times[known]
        weights = DAMPED[times] * self._idf[places]
        ranks = _ranks(articles, weights, block.size)
        kept = np.flatnonzero(ranks < KEPT)
        squares = squares + _squares(block, known[kept], weights[kept])
        self._norms.append(np.sqrt(squares).astype(np.float32))
        by_article, begins = grouped(articles[kept], kept, block.size)
        self._sizes.append(np.diff(begins))
        _put((self._features, self._times), (places[by_article], times[by_article]))
        best = np.flatnonzero(ranks < FOUND_BY)
        self._found_by(places[best], articles[best] + np.uint32(first), times[best])

    def _found_by(self, features: Array, docs: Array, times: Array) -> None:
        self._counts += np.bincount(features, minlength=len(self._counts))
        sizes = np.bincount(self._keys[features] >> BITS, minlength=self._terms)
        self._postings.add(sizes, (features, docs, times))

    def _arrays(self) -> dict[str, Array]:
        return {
            "keys": self._keys,
            "idf": self._idf,
            "offsets": np.append(0, np.cumsum(_joined(self._sizes, np.int64))),
            "norms": _joined(self._norms, np.float32),
            "posting_offsets": np.append(0, np.cumsum(self._counts)),
        }

    def _invert(self, folder: Path) -> None:
        """Write the articles found by each feature."""
        total = int(self._counts.sum())
        with (
            saved(folder / "vectors.posting_docs.npy", np.uint32, total) as docs_file,
            saved(folder / "vectors.posting_times.npy", np.uint8, total) as times_file,
        ):
            for _, _, (features, docs, times) in self._postings.ranges():
                order = np.argsort(features, kind="stable")  # merges what is in order already
                docs[order].tofile(docs_file)
                times[order].tofile(times_file)


def _put(files: Sequence[Scratch], arrays: Sequence[Array]) -> None:
    for file, values in zip(files, arrays, strict=True):
        file.append(values)


def _terms(text: Text) -> int:
    """Return one more than the greatest term of *text*."""
    tokens = text[0]
    starts = range(0, len(tokens), BLOCK)
    return 1 + max((int(tokens[start : start + BLOCK].max()) for start in starts), default=-1)


def _ranks(articles: Array, weights: Array, size: int) -> Array:
    """Return i64: the rank of each feature within its article, the strongest 0."""
    # Floats of one sign are ordered as their bits are.
    falling = np.int32(0x7FFFFFFF) - weights.astype(np.float32).view(np.int32)
    order, _ = order_of(falling & 0xFFFF, 1 << 16)
    order, _ = grouped(falling[order] >> 16, order, 1 << 15)
    order, begins = grouped(articles[order], order, size)
    ranks = np.empty(len(articles), dtype=np.int64)
    ranks[order] = np.arange(len(articles)) - np.repeat(begins[:-1], np.diff(begins))
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


def _joined(arrays: Sequence[Array], kind: Any) -> Array:
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])
