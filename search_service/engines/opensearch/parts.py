"""A query taken apart: what it needs and what adds to a score, each with its weight and idf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from search_service.engines.opensearch.clauses import NOTHING, every, named, some, worth
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.sought import Sought, Terms, Whole, Within
from search_service.engines.weights import PAIR_WEIGHT, READING_WEIGHT, WORD_WEIGHT
from search_service.query import COVERAGE, Query
from search_service.results import TermKind
from search_service.vietnamese import is_marked


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a query's score."""

    kind: TermKind
    text: str
    weight: float
    sought: Sought

    def idf(self, articles: int, size: int) -> float:
        """Return Lucene's BM25 idf of what so many of *size* articles have."""
        return float(np.log1p((size - articles + 0.5) / (articles + 0.5)))


@dataclass(frozen=True, slots=True)
class Parts:
    """A query taken apart.

    Attributes:
        stretches: For each distinct stretch of its words.
        phrases: What must occur.
        extra: What adds to a score beside these: readings, pairs and words, in this order.
        excluded: What must not occur.
    """

    stretches: tuple[Part, ...]
    phrases: tuple[Part, ...]
    extra: tuple[Part, ...]
    excluded: tuple[Body, ...]

    @property
    def scored(self) -> tuple[Part, ...]:
        """All that adds to a score."""
        return (*self.stretches, *self.phrases, *self.extra)


def parts_of(query: Query, terms: Terms) -> Parts:
    """Take *query* apart, looking its syllables up among *terms*."""
    where = Whole(terms) if query.field is None else Within(terms, query.field)
    typed_marks = any(map(is_marked, query.tokens))
    forms = _forms(query)
    weight = 1 - READING_WEIGHT if query.reading else 1.0
    stretches = [
        Part(
            TermKind.SYLLABLE,
            " ".join(tokens),
            weight,
            where.stretch(each, typed_marks=typed_marks),
        )
        for tokens, each in forms.items()
    ]
    phrases = [
        Part(TermKind.PHRASE, " ".join(one.tokens), 1.0, _phrase(where, one.tokens))
        for one in query.phrases
    ]
    readings = [
        Part(TermKind.READING, one, READING_WEIGHT, where.exactly(one))
        for one in dict.fromkeys(query.reading)
    ]
    cut = [query.tokens[start:stop] for start, stop in query.stretches]
    pairs = [
        Part(
            TermKind.PAIR,
            " ".join(left + right),
            PAIR_WEIGHT,
            where.pair(forms[left], forms[right]),
        )
        for left, right in pairwise(cut)
    ]
    # Words are counted over the whole article.
    words = query.words if query.field is None else ()
    compounds = [
        Part(TermKind.WORD, one.replace("_", " "), WORD_WEIGHT, where.word(one)) for one in words
    ]
    return Parts(
        tuple(stretches),
        tuple(phrases),
        (*readings, *pairs, *compounds),
        tuple(_phrase(where, one.tokens).present for one in query.excluded),
    )


def _phrase(where: Whole, tokens: Sequence[str]) -> Sought:
    return where.stretch([tokens], typed_marks=False)


def _forms(query: Query) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Return what may stand for each distinct stretch of *query*, what was typed first."""
    others: dict[int, list[tuple[str, ...]]] = {}
    for variant in query.variants:
        others.setdefault(variant.start, []).append(variant.tokens)
    return {
        query.tokens[start:stop]: [query.tokens[start:stop], *others.get(start, ())]
        for start, stop in query.stretches
    }


@dataclass(frozen=True, slots=True)
class Needed:
    """How much of its words an article must have.

    Attributes:
        least: How many stretches; None where their weight decides, see ``query.COVERAGE``.
        weights: The idf of each stretch, 0 for one that no article has.
    """

    least: int | None
    weights: tuple[float, ...]

    @property
    def enough(self) -> float:
        """The weight that decides, a hair less: the cluster sums in single precision."""
        return COVERAGE * sum(self.weights) * (1 - 1e-6)

    def clause(self, stretches: Sequence[Part]) -> Body:
        """Return what finds the articles that have as much.

        Each stretch is named ``p0``, ``p1``..., unless all are needed.
        """
        present = [part.sought.present for part in stretches]
        if self.least is not None:
            if self.least == len(present):
                return every(present)
            return some([named(one, f"p{place}") for place, one in enumerate(present)], self.least)
        weighed = [
            worth(one, weight, f"p{place}")
            for place, (one, weight) in enumerate(zip(present, self.weights, strict=True))
            if weight
        ]
        if not weighed:
            return NOTHING
        return {"function_score": {"query": some(weighed), "min_score": self.enough}}
