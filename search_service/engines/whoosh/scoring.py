"""Scores: BM25 of the terms of a query, summed up for the articles that may be found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.weights import K1
from search_service.engines.whoosh.adjacency import Marking
from search_service.engines.whoosh.candidates import Candidates
from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.postings import Counts
from search_service.results import TermKind


class Scores:
    """Sums up, article by article, what the terms of a query add."""

    def __init__(
        self, candidates: Candidates, articles: int, parts: list[Contribution] | None = None
    ) -> None:
        """Score *candidates* of an archive of so many *articles*.

        What is added is put into *parts* where there is such a list.
        """
        self.candidates = candidates
        self._articles = articles
        self._parts = parts

    @property
    def sums(self) -> Array:
        """f32[candidates]."""
        return self.candidates.scores

    def add(
        self,
        kind: TermKind,
        text: str,
        counts: Counts,
        weight: float = 1.0,
        markings: Sequence[Marking] = (),
    ) -> float:
        """Add *weight* times BM25 of a term that articles have so often; return its idf."""
        idf = _idf(len(counts.docs), self._articles)
        factor = np.float32(weight * idf)
        if len(counts.docs):
            places, which = self.candidates.places(counts.docs)
            self.sums[places] += factor * _saturated(counts.frequency[which])
        if self._parts is not None:
            text = text.replace("_", " ")
            value = factor * _saturated(counts.frequency)
            self._parts.append(Contribution(kind, text, weight, idf, *counts, value, markings))
        return idf


def _idf(present: int, size: int) -> float:
    """Return Lucene's BM25 idf, which is never negative."""
    return float(np.log1p((size - present + 0.5) / (present + 0.5)))


def _saturated(frequency: Array) -> Array:
    saturated: Array = frequency * (K1 + 1) / (frequency + K1)
    return saturated
