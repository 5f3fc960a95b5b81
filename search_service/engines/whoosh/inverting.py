"""Inverting texts: from the terms of each article to the articles of each term.

Articles are taken in blocks. Each block is put in the order of its terms, and its rows go behind
those of the blocks before it: see ``spilling``. It takes the memory of one block, whatever there
is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.grouping import grouped, order_of
from search_service.engines.arrays.mapped import Array, mapped
from search_service.engines.arrays.spilling import Spill, cut
from search_service.engines.arrays.tokens import Text
from search_service.engines.errors import EngineError
from search_service.engines.weights import WORD_B
from search_service.engines.whoosh.postings import (
    ARRAYS,
    FIELD_MASK,
    PLACE_BITS,
    TEXT_BITS,
    Postings,
)
from search_service.schema import TEXT_FIELDS, WORDS

BLOCK: Final = 1 << 20
"""Places of the stream inverted at a time: some 80 MB. More are further apart in memory and take
longer each."""

MOST: Final = 1 << 32
"""Places of the stream: they are numbers of 32 bits. Seven million articles of 600 syllables."""

Averages = Mapping[str, float]
"""The average length of each field's texts, and of the words of an article."""


def write(
    folder: Path, texts: Mapping[str, Text], terms: int, averages: Averages | None = None
) -> None:
    """Write the postings of *texts* to *folder*; see ``postings.Postings``.

    Args:
        folder: Gets the arrays, and ``postings.averages``, f64: the average lengths.
        texts: The syllables of each of TEXT_FIELDS, and WORDS.
        terms: Number of terms.
        averages: The average length of each of *texts* by which frequencies are normalised; None
            for their own.

    Raises:
        EngineError: there is more text than the numbers can tell apart.
    """
    averages = averages or {name: _average(lengths) for name, (_, lengths) in texts.items()}
    fields = [texts[field.name] for field in TEXT_FIELDS]
    stream = _Stream(fields, terms, averages)
    if stream.size >= MOST:
        raise EngineError(f"the archive has {stream.size:,} syllables; {MOST:,} can be indexed")
    np.save(folder / "postings.starts.npy", stream.starts.astype(np.uint32))
    np.save(folder / "postings.weights.npy", stream.weights)
    _fill(
        folder,
        terms,
        stream.blocks(),
        ("occurrence_offsets", "places", "following", "texts"),
        ("offsets", "docs", "frequency"),
    )
    bags = _Bags(texts[WORDS], terms, averages[WORDS])
    np.save(folder / "postings.word_norms.npy", bags.norms)
    np.save(folder / "postings.averages.npy", [averages[name] for name in _AVERAGED])
    _fill(folder, terms, bags.blocks(), ("word_offsets", "word_docs", "word_times"))


_AVERAGED: Final = (*(field.name for field in TEXT_FIELDS), WORDS)


