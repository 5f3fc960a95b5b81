"""Asking for a page: the body of a search, and a second search where the first finds nothing.

How many words are needed is decided as the embedded engine decides it; see ``whoosh.coverage``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from search_service.engines.opensearch.clauses import every
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.compiling import Compiled, sorting
from search_service.engines.opensearch.parts import Needed
from search_service.query import LONG, SHORT, Sort


class Asking:
    """One query being asked, as often as it takes."""

    def __init__(
        self, cluster: Cluster, index: str, compiled: Compiled, counts: Sequence[int]
    ) -> None:
        self._cluster = cluster
        self._index = index
        self._compiled = compiled
        stretches = compiled.parts.stretches
        own = list(zip(stretches, compiled.boosts, counts, strict=False))
        self._weights = tuple(boost / part.weight if count else 0.0 for part, boost, count in own)
        self._never = any(not count for _, _, count in own)

    def answer(self, apart: Mapping[str, Body], aggs: Body) -> tuple[Needed | None, Body]:
        """Return how many words are needed, and the answer where so many are."""
        query, stretches = self._compiled.query, self._compiled.parts.stretches
        if not stretches:
            return None, self._asked(None, apart, aggs)
        everything = Needed(len(stretches), self._weights)
        if query.distinct <= SHORT or query.sort is not Sort.RELEVANCE:
            if not self._never:
                answer = self._asked(everything, apart, aggs)
                if self._is_answered(answer, everything):
                    return everything, answer
            needed = self._relaxed()
        elif query.distinct <= LONG and not self._never and self._first_has_all():
            needed = everything
        else:
            needed = Needed(None, self._weights)
        return needed, self._asked(needed, apart, aggs)

    def _is_answered(self, answer: Body, needed: Needed) -> bool:
        """Tell whether articles have all the words, though pins and filters may hide it."""
        if not self._compiled.pins and answer["hits"]["total"]["value"]:
            return True
        if not self._compiled.filters and not self._compiled.pins:
            return False
        matching = self._compiled.matching(needed)
        return bool(self._cluster.counts(self._index, [matching])[0])

    def _relaxed(self) -> Needed:
        """Return how many words are needed where no article has all."""
        query = self._compiled.query
        if query.distinct > SHORT:
            return Needed(None, self._weights)
        hits = self._cluster.search(self._index, self._compiled.most())["hits"]["hits"]
        most = round(hits[0]["_score"]) if hits else 0
        return Needed(max(most, ceil(query.distinct / 2)), self._weights)

    def _first_has_all(self) -> bool:
        hits = self._cluster.search(self._index, self._compiled.likeliest())["hits"]["hits"]
        return bool(hits) and len(hits[0].get("matched_queries", ())) == len(self._weights)

    def _asked(self, needed: Needed | None, apart: Mapping[str, Body], aggs: Body) -> Body:
        return self._cluster.search(
            self._index, search_body(self._compiled, needed, apart, aggs), **_scores(self._compiled)
        )


def search_body(
    compiled: Compiled, needed: Needed | None, apart: Mapping[str, Body], aggs: Body
) -> Body:
    """Return the body of a search for a page.

    Args:
        compiled: The query.
        needed: How many of its words; None where it has none.
        apart: The filters that some facet is counted without: they come after counting. All others
            narrow what is looked at.
        aggs: What is counted.
    """
    query = compiled.query
    relevance = query.sort is Sort.RELEVANCE
    scored = query.ranked and (relevance or query.switches.explain)
    pushed = [clause for name, clause in compiled.filters.items() if name not in apart]
    found = compiled.found(needed, scored=scored)
    if pushed:
        found = {"bool": {"must": [found], "filter": pushed}}
    if needed is not None and needed.least != len(compiled.parts.stretches):
        aggs = aggs | {"lacking": {"filter": compiled.lacking(needed)}}
    return {
        "query": found,
        "from": query.start,
        "size": query.size,
        "track_total_hits": True,
        "track_scores": scored,
        "sort": sorting(query),
        **({"post_filter": every(list(apart.values()))} if apart else {}),
        **({"aggs": aggs} if aggs else {}),
    }


def _scores(compiled: Compiled) -> dict[str, str]:
    """Return what has an answer tell scores part by part, where they are needed."""
    wanted = compiled.pins or compiled.query.switches.explain
    return {"include_named_queries_score": "true"} if wanted else {}
