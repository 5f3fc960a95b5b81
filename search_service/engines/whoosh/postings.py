"""Postings as plain arrays: which articles contain a term, how often and where.

Whoosh decodes its own posting blocks in Python, one posting at a time; the same postings as
memory-mapped arrays are read at the speed of NumPy. One set of arrays covers a whole generation.

The texts of all articles stand end to end in one stream, article by article and field by field,
with a gap of one behind each: what stands at neighbouring places is side by side in one text. A
text's number is article << TEXT_BITS | field.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.mapped import Array, Mapped
from search_service.schema import TEXT_FIELDS

TEXT_BITS: Final = 3
"""Bits of a field's place in ``schema.TEXT_FIELDS``: there are seven."""

PLACE_BITS: Final = 32
"""Bits of a place in the stream, and more than an article's number has."""

FIELD_MASK: Final = (1 << TEXT_BITS) - 1

FIELD_PLACES: Final = {field.name: place for place, field in enumerate(TEXT_FIELDS)}


class Counts(NamedTuple):
    """The articles that have something, and how often.

    Attributes:
        docs: Their numbers, ascending.
        frequency: f32: occurrences, each boosted and divided by the norm of its text's length
            (BM25F); more than 0.
    """

    docs: Array
    frequency: Array


class Occurrences(NamedTuple):
    """Where a term stands, all of the same length.

    Attributes:
        places: u32: places in the stream, ascending.
        following: u32: the term behind each, or the number of terms where a text ends.
        texts: u32: the text of each.
    """

    places: Array
    following: Array
    texts: Array


class Postings:
    """The postings of one generation, memory-mapped; ``inverting.write`` makes them.

    Attributes:
        starts: u32[texts + 1]: where each text begins in the stream.
        weights: f32[texts]: boost of the text's field by the norm of its length.
    """

    def __init__(self, folder: Path) -> None:
        """Take the arrays in *folder*; each is mapped when it is first read."""
        self._folder = folder

    starts = Mapped("postings.starts")
    weights = Mapped("postings.weights")

    _offsets = Mapped("postings.offsets")
    _docs = Mapped("postings.docs")
    _frequency = Mapped("postings.frequency")
    _word_offsets = Mapped("postings.word_offsets")
    _word_docs = Mapped("postings.word_docs")
    _word_times = Mapped("postings.word_times")
    _word_norms = Mapped("postings.word_norms")
    _occurrence_offsets = Mapped("postings.occurrence_offsets")
    _places = Mapped("postings.places")
    _following = Mapped("postings.following")
    _texts = Mapped("postings.texts")

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._offsets) - 1

    def counts(self, term: int) -> Counts:
        """Return the articles that have the syllable *term* in any field."""
        row = slice(self._offsets[term], self._offsets[term + 1])
        return Counts(self._docs[row], self._frequency[row])

    def words(self, term: int) -> Counts:
        """Return the articles that have the compound *term*."""
        row = slice(self._word_offsets[term], self._word_offsets[term + 1])
        docs = self._word_docs[row]
        return Counts(docs, self._word_times[row] / self._word_norms[docs])

    def occurrences(self, term: int) -> Occurrences:
        """Return where the syllable *term* stands."""
        row = slice(self._occurrence_offsets[term], self._occurrence_offsets[term + 1])
        return Occurrences(self._places[row], self._following[row], self._texts[row])

    def frequent(self, term: int) -> int:
        """Return how often the syllable *term* stands anywhere; nothing is read of it."""
        return int(self._occurrence_offsets[term + 1] - self._occurrence_offsets[term])

    def weights_of(self, texts: Array) -> Array:
        """Return f32: the weight of each of *texts*, which are ascending."""
        weights: Array = self.weights[texts]
        return weights

    def texts_at(self, places: Array) -> Array:
        """Return the text that each of *places* in the stream is in."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def lengths(self) -> Array:
        """Return i64[articles, fields]: how many syllables each text has."""
        lengths = np.diff(self.starts.astype(np.int64)) - 1
        return lengths.reshape(-1, FIELD_MASK + 1)[:, : len(TEXT_FIELDS)]

    def stream(self) -> Array:
        """Return u32: the term at every place of the stream, the number of terms in gaps."""
        stream = np.full(int(self.starts[-1]), len(self), dtype=np.uint32)
        terms = np.arange(len(self), dtype=np.uint32)
        stream[self._places] = np.repeat(terms, np.diff(self._occurrence_offsets))
        return stream

    def syllable_articles(self) -> Array:
        """Return i64[terms]: how many articles have each term as a syllable."""
        return np.diff(self._offsets)

    def word_articles(self, among: Array | None = None) -> Array:
        """Return i64[terms]: how many articles, or of those *among*, have each term as a word.

        Args:
            among: bool[articles].
        """
        if among is None:
            return np.diff(self._word_offsets)
        summed = np.zeros(len(self._word_docs) + 1, dtype=np.uint32)
        np.cumsum(among[self._word_docs], out=summed[1:])
        counts: Array = np.diff(summed[self._word_offsets].astype(np.int64))
        return counts

    def keys(self, first: int, last: int) -> tuple[Array, Array]:
        """Return which articles have the terms from *first* up to *last*, as syllables and words.

        Each is i64, ascending: term << PLACE_BITS | article.
        """
        return (
            _keys(self._offsets, self._docs, first, last),
            _keys(self._word_offsets, self._word_docs, first, last),
        )

    def bags(self) -> tuple[Array, Array, Array]:
        """Return of all terms' words, end to end: i64 the term, u32 the article, u16 how often."""
        terms = np.repeat(np.arange(len(self), dtype=np.int64), self.word_articles())
        return terms, self._word_docs, self._word_times

    def articles(self) -> int:
        """Return the number of articles."""
        return len(self._word_norms)


def _keys(offsets: Array, docs: Array, first: int, last: int) -> Array:
    terms = np.repeat(np.arange(first, last), np.diff(offsets[first : last + 1]))
    keys: Array = (terms << PLACE_BITS) | docs[offsets[first] : offsets[last]]
    return keys


ARRAYS: Final = {
    "offsets": np.int64,
    "docs": np.uint32,
    "frequency": np.float32,
    "word_offsets": np.int64,
    "word_docs": np.uint32,
    "word_times": np.uint16,
    "word_norms": np.float32,
    "occurrence_offsets": np.int64,
    "places": np.uint32,
    "following": np.uint32,
    "texts": np.uint32,
}
