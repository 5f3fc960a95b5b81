"""How often terms, their markings and their sequences stand in each article.

Frequencies are those of BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25
and Beyond", 2009, section 3.6): over all fields, each boosted and divided by its length's norm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.weights import OTHER_MARKING
from search_service.engines.whoosh.adjacency import (
    Form,
    Marking,
    adjacent,
    firsts,
    followed,
    lasts,
    simple,
)
from search_service.engines.whoosh.candidates import SPARSE, contained
from search_service.engines.whoosh.postings import (
    FIELD_MASK,
    FIELD_PLACES,
    TEXT_BITS,
    Counts,
    Postings,
)
from search_service.vietnamese import is_marked

DOCUMENT_FREQUENCIES: Final = "present"


@dataclass(frozen=True, slots=True)
class Found:
    """What has a term, a stretch or a phrase.

    Attributes:
        counts: The articles, and how often each has it.
        exact: The articles that have it as typed, ascending; None where all of them do.
    """

    counts: Counts
    exact: Array | None

    @property
    def as_typed(self) -> Array:
        """The articles that have it as typed."""
        return self.counts.docs if self.exact is None else self.exact


class Frequencies:
    """Reads the postings of one generation.

    Attributes:
        size: Numbers of articles.
        articles: How many of them are there: all, where none was removed since the last merge.
    """

    def __init__(self, folder: Path, size: int) -> None:
        """Map the postings in *folder*, of *size* articles."""
        self.size = self.articles = size
        self.lexicon = Lexicon(folder)
        self._postings = Postings(folder)
        self._folder = folder
        self._field: int | None = None

    _present = Mapped(DOCUMENT_FREQUENCIES)

    def within(self, name: str) -> Frequencies:
        """Return the same for the one field *name* alone.

        Raises:
            KeyError: there is no such field of text.
        """
        alone = copy(self)
        alone._field = FIELD_PLACES[name]
        return alone

    def present(self) -> Array:
        """Return the articles that have any text in any of the fields."""
        lengths = self._postings.lengths()
        own = lengths if self._field is None else lengths[:, [self._field]]
        return np.flatnonzero(own.any(axis=1))

    def every(self) -> Array:
        """Return the numbers of all articles, ascending."""
        return np.arange(self.size)

    def document_frequency(self, term: str) -> int:
        """Return the number of articles that contain the syllable or compound *term*."""
        number = self.lexicon.find(term)
        return 0 if number is None else int(self._present[number])

    def markings(self, token: str, *, typed_marks: bool) -> list[Marking]:
        """Return the terms that *token* matches: itself if marked, else every marking of itself.

        Args:
            token: A syllable in normal form and lower case.
            typed_marks: Whether the query has marks anywhere.
        """
        if is_marked(token):
            number = self.lexicon.find(token)
            return [] if number is None else [Marking(number, 1.0, exact=True)]
        weight = OTHER_MARKING if typed_marks else 1.0
        return [
            Marking(number, 1.0, exact=True)
            if self.lexicon[number] == token
            else Marking(number, weight, exact=False)
            for number in self.lexicon.variants(token)
        ]

    def term(self, markings: Sequence[Marking]) -> Found:
        """Return the articles that have any of *markings*."""
        rows = [(marking, self._counts(marking.term)) for marking in markings]
        there = [(marking, counts) for marking, counts in rows if len(counts.docs)]
        counts = _merged([(one.weight, counts) for one, counts in there], self.size)
        if all(marking.exact for marking, _ in there):
            return Found(counts, None)
        exact = [counts.docs for marking, counts in there if marking.exact]
        return Found(counts, exact[0] if exact else _NONE)  # one spelling at most is as typed

    def _counts(self, term: int) -> Counts:
        counts = self._postings.counts(term)
        if self._field is None or not len(counts.docs):
            return counts
        return self._weighed(self._postings.occurrences(term).texts)

    def holds(self, term: int, article: int) -> bool:
        """Tell whether any field of *article* has the syllable *term*."""
        return bool(contained(np.array([article]), self._counts(term).docs, self.size)[0])

    def word(self, number: int) -> Counts:
        """Return the articles that have the compound *number*."""
        return self._postings.words(number)

    def words_everywhere(self) -> Array:
        """Return i64[terms]: how many articles have each as a word."""
        return self._postings.word_articles()

    def words_within(self, articles: Array) -> Array:
        """Return i64[terms]: how many of *articles* (bool[articles]) have each as a word."""
        return self._postings.word_articles(articles)

    def run(self, *forms: Form) -> Counts:
        """Return the articles in which syllables stand side by side, in any of *forms*."""
        if len(forms) == 1 and len(forms[0]) == 2:
            return self._weighed(adjacent(self._postings, *forms[0]).texts)
        return self._standing(firsts(self._postings, forms))

    def pairs(self, stretches: Sequence[Sequence[Form]]) -> Iterator[Counts]:
        """Yield the articles of every two neighbours of *stretches*, each in any of its forms."""
        for left, right in pairwise(stretches):
            if simple(left) and simple(right):
                yield self._weighed(adjacent(self._postings, left[0][0], right[0][0]).texts)
            else:
                begins = firsts(self._postings, right)
                ends = lasts(self._postings, left)
                yield self._standing(ends[followed(ends, begins)])

    def _standing(self, places: Array) -> Counts:
        return self._weighed(self._postings.texts_at(places))

    def _weighed(self, texts: Array) -> Counts:
        """Return the articles of *texts*, ascending, each as often as it occurs there."""
        if self._field is not None:
            texts = texts[(texts & FIELD_MASK) == self._field]
        if not len(texts):
            return _NOTHING
        docs = texts >> TEXT_BITS
        begins = np.append(0, np.flatnonzero(docs[1:] != docs[:-1]) + 1)
        weights = self._postings.weights_of(texts)
        return Counts(docs[begins], np.add.reduceat(weights, begins))


def _merged(rows: Sequence[tuple[float, Counts]], size: int) -> Counts:
    """Return the sum of weighed counts of articles, below *size*."""
    if not rows:
        return _NOTHING
    if len(rows) == 1:
        [(weight, counts)] = rows
        return counts if weight == 1 else Counts(counts.docs, counts.frequency * np.float32(weight))
    if sum(len(counts.docs) for _, counts in rows) * SPARSE < size:
        docs, places = np.unique(
            np.concatenate([counts.docs for _, counts in rows]), return_inverse=True
        )
        each = [counts.frequency * np.float32(weight) for weight, counts in rows]
        summed = np.bincount(places, np.concatenate(each), len(docs)).astype(np.float32)
        return Counts(docs, summed)
    dense = np.zeros(size, dtype=np.float32)
    for weight, counts in rows:
        dense[counts.docs] += counts.frequency * np.float32(weight)
    docs = np.flatnonzero(dense)
    return Counts(docs, dense[docs])


_NONE: Final = np.zeros(0, dtype=np.int64)
_NOTHING: Final = Counts(_NONE, np.zeros(0, dtype=np.float32))
