"""Inverting texts: from the terms of each article to the articles of each term.

Articles are taken in blocks. Each block is sorted by term, and its rows go behind those of the
blocks before it: first all blocks are counted, which tells where every term's row begins, then they
are written to their places in files. Sorting takes the memory of one block, whatever there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from search_service.engines.errors import EngineError
from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.postings import (
    ARRAYS,
    FIELD_MASK,
    PLACE_BITS,
    TEXT_BITS,
    Postings,
)
from search_service.schema import TEXT_FIELDS, WORDS

BLOCK: Final = 1 << 22
"""Places of the stream inverted at a time: some 300 MB while they are sorted."""

MOST: Final = 1 << 32
"""Places of the stream: they are numbers of 32 bits. Seven million articles of 600 syllables."""

WORD_B: Final = 0.75
"""BM25's length normalisation of words."""

_PLACE: Final = (1 << PLACE_BITS) - 1

Averages = Mapping[str, float]
"""The average length of each field's texts, and of the words of an article."""

Text = tuple[Array, Array]
"""Term numbers of all articles end to end, and how many each article has."""


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
        stream.blocks,
        [
            _Files(folder, "occurrence_offsets", ("places", "following", "texts"), terms),
            _Files(folder, "offsets", ("docs", "frequency"), terms),
        ],
    )
    bags = _Bags(texts[WORDS], averages[WORDS])
    np.save(folder / "postings.word_norms.npy", bags.norms)
    np.save(folder / "postings.averages.npy", [averages[name] for name in _AVERAGED])
    _fill(bags.blocks, [_Files(folder, "word_offsets", ("word_docs", "word_times"), terms)])


_AVERAGED: Final = (*(field.name for field in TEXT_FIELDS), WORDS)


def averages_of(folder: Path) -> Averages:
    """Return the average lengths by which the postings in *folder* were normalised."""
    return dict(zip(_AVERAGED, mapped(folder / "postings.averages.npy").tolist(), strict=True))


_BLOCK_BYTES: Final = 2**20
"""Zeros written at a time."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some articles' values, by term.

    Attributes:
        terms: i64[values]: ascending.
        values: The arrays to be written, [values] each.
    """

    terms: Array
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
        for first, last in _cut(self.starts[:: FIELD_MASK + 1]):
            base = int(self.starts[first << TEXT_BITS])
            stream = self._terms_of(first, last)
            following = np.append(stream[1:], stream.dtype.type(self._terms))
            numbers = np.arange(first << TEXT_BITS, last << TEXT_BITS, dtype=np.uint32)
            texts = np.repeat(numbers, self._lengths[first:last].ravel() + 1)
            terms, places = _by_term(stream, self._terms)
            texts = texts[places]
            occurrences = _Rows(terms, (places + base, following[places], texts))
            yield occurrences, self._counts(terms, texts)

    def _counts(self, terms: Array, texts: Array) -> _Rows:
        docs = texts >> TEXT_BITS
        begins = _changes(terms, docs)
        frequency = np.zeros(0, dtype=np.float32)
        if len(begins):
            frequency = np.add.reduceat(self.weights[texts], begins)
        return _Rows(terms[begins], (docs[begins], frequency))

    def _terms_of(self, first: int, last: int) -> Array:
        """Return u32: the terms of some articles' stretch of the stream, terms in gaps."""
        starts = self.starts[first << TEXT_BITS : last << TEXT_BITS].reshape(-1, FIELD_MASK + 1)
        base, end = self.starts[[first << TEXT_BITS, last << TEXT_BITS]]
        stream = np.full(int(end - base), self._terms, dtype=np.uint32)
        for place, (tokens, _) in enumerate(self._fields):
            own = self._lengths[first:last, place]
            begin, stop = self._begins[[first, last], place]
            shift = starts[:, place] - base - (self._begins[first:last, place] - begin)
            stream[np.repeat(shift, own) + np.arange(stop - begin)] = tokens[begin:stop]
        return stream


class _Bags:
    """The words of articles, whose order does not matter."""

    def __init__(self, words: Text, average: float) -> None:
        self._tokens, lengths = words
        self._lengths = lengths.astype(np.int64)
        self.norms = length_norm(self._lengths, WORD_B, average)

    def blocks(self) -> Iterator[tuple[_Rows]]:
        """Yield the articles of each word and how often each has it."""
        begins = np.append(0, np.cumsum(self._lengths))
        for first, last in _cut(begins):
            tokens = self._tokens[begins[first] : begins[last]].astype(np.int64)
            docs = np.repeat(np.arange(first, last), self._lengths[first:last])
            keys, times = np.unique((tokens << PLACE_BITS) | docs, return_counts=True)
            yield (_Rows(keys >> PLACE_BITS, (keys & _PLACE, times)),)


