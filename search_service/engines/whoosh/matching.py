"""Which articles match a query, and how well: boolean and phrase evaluation, BM25F on arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.lexicon import Lexicon
from search_service.engines.whoosh.postings import POSITION_BITS, FieldPostings
from search_service.query import LONG, Phrase, Query, Sort
from search_service.schema import TEXT_FIELDS, WORDS
from search_service.vietnamese import is_marked

K1: Final = 1.2
"""BM25's saturation of a term's frequency; 1.2-1.6 measured alike."""

DOCUMENT_FREQUENCIES: Final = "present.npy"

WORD_WEIGHT: Final = 0.25
PAIR_WEIGHT: Final = 1 / 3
"""What a compound, and two syllables side by side as in the query, add to the score."""

OTHER_MARKING: Final = 0.1
"""Weight of another marking of an unmarked syllable, where other syllables of the query are
marked: its writer marks what has marks. In a query without any mark every marking weighs 1."""


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


@dataclass(frozen=True, slots=True)
class _Variant:
    """One indexed term that a typed syllable matches."""

    term: int
    weight: float
    exact: bool


class Matcher:
    """Evaluates queries on the postings of one generation."""

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

    def match(self, query: Query) -> Matches:
        """Evaluate the words, phrases and exclusions of *query* (its filters are not read).

        The score is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and
        Beyond", 2009, section 3.6) over the typed syllables, plus what their adjacency and the
        query's compounds add. A syllable's markings count as one term.
        """
        typed_marks = any(map(is_marked, query.tokens))
        chains = {token: self._variants(token, typed_marks=typed_marks) for token in query.tokens}
        count = np.zeros(self.size, dtype=np.uint8)
        exact_count = np.zeros(self.size, dtype=np.uint8)
        scores = np.zeros(self.size, dtype=np.float32)
        for variants in chains.values():
            frequency, exact = self._frequency(variants)
            present = frequency > 0
            count += present
            exact_count += exact
            scores += _bm25(frequency, int(present.sum()), self.size)
        allowed = np.ones(self.size, dtype=bool)
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
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in terms:
            number = self.lexicon.find(term)
            if number is None:
                continue
            if "_" in term:
                frequency = self._word_frequency(number)
            else:
                frequency, _ = self._frequency([_Variant(number, 1.0, exact=True)])
            scores += weight * _bm25(frequency, int((frequency > 0).sum()), self.size)
        return scores

    def document_frequency(self, term: str) -> int:
        """Return the number of articles that contain the syllable or compound *term*."""
        number = self.lexicon.find(term)
        return 0 if number is None else int(self._present[number])

    def _variants(self, token: str, *, typed_marks: bool) -> list[_Variant]:
        if is_marked(token):
            number = self.lexicon.find(token)
            return [] if number is None else [_Variant(number, 1.0, exact=True)]
        weight = OTHER_MARKING if typed_marks else 1.0
        return [
            _Variant(number, 1.0, exact=True)
            if self.lexicon[number] == token
            else _Variant(number, weight, exact=False)
            for number in self.lexicon.variants(token)
        ]

    def _frequency(self, variants: Sequence[_Variant]) -> tuple[Array, Array]:
        """Return a term's boosted, length-normalised frequency, and where it stands as typed."""
        frequency = np.zeros(self.size, dtype=np.float32)
        exact = np.zeros(self.size, dtype=bool)
        for field, postings in self._fields.items():
            norm = self._norms[field]
            for variant in variants:
                docs, tf = postings.posting(variant.term)
                if not len(docs):
                    continue
                frequency[docs] += (variant.weight * field.boost) * tf / norm[docs]
                if variant.exact:
                    exact[docs] = True
        return frequency, exact

    def _word_frequency(self, number: int) -> Array:
        frequency = np.zeros(self.size, dtype=np.float32)
        docs, tf = self._words.posting(number)
        frequency[docs] = tf / self._word_norm[docs]
        return frequency

    def _phrase(self, phrase: Phrase) -> tuple[Array, Array, Array]:
        """Return where *phrase* stands, where it stands as typed, and its score."""
        chains = [self._variants(token, typed_marks=False) for token in phrase.tokens]
        frequency = self._adjacent(chains)
        inside = frequency > 0
        exact_chains = [[variant for variant in chain if variant.exact] for chain in chains]
        if all(len(exact) == len(chain) for exact, chain in zip(exact_chains, chains, strict=True)):
            as_typed = inside
        else:
            as_typed = self._adjacent(exact_chains) > 0
        return inside, as_typed, _bm25(frequency, int(inside.sum()), self.size)

    def _adjacent(self, chains: Sequence[Sequence[_Variant]]) -> Array:
        """Return the frequency of syllables that stand side by side.

        Args:
            chains: For each syllable in order, the terms that may stand for it.
        """
        starts = []
        for postings in self._fields.values():
            first = _occurrences(postings, chains[0])
            for distance, chain in enumerate(chains[1:], start=1):
                if len(first):
                    first = _followed(first, _occurrences(postings, chain), distance)
            starts.append(first)
        return self._counted(starts)

    def _counted(self, starts: Sequence[Array]) -> Array:
        """Return the boosted, length-normalised frequency of what *starts* there in each field."""
        frequency = np.zeros(self.size, dtype=np.float32)
        for (field, norm), first in zip(self._norms.items(), starts, strict=True):
            if len(first):
                docs, tf = np.unique(first >> POSITION_BITS, return_counts=True)
                frequency[docs] += field.boost * tf.astype(np.float32) / norm[docs]
        return frequency

    def _add_pairs(
        self, tokens: Sequence[str], chains: Mapping[str, Sequence[_Variant]], scores: Array
    ) -> None:
        """Add to *scores* what neighbours in the query add where they are neighbours too.

        A pair is weighed by the articles it occurs in: an idf guessed from its syllables' ranks
        worse, above all without marks (ARCHITECTURE.md has the figures).
        """
        before: list[Array] = []
        for token in tokens if len(tokens) > 1 else ():
            # The second syllable of one pair is the first of the next: read once.
            here = [_occurrences(field, chains[token]) for field in self._fields.values()]
            if before:
                starts = [_followed(*two, 1) for two in zip(before, here, strict=True)]
                frequency = self._counted(starts)
                scores += PAIR_WEIGHT * _bm25(frequency, int((frequency > 0).sum()), self.size)
            before = here

    def _add_words(self, words: Iterable[str], scores: Array) -> None:
        for word in words:
            number = self.lexicon.find(word)
            if number is not None:
                frequency = self._word_frequency(number)
                present = int((frequency > 0).sum())
                scores += WORD_WEIGHT * _bm25(frequency, present, self.size)


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


def _length_norm(lengths: Array, b: float) -> Array:
    average = float(lengths.mean()) if len(lengths) else 0.0
    if not average:
        return np.ones(len(lengths), dtype=np.float32)
    norm: Array = (1 - b + b * lengths / average).astype(np.float32)
    return norm


def _idf(present: int, size: int) -> float:
    """Return Lucene's BM25 idf, which is never negative."""
    return float(np.log1p((size - present + 0.5) / (present + 0.5)))


def _saturated(frequency: Array) -> Array:
    saturated: Array = frequency * (K1 + 1) / (frequency + K1)
    return saturated


def _bm25(frequency: Array, present: int, size: int) -> Array:
    score: Array = np.float32(_idf(present, size)) * _saturated(frequency)
    return score


def _occurrences(postings: FieldPostings, variants: Sequence[_Variant]) -> Array:
    found = [there for variant in variants if len(there := postings.occurrences(variant.term))]
    return found[0] if len(found) == 1 else np.sort(np.concatenate([_EMPTY, *found]))


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
