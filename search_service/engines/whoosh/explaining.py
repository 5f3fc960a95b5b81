"""Why an article scores what it does: the sums of matching, term by term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_service.engines.whoosh.arrays import Array
from search_service.engines.whoosh.frequencies import Frequencies, Marking
from search_service.results import Explanation, ScoreTerm, TermKind


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term of a query added to every score, kept for the articles that have it.

    Attributes:
        kind, text, weight, idf: See ``results.ScoreTerm``.
        articles: Numbers of the articles that have the term, ascending.
        frequency: f32[articles]: how often each has it.
        value: f32[articles]: what was added.
        markings: The terms of the index that a syllable was looked for under.
    """

    kind: TermKind
    text: str
    weight: float
    idf: float
    articles: Array
    frequency: Array
    value: Array
    markings: Sequence[Marking]

    @classmethod
    def of(
        cls,
        kind: TermKind,
        text: str,
        weight: float,
        idf: float,
        frequency: Array,
        value: Array,
        markings: Sequence[Marking],
    ) -> Contribution:
        """Keep what was added: *frequency* and *value* are of every article of the archive."""
        there = np.flatnonzero(frequency)
        return cls(kind, text, weight, idf, there, frequency[there], value[there], markings)


def explain(parts: Sequence[Contribution], article: int, frequencies: Frequencies) -> Explanation:
    """Return what each of *parts* that has something of *article* added to its score."""
    terms = []
    for part in parts:
        place = int(np.searchsorted(part.articles, article))
        if place < len(part.articles) and part.articles[place] == article:
            terms.append(_term(part, place, article, frequencies))
    return Explanation(tuple(terms))


def _term(part: Contribution, place: int, article: int, frequencies: Frequencies) -> ScoreTerm:
    return ScoreTerm(
        kind=part.kind,
        text=part.text,
        value=float(part.value[place]),
        weight=part.weight,
        idf=part.idf,
        frequency=float(part.frequency[place]),
        articles=len(part.articles),
        markings=tuple(
            frequencies.lexicon[marking.term]
            for marking in part.markings
            if frequencies.holds(marking.term, article)
        ),
    )
