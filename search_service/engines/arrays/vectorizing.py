"""Making the vectors of all articles, block by block: what is counted waits in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from search_service.engines.arrays.features import (
    BITS,
    BLOCK,
    Block,
    Shared,
    blocks,
    own_syllables,
    places_of,
)
from search_service.engines.arrays.grouping import grouped
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import Scratch, Spill, saved
from search_service.engines.arrays.tokens import Text
from search_service.engines.arrays.vectors import DAMPED, FOUND_BY, KEPT, LONE, damped


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
    # Floats of one sign are ordered as their bits are: by the lower ones first, then by the others.
    falling = np.int32(0x7FFFFFFF) - weights.astype(np.float32).view(np.int32)
    packed = (np.arange(len(articles)) << 32) | falling
    packed, _ = grouped(falling & 0xFFFF, packed, 1 << 16)
    packed, _ = grouped((packed >> 16) & 0x7FFF, packed, 1 << 15)
    order, begins = grouped(articles.take(packed >> 32), packed >> 32, size)
    ranks = np.empty(len(articles), dtype=np.int64)
    ranks[order] = np.arange(len(articles)) - np.repeat(begins[:-1], np.diff(begins))
    return ranks


def _squares(block: Block, some: Array, weights: Array) -> Array:
    """Return f64[articles of *block*]: the sum of the squared *weights* of *some* features."""
    squares: Array = np.bincount(
        block.articles[some], np.square(weights, dtype=np.float64), block.size
    )
    return squares


def _joined(arrays: Sequence[Array], kind: Any) -> Array:
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])
