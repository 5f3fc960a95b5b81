"""From a query taken apart to the body of a search: pure functions, tested by whole trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.clauses import (
    NOTHING,
    every,
    having,
    named,
    worth,
)
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.parts import Needed, Parts
from search_service.engines.weights import HALF_LIFE, RECENCY
from search_service.query import Query, Sort
from search_service.results import TermKind

PINNED = 1_000_000.0
"""What the last pin adds to a score, each before it as much again: more than words ever score."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query for one generation.

    Attributes:
        parts: What it is made of.
        boosts: What each scored part's saturated frequency is multiplied by.
        newest: The day that ages are counted from.
        pins: Ids of the pinned articles that are there, in order.
        filters: What finds the articles that each filter allows, by the filter's name.
    """

    query: Query
    parts: Parts
    boosts: Sequence[float]
    newest: int = 0
    pins: Sequence[str] = ()
    filters: dict[str, Body] = field(default_factory=dict)

    def allowed(self) -> list[Body]:
        """Return what an article must be, whatever words it has."""
        needed = [part.sought.present for part in self.parts.phrases]
        if self.query.field is not None:
            needed.append({"exists": {"field": mapping.text(self.query.field)}})
        return needed

    def matching(self, needed: Needed | None) -> Body:
        """Return what finds the articles of the words, not scored; None needs none of them."""
        clauses = self.allowed()
        if self.parts.stretches and needed is not None:
            clauses.append(needed.clause(self.parts.stretches))
        return every(clauses, self.parts.excluded)

    def found(self, needed: Needed | None, *, scored: bool) -> Body:
        """Return what finds the articles of the words and of the pins.

        Args:
            needed: How many words; None where there are none.
            scored: Whether anything is added to scores.
        """
        words = self.matching(needed)
        if scored and self.query.ranked:
            words = self.scoring(words)
        elif telling := list(self._telling()):
            words = {"bool": {"filter": [words], "should": telling}}
        if not self.pins:
            return words
        ranks = reversed(range(1, len(self.pins) + 1))
        pins = [
            worth({"term": {mapping.ID: pin}}, PINNED * rank)
            for pin, rank in zip(self.pins, ranks, strict=True)
        ]
        return {"bool": {"should": [named(words, "words"), *pins], "minimum_should_match": 1}}

    def scoring(self, words: Body) -> Body:
        """Return *words* with all that adds to their scores, and what recent news gain."""
        scored: Body = {"bool": {"filter": [words], "should": list(self._adding())}}
        if not self.query.prefers_recent:
            return scored
        age = {"origin": self.newest, "scale": HALF_LIFE, "decay": 0.5}
        bonus = {
            "filter": {"exists": {"field": mapping.AGED}},
            "exp": {mapping.AGED: age},
            "weight": RECENCY,
        }
        return {
            "function_score": {
                "query": scored,
                "functions": [bonus, {"weight": 1.0}],
                "score_mode": "sum",
                "boost_mode": "multiply",
            }
        }

    def _adding(self) -> Iterator[Body]:
        explain = self.query.switches.explain
        for place, (part, boost) in enumerate(zip(self.parts.scored, self.boosts, strict=True)):
            clause = part.sought.scored(boost)
            if clause != NOTHING:
                yield named(clause, f"t{place}") if explain else clause
        yield from self._telling()

    def _telling(self) -> Iterator[Body]:
        """Yield what adds nothing, and tells of a hit whether it has each word as it was typed."""
        explain = self.query.switches.explain
        needed = (*self.parts.stretches, *self.parts.phrases)
        for place, part in enumerate(needed):
            if part.sought.exact is not None and not part.sought.never_exact:
                yield worth(part.sought.exact, 0.0, f"x{place}")
            if explain and part.kind is TermKind.SYLLABLE and self.query.field is None:
                for marking in part.sought.markings:
                    there = having(mapping.SYLLABLES, marking)
                    yield worth(there, 0.0, f"m{place}:{marking}")

    def likeliest(self) -> Body:
        """Return the search for the article that the words say most of, by the words alone."""
        words = [
            part.sought.scored(boost)
            for part, boost in zip(self.parts.scored, self.boosts, strict=True)
            if part.kind is not TermKind.WORD
        ]
        present = [
            worth(part.sought.present, 0.0, f"p{place}")
            for place, part in enumerate(self.parts.stretches)
        ]
        needed: Body = {"filter": [every(self.allowed(), self.parts.excluded)]}
        return {
            "size": 1,
            "_source": False,
            "track_total_hits": False,
            "query": {"bool": {**needed, "should": [*_there(words), *present]}},
        }

    def most(self) -> Body:
        """Return the search whose greatest score is the most stretches that any article has."""
        present = [worth(part.sought.present, 1.0) for part in self.parts.stretches]
        needed: Body = {"filter": [every(self.allowed(), self.parts.excluded)]}
        query = {"bool": {**needed, "should": present, "minimum_should_match": 1}}
        return {"size": 1, "_source": False, "track_total_hits": False, "query": query}

    def lacking(self, needed: Needed) -> Body:
        """Return what finds the articles that lack some of the words, of those that have enough."""
        whole = every([part.sought.present for part in self.parts.stretches])
        return every([self.matching(needed)], [whole])


def sorting(query: Query) -> list[Body]:
    """Return the order of hits; ``_score`` first where relevance decides."""
    oldest = query.sort is Sort.OLDEST
    by_date: list[Body] = [
        {mapping.MOMENT: {"order": "asc" if oldest else "desc", "missing": "_last"}},
        {mapping.ID: "asc"},
    ]
    relevant = query.sort is Sort.RELEVANCE and (query.ranked or bool(query.pins))
    return [{"_score": "desc"}, *by_date] if relevant else by_date


def _there(clauses: Sequence[Body]) -> list[Body]:
    return [clause for clause in clauses if clause != NOTHING]
