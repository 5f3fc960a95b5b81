"""How often terms, their markings and their sequences stand in each article.

Frequencies are those of BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25
and Beyond", 2009, section 3.6): over all fields, each boosted and divided by its length's norm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.lexicon import Lexicon
from search_service.engines.whoosh.postings import POSITION_BITS, FieldPostings
from search_service.schema import TEXT_FIELDS, WORDS
from search_service.vietnamese import is_marked

DOCUMENT_FREQUENCIES: Final = "present.npy"

OTHER_MARKING: Final = 0.1
"""Weight of another marking of an unmarked syllable, where other syllables of the query are
marked: its writer marks what has marks. In a query without any mark every marking weighs 1."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One indexed term that a typed syllable matches."""

    term: int
    weight: float
    exact: bool


Form = Sequence[Sequence[Marking]]
"""Syllables side by side: for each in order, the terms that may stand for it."""


class Frequencies:
    """Reads the postings of one generation."""

    def __init__(self, folder: Path, size: int) -> None:
        """Map the postings in *folder*, of *size* articles."""
        self.size = size
        self.lexicon = Lexicon(folder)
        self._fields = {field: FieldPostings.load(folder, field.name) for field in TEXT_FIELDS}
        self._words = FieldPostings.load(folder, WORDS)
        self._norms = {
            field: _length_norm(postings.lengths, field.b)
            for field, postings in self._fields.items()
        }
        self._present = mapped(folder / DOCUMENT_FREQUENCIES)
        self._word_norm = _length_norm(self._words.lengths, 0.75)

    def within(self, name: str) -> Frequencies:
        """Return the same for the one field *name* alone.

        Raises:
            KeyError: there is no such field of text.
        """
        field = {field.name: field for field in self._fields}[name]
        alone = copy(self)
        alone._fields = {field: self._fields[field]}
        alone._norms = {field: self._norms[field]}
        return alone

    def present(self) -> Array:
        """Return bool[articles]: which have any text in any of the fields."""
        lengths = [postings.lengths for postings in self._fields.values()]
        there: Array = np.any(lengths, axis=0)
        return there

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

    def term(self, markings: Sequence[Marking]) -> tuple[Array, Array]:
        """Return a term's boosted, length-normalised frequency, and where it stands as typed."""
        frequency = np.zeros(self.size, dtype=np.float32)
        exact = np.zeros(self.size, dtype=bool)
        for field, postings in self._fields.items():
            norm = self._norms[field]
            for marking in markings:
                docs, tf = postings.posting(marking.term)
                if not len(docs):
                    continue
                frequency[docs] += (marking.weight * field.boost) * tf / norm[docs]
                if marking.exact:
                    exact[docs] = True
        return frequency, exact

    def holds(self, term: int, article: int) -> bool:
        """Tell whether any field of *article* has the syllable *term*."""
        rows = (postings.posting(term)[0] for postings in self._fields.values())
        return any(_contained(np.array([article]), row)[0] for row in rows)

    def word(self, number: int) -> Array:
        """Return the length-normalised frequency of the compound *number*."""
        frequency = np.zeros(self.size, dtype=np.float32)
        docs, tf = self._words.posting(number)
        frequency[docs] = tf / self._word_norm[docs]
        return frequency

    @cached_property
    def words_everywhere(self) -> Array:
        """i64[terms]: how many articles have each as a word."""
        return np.diff(self._words.offsets)

    def words_within(self, articles: Array) -> Array:
        """Return i64[terms]: how many of *articles* (bool[articles]) have each as a word."""
        summed = np.zeros(len(self._words.docs) + 1, dtype=np.uint32)
        np.cumsum(articles[self._words.docs], out=summed[1:])
        counts: Array = np.diff(summed[self._words.offsets].astype(np.int64))
        return counts

    def run(self, *forms: Form) -> Array:
        """Return the frequency of syllables that stand side by side, in any of *forms*."""
        return self._counted([_stretches(field, forms)[0] for field in self._fields.values()])

    def pairs(self, stretches: Sequence[Sequence[Form]]) -> Iterator[Array]:
        """Yield the frequency of every two neighbours of *stretches*, each in any of its forms."""
        before: list[Array] = []
        for forms in stretches if len(stretches) > 1 else ():
            # The second stretch of one pair is the first of the next: read once.
            here = [_stretches(field, forms) for field in self._fields.values()]
            if before:
                both = zip(before, here, strict=True)
                yield self._counted([_followed(last, first, 1) for last, (first, _) in both])
            before = [last for _, last in here]

    def _counted(self, starts: Sequence[Array]) -> Array:
        """Return the boosted, length-normalised frequency of what *starts* there in each field."""
        frequency = np.zeros(self.size, dtype=np.float32)
        for (field, norm), first in zip(self._norms.items(), starts, strict=True):
            if len(first):
                docs, tf = np.unique(first >> POSITION_BITS, return_counts=True)
                frequency[docs] += field.boost * tf.astype(np.float32) / norm[docs]
        return frequency


def _length_norm(lengths: Array, b: float) -> Array:
    average = float(lengths.mean()) if len(lengths) else 0.0
    if not average:
        return np.ones(len(lengths), dtype=np.float32)
    norm: Array = (1 - b + b * lengths / average).astype(np.float32)
    return norm


def _occurrences(postings: FieldPostings, markings: Sequence[Marking]) -> Array:
    found = [there for one in markings if len(there := postings.occurrences(one.term))]
    return found[0] if len(found) == 1 else np.sort(np.concatenate([_EMPTY, *found]))


def _stretches(postings: FieldPostings, forms: Sequence[Form]) -> tuple[Array, Array]:
    """Return where each stretch in one of *forms* begins, and where its last syllable is."""
    starts = [_run(postings, form) for form in forms]
    if len(forms) == 1:
        return starts[0], starts[0] + (len(forms[0]) - 1) if len(forms[0]) > 1 else starts[0]
    lasts = [first + len(form) - 1 for first, form in zip(starts, forms, strict=True)]
    return np.sort(np.concatenate(starts)), np.sort(np.concatenate(lasts))


def _run(postings: FieldPostings, form: Form) -> Array:
    first = _occurrences(postings, form[0])
    for distance, chain in enumerate(form[1:], start=1):
        if len(first):
            first = _followed(first, _occurrences(postings, chain), distance)
    return first


def _followed(first: Array, other: Array, distance: int) -> Array:
    """Return those of *first* that have one of *other* exactly *distance* positions later."""
    if len(first) <= len(other):
        return first[_contained(first + distance, other)]
    return other[_contained(other - distance, first)] - distance


def _contained(wanted: Array, sorted_values: Array) -> Array:
    """Return bool[wanted]: which of them are among *sorted_values*; fast for the shorter list."""
    if not len(sorted_values):
        return np.zeros(len(wanted), dtype=bool)
    places = np.searchsorted(sorted_values, wanted)
    there: Array = sorted_values[np.minimum(places, len(sorted_values) - 1)] == wanted
    return there


_EMPTY: Final = np.zeros(0, dtype=np.int64)
