"""What a query finds, asked of the cluster: one search, and a second where the first is no answer.

Sets are those of the embedded engine (``whoosh.coverage``): all words of a short query, as many as
any article has where none has all, the greater weight of a long one's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from search_service.engines.base import MAX_BUCKETS
from search_service.engines.errors import QueryError
from search_service.engines.opensearch import facets as counted
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.clauses import every
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.compiling import Compiled, sorting
from search_service.engines.opensearch.counting import Counting
from search_service.engines.opensearch.facets import OWN_FILTER, Wanted
from search_service.engines.opensearch.parts import Needed, parts_of
from search_service.engines.opensearch.persons import Persons
from search_service.engines.opensearch.sought import Terms
from search_service.engines.whoosh.columns import Columns
from search_service.engines.whoosh.selection import Selection
from search_service.query import LONG, SHORT, Filters, Query, Sort
from search_service.results import Facet
from search_service.schema import TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Known:
    """What a server knows of a generation without asking the cluster.

    Attributes:
        index: Its name.
        size: Its articles.
        newest: The day that ages are counted from.
    """

    index: str
    size: int
    newest: int
    terms: Terms
    columns: Columns


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    Attributes:
        compiled: What was asked.
        needed: How many of its words were needed; None where it has none.
        counts: In how many articles each of its scored parts is.
        hits: Those of the page.
        relaxed: Not every article found has all the words.
    """

    compiled: Compiled
    needed: Needed | None
    counts: Sequence[int]
    total: int
    hits: Sequence[Body]
    relaxed: bool
    aggregations: Body = field(default_factory=dict)


