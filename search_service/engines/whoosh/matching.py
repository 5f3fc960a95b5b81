"""Which articles match a query, and how well: boolean and phrase evaluation, BM25F on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array
from search_service.engines.whoosh.frequencies import Frequencies, Marking
from search_service.query import LONG, Phrase, Query, Sort
from search_service.vietnamese import is_marked

K1: Final = 1.2
"""BM25's saturation of a term's frequency; 1.2-1.6 measured alike."""

WORD_WEIGHT: Final = 2 / 3
PAIR_WEIGHT: Final = 1 / 3
"""What a word, and two syllables side by side as in the query, add to the score."""

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

    def match(self, query: Query) -> Matches:
        """Evaluate the words, phrases and exclusions of *query* (its filters are not read).

        The score is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, section 3.6) over the typed syllables, plus what their adjacency and the
        query's compounds add. A syllable's markings count as one term.
        """
        typed_marks = any(map(is_marked, query.tokens))
        chains = {
            token: self._frequencies.markings(token, typed_marks=typed_marks)
            for token in query.tokens
        }
        count = np.zeros(self._size, dtype=np.uint8)
        exact_count = np.zeros(self._size, dtype=np.uint8)
        scores = np.zeros(self._size, dtype=np.float32)
        for variants in chains.values():
            frequency, exact = self._frequencies.term(variants)
            present = frequency > 0
            count += present
            exact_count += exact
            scores += _bm25(frequency, int(present.sum()), self._size)
        if query.reading:
            scores *= 1 - READING_WEIGHT
            self._add_reading(query.reading, scores)
        allowed = np.ones(self._size, dtype=bool)
        as_typed = allowed.copy()
        for phrase in query.phrases:
            inside, exact, score = self._phrase(phrase)
            allowed &= inside
            as_typed &= exact
            scores += score
        for phrase in query.excluded:
            allowed &= ~self._phrase(phrase)[0]
        self._add_pairs(query.tokens, chains, scores)
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

    def _phrase(self, phrase: Phrase) -> tuple[Array, Array, Array]:
        """Return where *phrase* stands, where it stands as typed, and its score."""
        chains = [self._frequencies.markings(token, typed_marks=False) for token in phrase.tokens]
        frequency = self._frequencies.run(chains)
        inside = frequency > 0
        exact_chains = [[variant for variant in chain if variant.exact] for chain in chains]
        if all(len(exact) == len(chain) for exact, chain in zip(exact_chains, chains, strict=True)):
            as_typed = inside
        else:
            as_typed = self._frequencies.run(exact_chains) > 0
        return inside, as_typed, _bm25(frequency, int(inside.sum()), self._size)

    def _add_pairs(
        self, tokens: Sequence[str], chains: Mapping[str, Sequence[Marking]], scores: Array
    ) -> None:
        """Add to *scores* what neighbours in the query add where they are neighbours too.

        A pair is weighed by the articles it occurs in: an idf guessed from its syllables' ranks
        worse, above all without marks (ARCHITECTURE.md has the figures).
        """
        for frequency in self._frequencies.pairs([chains[token] for token in tokens]):
            scores += PAIR_WEIGHT * _bm25(frequency, int((frequency > 0).sum()), self._size)

    def _add_reading(self, reading: Iterable[str], scores: Array) -> None:
        for syllable in dict.fromkeys(reading):
            number = self._frequencies.lexicon.find(syllable)
            if number is not None:
                frequency, _ = self._frequencies.term([Marking(number, 1.0, exact=True)])
                present = int((frequency > 0).sum())
                scores += READING_WEIGHT * _bm25(frequency, present, self._size)

    def _add_words(self, words: Iterable[str], scores: Array) -> None:
        for word in words:
            number = self._frequencies.lexicon.find(word)
            if number is not None:
                frequency = self._frequencies.word(number)
                present = int((frequency > 0).sum())
                scores += WORD_WEIGHT * _bm25(frequency, present, self._size)


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