def _average(lengths: Array) -> float:
    return float(lengths.mean()) if len(lengths) else 0.0


def length_norm(lengths: Array, b: float, average: float) -> Array:
    """Return f32: 1 - b + b * length / average, by which BM25 divides frequencies."""
    if not average:
        return np.ones(len(lengths), dtype=np.float32)
    norm: Array = (1 - b + b * lengths / average).astype(np.float32)
    return norm


def _cut(begins: Array) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of runs of articles that BLOCK holds; one may be larger."""
    first, articles = 0, len(begins) - 1
    while first < articles:
        last = int(np.searchsorted(begins, begins[first] + BLOCK, side="right")) - 1
        last = min(max(last, first + 1), articles)
        yield first, last
        first = last


def _by_term(stream: Array, terms: int) -> tuple[Array, Array]:
    """Return the terms of *stream*, ascending, and their places; gaps are left out."""
    places = np.flatnonzero(stream != terms)
    # Both in one integer sort ten times as fast as an argsort.
    keys = np.sort((stream[places].astype(np.int64) << PLACE_BITS) | places)
    return keys >> PLACE_BITS, keys & _PLACE


def _changes(terms: Array, docs: Array) -> Array:
    """Return the places where another term or article begins."""
    fresh = np.ones(len(terms), dtype=bool)
    fresh[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
    return np.flatnonzero(fresh)


class _Files:
    """Arrays of rows, one a term, that are filled block by block."""

    def __init__(self, folder: Path, offsets: str, names: Sequence[str], terms: int) -> None:
        self._folder, self._offsets, self._names = folder, offsets, names
        self._sizes = np.zeros(terms, dtype=np.int64)

    def count(self, rows: _Rows) -> None:
        """Make room for *rows*."""
        self._sizes += np.bincount(rows.terms, minlength=len(self._sizes))

    def create(self) -> None:
        """Create the files once all blocks are counted."""
        offsets = np.append(0, np.cumsum(self._sizes))
        np.save(self._folder / f"postings.{self._offsets}.npy", offsets)
        self._filled = offsets[:-1]
        self._arrays = [_created(self._folder, name, int(offsets[-1])) for name in self._names]

    def put(self, rows: _Rows) -> None:
        """Write *rows* behind those of the blocks before."""
        own = np.bincount(rows.terms, minlength=len(self._sizes))
        places = np.repeat(self._filled - (np.cumsum(own) - own), own) + np.arange(own.sum())
        for stored, values in zip(self._arrays, rows.values, strict=True):
            stored[places] = values
        self._filled = self._filled + own


def _fill(blocks: Callable[[], Iterator[tuple[_Rows, ...]]], files: Sequence[_Files]) -> None:
    """Write all *blocks*, which have rows for each of *files*: counted first, then put."""
    for block in blocks():
        for one, rows in zip(files, block, strict=True):
            one.count(rows)
    for one in files:
        one.create()
    for block in blocks():
        for one, rows in zip(files, block, strict=True):
            one.put(rows)


def _created(folder: Path, name: str, size: int) -> Array:
    """Return the file of an array to be filled; one without values cannot be mapped."""
    path = folder / f"postings.{name}.npy"
    if not size:
        empty = np.zeros(0, dtype=ARRAYS[name])
        np.save(path, empty)
        return empty
    _reserve(path, np.dtype(ARRAYS[name]), size)
    file: Array = np.lib.format.open_memmap(path, mode="r+")
    return file


def _reserve(path: Path, kind: np.dtype[Any], size: int) -> None:
    """Write an array of zeros: where the disk is full this fails, a write into a map ends all.

    A map of a file that has no room on disk yet is written to without an error, until the system
    finds none and kills the process.
    """
    described = {"descr": kind.str, "fortran_order": False, "shape": (size,)}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, described)
        for start in range(0, size * kind.itemsize, _BLOCK_BYTES):
            file.write(bytes(min(_BLOCK_BYTES, size * kind.itemsize - start)))


def document_frequencies(postings: Postings) -> Array:
    """Return u32[terms]: the number of articles that have each term as a syllable or a word."""
    syllables, words = postings.syllable_articles(), postings.word_articles()
    present = np.where(syllables > 0, syllables, words)
    # A word of one syllable is one in the same article as a rule, but for how texts are cut.
    for first, last in _cut(np.append(0, np.cumsum(np.maximum(syllables, words)))):
        own, other = postings.keys(first, last)
        where = np.minimum(np.searchsorted(own, other), max(0, len(own) - 1))
        more = other[own[where] != other] if len(own) else other[:0]
        extra = np.bincount(more >> PLACE_BITS, minlength=len(present))
        present += np.where(syllables > 0, extra, 0)
    return present.astype(np.uint32)