class Finder:
    """Finds the articles of one generation, whose persons are as the newsroom rules."""

    def __init__(
        self,
        cluster: Cluster,
        known: Known,
        counting: Counting,
        selection: Selection,
        persons: Persons,
    ) -> None:
        """Ask *cluster* about what is *known*."""
        self._cluster = cluster
        self._known = known
        self._counting = counting
        self._selection = selection
        self._persons = persons

    def compiled(self, query: Query) -> tuple[Compiled, list[int]]:
        """Return *query* for this generation, and in how many articles its scored parts are.

        Raises:
            QueryError: its field is not a field of text.
        """
        if query.field not in {None, *(known.name for known in TEXT_FIELDS)}:
            raise QueryError(f"{query.field!r} is not a field of text")
        parts = parts_of(query, self._known.terms)
        unknown = [part.sought.present for part in parts.scored if part.sought.articles is None]
        asked = iter(self._counting.counts(unknown))
        counts = [
            next(asked) if part.sought.articles is None else part.sought.articles
            for part in parts.scored
        ]
        boosts = [
            part.weight * part.idf(count, self._known.size)
            for part, count in zip(parts.scored, counts, strict=True)
        ]
        return (
            Compiled(
                query, parts, boosts, self._known.newest, self.pins(query), self.filters(query)
            ),
            counts,
        )

    def pins(self, query: Query) -> list[str]:
        """Return the ids of the pinned articles that are there, in order."""
        columns = self._known.columns
        places = [(columns.number(pin), columns.number_by_url(pin)) for pin in query.pins]
        numbers = [by_url if by_id is None else by_id for by_id, by_url in places]
        there = dict.fromkeys(number for number in numbers if number is not None)
        return [columns.ids[number] for number in there]

    def filters(self, query: Query) -> dict[str, Body]:
        """Return what finds the articles that each filter of *query* allows."""
        asked, found = query.filters, dict[str, Body]()
        if asked.sections:
            found["section"] = {"terms": {mapping.SECTION: sorted(self._sections(asked))}}
        if asked.people:
            found["person"] = self._persons.mentioning(self._selection.people(asked.people))
        for place, value in enumerate(asked.together):
            found[f"together {place}"] = self._persons.mentioning(self._selection.people([value]))
        if asked.first or asked.last:
            days = {"gte": asked.first, "lte": asked.last}
            inside = {end: day.toordinal() for end, day in days.items() if day}
            found["date"] = {"range": {mapping.DAY: inside}}
        return found

    def _sections(self, filters: Filters) -> set[str]:
        names = self._known.columns.sections
        return {names[code] for code in self._selection.sections(filters.sections)}

    def find(
        self, query: Query, *, names: Sequence[str] = (), aggregations: Body | None = None
    ) -> Found:
        """Return the page that *query* asks for, counted by facets *names* and *aggregations*."""
        compiled, counts = self.compiled(query)
        asking = _Asking(self._cluster, self._known.index, compiled, counts)
        wanted = self._wanted(query, compiled, names)
        aggs = counted.aggregations(names, wanted, self._persons) | (aggregations or {})
        needed, answer = asking.answer(wanted.apart, aggs)
        relaxed = False
        if needed is not None and needed.least != len(compiled.parts.stretches):
            lacking = answer.get("aggregations", {}).get("lacking", {"doc_count": 0})
            relaxed = lacking["doc_count"] > 0
        found = Found(
            compiled,
            needed,
            counts,
            answer["hits"]["total"]["value"],
            answer["hits"]["hits"],
            relaxed,
            answer.get("aggregations", {}),
        )
        if "person" in names:
            self._count_again(found, wanted)
        return found

    def facets(self, found: Found, names: Sequence[str]) -> dict[str, Facet]:
        """Return the facets that were asked for."""
        query = found.compiled.query
        wanted = self._wanted(query, found.compiled, names)
        facets = {}
        for name in names:
            answer = found.aggregations[name]
            if name == "section":
                facets[name] = counted.section_facet(answer, wanted)
            elif name == "person":
                late = found.aggregations.get("late", {})
                facets[name] = counted.people_facet(answer, wanted, self._persons, late)
            else:
                facets[name] = counted.date_facet(name, answer, query.filters)
        return facets

    def _wanted(self, query: Query, compiled: Compiled, names: Sequence[str]) -> Wanted:
        apart = {OWN_FILTER[name] for name in names} & compiled.filters.keys()
        among = None
        if query.people_like and "person" in names:
            among = self._persons.called(query.people_like)
        return Wanted(
            query.filters,
            {name: compiled.filters[name] for name in sorted(apart)},
            frozenset(self._sections(query.filters)),
            frozenset(self._selection.people(query.filters.people)),
            among,
        )

    def _count_again(self, found: Found, wanted: Wanted) -> None:
        """Count persons again where the first answer does not tell who is first, or not all."""
        answer = found.aggregations["person"]
        more = {}
        if not counted.is_exact(answer):
            more["again"] = counted.people_counts(wanted, self._persons, again=True)
        rest = counted.touched(wanted, self._persons)[counted.AT_ONCE :]
        buckets = answer["values"]["buckets"]
        if len(buckets) > MAX_BUCKETS and wanted.among is None:
            least = buckets[MAX_BUCKETS - 1]["doc_count"]
            rest = [one for one in rest if self._persons.people.count(one) >= least]
        if rest:
            more["late"] = {"aggs": {"late": counted.counted_one_by_one(rest, self._persons)}}
        if not more:
            return
        inside = more.get("again", {}) | more.get("late", {}).get("aggs", {})
        own = [clause for name, clause in wanted.apart.items() if name != "person"]
        pushed = [
            clause for name, clause in found.compiled.filters.items() if name not in wanted.apart
        ]
        query = found.compiled.found(found.needed, scored=False)
        body = {"size": 0, "query": every([query, *pushed, *own]), "aggs": inside}
        counts = self._cluster.search(self._known.index, body)["aggregations"]
        if late := counts.pop("late", None):
            found.aggregations["late"] = {
                int(place): bucket["doc_count"] for place, bucket in late["buckets"].items()
            }
        if counts:
            found.aggregations["person"] = counts


class _Asking:
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
