"""How much of a query an article has, and how much is enough to be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.whoosh.candidates import Candidates
from search_service.engines.whoosh.frequencies import Found
from search_service.query import COVERAGE, LONG, SHORT, Query, Sort


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a query articles have.

    Attributes:
        count: i64[articles]: distinct syllables.
        weight: f64[articles]: the sum of their idf.
        whole: The weight of all of them, but for those that no article has.
    """

    count: Array
    weight: Array
    whole: float

    @classmethod
    def of(cls, size: int, stretches: Sequence[Found], weights: Sequence[float]) -> Coverage:
        """Count what an archive of *size* articles has."""
        rows = [found.counts.docs for found in stretches]
        docs, sizes = np.concatenate(rows), [len(row) for row in rows]
        whole = sum(idf for idf, there in zip(weights, sizes, strict=True) if there)
        weight = np.bincount(docs, np.repeat(weights, sizes), size)
        return cls(np.bincount(docs, minlength=size), weight, whole)

    def as_typed(
        self, candidates: Candidates, stretches: Sequence[Found], weights: Sequence[float]
    ) -> Coverage:
        """Return how much *candidates*, which these are, have as it was typed."""
        count, weight, whole = self.count, self.weight, self.whole
        for found, idf in zip(stretches, weights, strict=True):
            if found.exact is not None:
                other = candidates.among(found.counts.docs) & ~candidates.among(found.exact)
                count, weight = count - other, weight - idf * other
                whole -= idf if len(found.counts.docs) and not len(found.exact) else 0
        return Coverage(count, weight, whole)

    def at(self, docs: Array) -> Coverage:
        """Return the same of some articles alone."""
        return Coverage(self.count[docs], self.weight[docs], self.whole)

    def reaches(self, least: int | None) -> Array:
        """Return bool[articles]: where *least* of the syllables are; None asks for COVERAGE."""
        if least is not None:
            enough: Array = self.count >= least
            return enough
        covered: Array = (self.count > 0) & (self.weight >= COVERAGE * self.whole)
        return covered


def least_syllables(count: Array, scores: Array, query: Query) -> int | None:
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
