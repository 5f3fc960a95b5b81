"""Which articles match a query, and how well: boolean and phrase evaluation, BM25F on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array
from search_service.engines.whoosh.frequencies import Form, Frequencies, Marking
from search_service.query import LONG, Phrase, Query, Sort
from search_service.vietnamese import is_marked

K1: Final = 1.2
"""BM25's saturation of a term's frequency; 1.2-1.6 measured alike."""

WORD_WEIGHT: Final = 0.25
PAIR_WEIGHT: Final = 1 / 3
"""What a compound, and two syllables side by side as in the query, add to the score."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What a query finds, before its filters.

    Attributes:
        found: bool[articles].
        scores: f32[articles], 0 where nothing of the query is found.
        exact: bool[articles]: the article would be found too if only the marks typed counted.
        relaxed: Not every article found has all the words.
    """

    found: Array
    scores: Array
    exact: Array
    relaxed: bool = False


class Matcher:
    """Evaluates queries on the postings of one generation."""

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._size = frequencies.size

    def match(self, query: Query) -> Matches:
        """Evaluate the words, phrases and exclusions of *query* (its filters are not read).

        The score is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, section 3.6) over the typed syllables, plus what their adjacency and the
        query's compounds add. A syllable's markings count as one term, and so does a stretch of
        the query that has variants, in whichever form it stands.
        """
        typed_marks = any(map(is_marked, query.tokens))
        cut = [query.tokens[start:stop] for start, stop in query.stretches]
        forms = dict(zip(cut, self._forms(query, typed_marks=typed_marks), strict=True))
        count = np.zeros(self._size, dtype=np.uint8)
        exact_count = np.zeros(self._size, dtype=np.uint8)
        scores = np.zeros(self._size, dtype=np.float32)
        for one in forms.values():
            frequency, exact = self._stretch(one)
            present = frequency > 0
            count += present
            exact_count += exact
            scores += _bm25(frequency, int(present.sum()), self._size)
        allowed = np.ones(self._size, dtype=bool)
        as_typed = allowed.copy()
        for phrase in query.phrases:
            inside, exact, score = self._phrase(phrase)
            allowed &= inside
            as_typed &= exact
            scores += score
        for phrase in query.excluded:
            allowed &= ~self._phrase(phrase)[0]
        self._add_pairs([forms[stretch] for stretch in cut], scores)
        self._add_words(query.words, scores)
        least = _least(count[allowed], scores[allowed], query)
        found = allowed & (count >= least)
        return Matches(
            found,
            scores,
            exact=as_typed & (exact_count >= least),
            relaxed=bool((count[found] < query.distinct).any()),
        )

    def rank(self, terms: Iterable[tuple[str, float]]) -> Array:
        """Return f32[articles]: the weighted sum of BM25F over *terms*, as written only."""
        scores = np.zeros(self._size, dtype=np.float32)
        for term, weight in terms:
            number = self._frequencies.lexicon.find(term)
            if number is None:
                continue
            if "_" in term:
                frequency = self._frequencies.word(number)
            else:
                frequency, _ = self._frequencies.term([Marking(number, 1.0, exact=True)])
            scores += weight * _bm25(frequency, int((frequency > 0).sum()), self._size)
        return scores

    def _forms(self, query: Query, *, typed_marks: bool) -> Iterator[list[Form]]:
        """Yield for each stretch of *query* what may stand for it: its syllables, its variants."""
        others: dict[int, list[Form]] = {}
        for variant in query.variants:
            form = [self._frequencies.markings(one, typed_marks=True) for one in variant.tokens]
            others.setdefault(variant.start, []).append(form)
        for start, stop in query.stretches:
            tokens = query.tokens[start:stop]
            own = [self._frequencies.markings(one, typed_marks=typed_marks) for one in tokens]
            yield [own, *others.get(start, ())]

    def _stretch(self, forms: Sequence[Form]) -> tuple[Array, Array]:
        """Return the frequency of what has these *forms*, and where it stands as typed."""
        if len(forms) == len(forms[0]) == 1:
            return self._frequencies.term(forms[0][0])
        frequency = self._frequencies.run(*forms)
        exact = [_as_typed(form) for form in forms]
        return frequency, (frequency if exact == list(forms) else self._frequencies.run(*exact)) > 0

    def _phrase(self, phrase: Phrase) -> tuple[Array, Array, Array]:
        """Return where *phrase* stands, where it stands as typed, and its score."""
        chains = [self._frequencies.markings(token, typed_marks=False) for token in phrase.tokens]
        frequency = self._frequencies.run(chains)
        inside = frequency > 0
        exact = _as_typed(chains)
        as_typed = inside if exact == chains else self._frequencies.run(exact) > 0
        return inside, as_typed, _bm25(frequency, int(inside.sum()), self._size)

    def _add_pairs(self, stretches: Sequence[Sequence[Form]], scores: Array) -> None:
        """Add to *scores* what neighbours in the query add where they are neighbours too.

        A pair is weighed by the articles it occurs in: an idf guessed from its syllables' ranks
        worse, above all without marks (ARCHITECTURE.md has the figures).
        """
        for frequency in self._frequencies.pairs(stretches):
            scores += PAIR_WEIGHT * _bm25(frequency, int((frequency > 0).sum()), self._size)

    def _add_words(self, words: Iterable[str], scores: Array) -> None:
        for word in words:
            number = self._frequencies.lexicon.find(word)
            if number is not None:
                frequency = self._frequencies.word(number)
                present = int((frequency > 0).sum())
                scores += WORD_WEIGHT * _bm25(frequency, present, self._size)


def _as_typed(form: Form) -> Form:
    return [[marking for marking in chain if marking.exact] for chain in form]


def _least(count: Array, scores: Array, query: Query) -> int:
    """Return how many distinct syllables of *query* an article must contain; see Query.least.

    Args:
        count: Syllables of the query in each article that phrases and exclusions allow.
        scores: The scores of the same articles.
        query: What is asked for.
    """
    most = int(count.max(initial=0))
    if most == query.distinct and (
        query.least == query.distinct
        or query.sort is not Sort.RELEVANCE
        or (query.distinct <= LONG and count[np.argmax(scores)] == query.distinct)
    ):
        return query.distinct
    if query.least < query.distinct:
        return query.least
    # Fewer than half of the words is no answer to a careless query but another query.
    return max(most, ceil(query.distinct / 2))


def _idf(present: int, size: int) -> float:
    """Return Lucene's BM25 idf, which is never negative."""
    return float(np.log1p((size - present + 0.5) / (present + 0.5)))


def _saturated(frequency: Array) -> Array:
    saturated: Array = frequency * (K1 + 1) / (frequency + K1)
    return saturated


def _bm25(frequency: Array, present: int, size: int) -> Array:
    score: Array = np.float32(_idf(present, size)) * _saturated(frequency)
    return score