def averages_of(folder: Path) -> Averages:
    """Return the average lengths by which the postings in *folder* were normalised."""
    return dict(zip(_AVERAGED, mapped(folder / "postings.averages.npy").tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some articles' values, by term.

    Attributes:
        sizes: i64[terms]: how many values each term has.
        values: The arrays to be written, [values] each.
    """

    sizes: Array
    values: Sequence[Array]


class _Stream:
    """The texts of all articles end to end; see ``postings``."""

    def __init__(self, fields: Sequence[Text], terms: int, averages: Averages) -> None:
        self._fields = fields
        self._averages = averages
        self._terms = terms
        articles = len(fields[0][1])
        self._lengths = np.zeros((articles, FIELD_MASK + 1), dtype=np.int64)
        for place, (_, lengths) in enumerate(fields):
            self._lengths[:, place] = lengths
        self.starts = np.append(0, np.cumsum(self._lengths.ravel() + 1))
        self.size = int(self.starts[-1])
        begins = np.cumsum(self._lengths, axis=0) - self._lengths
        self._begins = np.vstack([begins, self._lengths.sum(axis=0)])

    @cached_property
    def weights(self) -> Array:
        """f32[texts]: boost by norm."""
        weights = np.zeros(self._lengths.shape, dtype=np.float32)
        for place, field in enumerate(TEXT_FIELDS):
            weights[:, place] = field.boost / length_norm(
                self._lengths[:, place], field.b, self._averages[field.name]
            )
        return weights.ravel()

    def blocks(self) -> Iterator[tuple[_Rows, _Rows]]:
        """Yield what blocks of articles come to.

        Of each its occurrences (places, following terms, texts), and which articles have each term,
        with its weighed frequency there.
        """
        for first, last in cut(self.starts[:: FIELD_MASK + 1], BLOCK):
            base = int(self.starts[first << TEXT_BITS])
            stream = self._terms_of(first, last)
            following = np.append(stream[1:], stream.dtype.type(self._terms))
            numbers = np.arange(first << TEXT_BITS, last << TEXT_BITS, dtype=np.uint32)
            texts = np.repeat(numbers, self._lengths[first:last].ravel() + 1)
            places, begins = order_of(stream, self._terms + 1)
            places, begins = places[: begins[-2]], begins[:-1]  # behind them are the gaps
            texts = texts[places]
            occurrences = _Rows(np.diff(begins), (places + base, following[places], texts))
            yield occurrences, self._counts(begins, texts)

    def _counts(self, begins: Array, texts: Array) -> _Rows:
        docs = texts >> TEXT_BITS
        fresh = _fresh(begins, docs)
        frequency = np.zeros(0, dtype=np.float32)
        if len(fresh):
            frequency = np.add.reduceat(self.weights[texts], fresh)
        return _Rows(_within(begins, fresh), (docs[fresh], frequency))

    def _terms_of(self, first: int, last: int) -> Array:
        """Return u32: the terms of some articles' stretch of the stream, terms in gaps."""
        starts = self.starts[first << TEXT_BITS : last << TEXT_BITS].reshape(-1, FIELD_MASK + 1)
        base, end = self.starts[[first << TEXT_BITS, last << TEXT_BITS]]
        stream = np.full(int(end - base), self._terms, dtype=np.uint32)
        for place, (tokens, _) in enumerate(self._fields):
            own = self._lengths[first:last, place]
            begin, stop = self._begins[[first, last], place]
            shift = starts[:, place] - base - (self._begins[first:last, place] - begin)
            stream[np.repeat(shift, own) + np.arange(stop - begin)] = tokens[int(begin) : int(stop)]
        return stream


class _Bags:
    """The words of articles, whose order does not matter."""

    def __init__(self, words: Text, terms: int, average: float) -> None:
        self._tokens, lengths = words
        self._terms = terms
        self._lengths = lengths.astype(np.int64)
        self.norms = length_norm(self._lengths, WORD_B, average)

    def blocks(self) -> Iterator[tuple[_Rows]]:
        """Yield the articles of each word and how often each has it."""
        begins = np.append(0, np.cumsum(self._lengths))
        for first, last in cut(begins, BLOCK):
            tokens = self._tokens[int(begins[first]) : int(begins[last])]
            docs = np.repeat(np.arange(first, last, dtype=np.uint32), self._lengths[first:last])
            docs, rows = grouped(tokens, docs, self._terms)
            fresh = _fresh(rows, docs)
            times = np.diff(fresh, append=len(docs))
            yield (_Rows(_within(rows, fresh), (docs[fresh], times)),)


def _average(lengths: Array) -> float:
    return float(lengths.mean()) if len(lengths) else 0.0


def length_norm(lengths: Array, b: float, average: float) -> Array:
    """Return f32: 1 - b + b * length / average, by which BM25 divides frequencies."""
    if not average:
        return np.ones(len(lengths), dtype=np.float32)
    norm: Array = (1 - b + b * lengths / average).astype(np.float32)
    return norm


def _fresh(begins: Array, docs: Array) -> Array:
    """Return the places where another article begins, or another term, whose rows *begins* say."""
    fresh = np.ones(len(docs) + 1, dtype=bool)
    fresh[1:-1] = docs[1:] != docs[:-1]
    fresh[begins] = True
    return np.flatnonzero(fresh[:-1])


def _within(begins: Array, places: Array) -> Array:
    """Return i64[terms]: how many of *places*, ascending, are in each term's row."""
    return np.diff(np.searchsorted(places, begins))


def _fill(
    folder: Path, terms: int, blocks: Iterator[tuple[_Rows, ...]], *files: tuple[str, ...]
) -> None:
    """Write *blocks*, which have rows for each of *files*: its offsets, and its arrays."""
    spills = [Spill(folder, [ARRAYS[name] for name in names], terms) for _, *names in files]
    for block in blocks:
        for spill, rows in zip(spills, block, strict=True):
            spill.add(rows.sizes, rows.values)
    for spill, (offsets, *names) in zip(spills, files, strict=True):
        np.save(folder / f"postings.{offsets}.npy", np.append(0, np.cumsum(spill.sizes)))
        spill.save([f"postings.{name}" for name in names])


def document_frequencies(postings: Postings) -> Array:
    """Return u32[terms]: the number of articles that have each term as a syllable or a word."""
    syllables, words = postings.syllable_articles(), postings.word_articles()
    present = np.where(syllables > 0, syllables, words)
    # A word of one syllable is one in the same article as a rule, but for how texts are cut.
    for first, last in cut(np.append(0, np.cumsum(np.maximum(syllables, words))), BLOCK):
        own, other = postings.keys(first, last)
        where = np.minimum(np.searchsorted(own, other), max(0, len(own) - 1))
        more = other[own[where] != other] if len(own) else other[:0]
        extra = np.bincount(more >> PLACE_BITS, minlength=len(present))
        present += np.where(syllables > 0, extra, 0)
    return present.astype(np.uint32)
