"""Which articles match a query, and how well: boolean and phrase evaluation, BM25F on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array
from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.frequencies import Form, Frequencies, Marking
from search_service.query import COVERAGE, LONG, SHORT, Phrase, Query, Sort
from search_service.results import TermKind
from search_service.vietnamese import is_marked

K1: Final = 1.2
"""BM25's saturation of a term's frequency; 1.2-1.6 measured alike."""

WORD_WEIGHT: Final = 0.4
PAIR_WEIGHT: Final = 0.4
"""What a word, and two syllables side by side as in the query, add to the score. 300 headlines and
400 questions rank within 0.005 of this for words from 1/3 to 2/3 and pairs from 1/3 to 1/2; more
for words is good for headlines with marks, less for questions and for what has none."""

READING_WEIGHT: Final = 1 / 2
"""Share of an unmarked query's syllables that is scored by the marks they most likely have."""


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

    def match(self, query: Query, parts: list[Contribution] | None = None) -> Matches:
        """Evaluate the words, phrases and exclusions of *query* (its filters are not read).

        A query of one field is for a matcher of that field's frequencies.

        *parts*, where there is such a list, gets whatever is added to a score.

        The score is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, section 3.6) over the typed syllables, plus what their adjacency and the
        query's compounds add. A syllable's markings count as one term, and so does a stretch of
        the query that has variants, in whichever form it stands.
        """
        typed_marks = any(map(is_marked, query.tokens))
        cut = [query.tokens[start:stop] for start, stop in query.stretches]
        forms = dict(zip(cut, self._forms(query, typed_marks=typed_marks), strict=True))
        typed, exactly = _Coverage(self._size), _Coverage(self._size)
        scores = _Scores(self._size, parts)
        weight = 1 - READING_WEIGHT if query.reading else 1.0
        for tokens, one in forms.items():
            frequency, exact = self._stretch(one)
            markings = one[0][0] if len(one) == len(one[0]) == 1 else ()
            idf = scores.add(TermKind.SYLLABLE, " ".join(tokens), frequency, weight, markings)
            typed.add(frequency > 0, idf)
            exactly.add(exact, idf)
        allowed = np.ones(self._size, dtype=bool)
        if query.field is not None:  # an article without the field has none of its words either
            allowed = self._frequencies.present()
        as_typed = allowed.copy()
        for phrase in query.phrases:
            frequency, exact = self._phrase(phrase)
            allowed &= frequency > 0
            as_typed &= exact
            scores.add(TermKind.PHRASE, " ".join(phrase.tokens), frequency)
        for phrase in query.excluded:
            allowed &= self._phrase(phrase)[0] == 0
        self._add_reading(query.reading, scores)
        self._add_pairs(forms, cut, scores)
        # Before words: they depend on the case that was typed, what is found must not.
        least = _least(typed.count[allowed], scores.sum[allowed], query)
        if query.field is None:  # words are counted over the whole article
            self._add_words(query.words, scores)
        found = allowed & typed.reaches(least)
        return Matches(
            found,
            scores.sum,
            exact=as_typed & exactly.reaches(least),
            relaxed=bool((typed.count[found] < query.distinct).any()),
        )

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

    def _phrase(self, phrase: Phrase) -> tuple[Array, Array]:
        """Return how often *phrase* stands in each article, and where it stands as typed."""
        chains = [self._frequencies.markings(token, typed_marks=False) for token in phrase.tokens]
        return self._stretch([chains])

    def _add_pairs(
        self,
        forms: Mapping[tuple[str, ...], Sequence[Form]],
        cut: Sequence[tuple[str, ...]],
        scores: _Scores,
    ) -> None:
        """Add to *scores* what neighbours in the query add where they are neighbours too.

        A pair is weighed by the articles it occurs in: an idf guessed from its syllables' ranks
        worse, above all without marks (ARCHITECTURE.md has the figures).
        """
        pairs = self._frequencies.pairs([forms[stretch] for stretch in cut])
        for (left, right), frequency in zip(pairwise(cut), pairs, strict=True):
            scores.add(TermKind.PAIR, " ".join(left + right), frequency, PAIR_WEIGHT)

    def _add_reading(self, reading: Iterable[str], scores: _Scores) -> None:
        for syllable in dict.fromkeys(reading):
            number = self._frequencies.lexicon.find(syllable)
            if number is not None:
                frequency, _ = self._frequencies.term([Marking(number, 1.0, exact=True)])
                scores.add(TermKind.READING, syllable, frequency, READING_WEIGHT)

    def _add_words(self, words: Iterable[str], scores: _Scores) -> None:
        for word in words:
            number = self._frequencies.lexicon.find(word)
            if number is not None:
                frequency = self._frequencies.word(number)
                scores.add(TermKind.WORD, word, frequency, WORD_WEIGHT)


