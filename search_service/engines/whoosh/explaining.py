"""Why an article scores what it does: the sums of matching, term by term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.recency import Recency
from search_service.engines.whoosh.adjacency import Marking
from search_service.engines.whoosh.frequencies import Frequencies
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


def explain(
    parts: Sequence[Contribution],
    article: int,
    frequencies: Frequencies,
    recency: Recency | None,
) -> Explanation:
    """Return what each of *parts* that has something of *article* added to its score.

    *recency* is what multiplied the scores, None where nothing did.
    """
    terms = []
    for part in parts:
        place = int(np.searchsorted(part.articles, article))
        if place < len(part.articles) and part.articles[place] == article:
            terms.append(_term(part, place, article, frequencies))
    score = sum(term.value for term in terms)
    return Explanation(tuple(terms), recency.bonus(article, score) if recency else None)


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