def _as_typed(form: Form) -> Form:
    return [[marking for marking in chain if marking.exact] for chain in form]


class _Scores:
    """Sums up, article by article, what the terms of a query add.

    Attributes:
        sum: f32[articles].
    """

    def __init__(self, size: int, parts: list[Contribution] | None = None) -> None:
        """Score *size* articles; put what is added into *parts* where there is such a list."""
        self.sum = np.zeros(size, dtype=np.float32)
        self._parts = parts

    def add(
        self,
        kind: TermKind,
        text: str,
        frequency: Array,
        weight: float = 1.0,
        markings: Sequence[Marking] = (),
    ) -> float:
        """Add *weight* times BM25 of a term that each article has so often; return its idf."""
        present = int(np.count_nonzero(frequency))
        idf = _idf(present, len(self.sum))
        score = np.float32(weight * idf) * _saturated(frequency)
        self.sum += score
        if self._parts is not None:
            text = text.replace("_", " ")
            self._parts.append(Contribution.of(kind, text, weight, idf, frequency, score, markings))
        return idf


class _Coverage:
    """How much of a query each article has.

    Attributes:
        count: u8[articles]: distinct syllables.
        weight: f32[articles]: the sum of their idf.
        whole: The weight of all of them, but for those that no article has.
    """

    def __init__(self, size: int) -> None:
        self.count = np.zeros(size, dtype=np.uint8)
        self.weight = np.zeros(size, dtype=np.float32)
        self.whole = 0.0

    def add(self, present: Array, idf: float) -> None:
        """Count a syllable where it is *present*."""
        self.count += present
        self.weight += np.float32(idf) * present
        if present.any():
            self.whole += idf

    def reaches(self, least: int | None) -> Array:
        """Return bool[articles]: where *least* of the syllables are; None asks for COVERAGE."""
        if least is not None:
            enough: Array = self.count >= least
            return enough
        covered: Array = (self.count > 0) & (self.weight >= COVERAGE * self.whole)
        return covered


def _least(count: Array, scores: Array, query: Query) -> int | None:
    """Return how many distinct syllables of *query* an article must contain.

    A short query asks for all, one of up to LONG syllables too if the article that answers it
    best has them all, and any query sorted by date: no ranking puts the chaff last there. Where
    nothing has all the syllables of a short query, those articles are found that have the most,
    if that is at least half: fewer are no answer to a careless query but another query.

    Args:
        count: Syllables of the query in each article that phrases and exclusions allow.
        scores: The scores of the same articles.
        query: What is asked for.

    Returns:
        None where the weight of the syllables decides, not their number; see COVERAGE.
    """
    most = int(count.max(initial=0))
    if most == query.distinct and (
        query.distinct <= SHORT
        or query.sort is not Sort.RELEVANCE
        or (query.distinct <= LONG and count[np.argmax(scores)] == query.distinct)
    ):
        return query.distinct
    return max(most, ceil(query.distinct / 2)) if query.distinct <= SHORT else None


def _idf(present: int, size: int) -> float:
    """Return Lucene's BM25 idf, which is never negative."""
    return float(np.log1p((size - present + 0.5) / (present + 0.5)))


def _saturated(frequency: Array) -> Array:
    saturated: Array = frequency * (K1 + 1) / (frequency + K1)
    return saturated
