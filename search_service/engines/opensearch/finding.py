"""What a query finds: taken apart, counted, filtered and asked for, with its facets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.selection import Selection
from search_service.engines.base import MAX_BUCKETS
from search_service.engines.errors import QueryError
from search_service.engines.opensearch import facets as counted
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.asking import Asking
from search_service.engines.opensearch.clauses import every
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.compiling import Compiled
from search_service.engines.opensearch.counting import Counting
from search_service.engines.opensearch.facets import OWN_FILTER, Wanted
from search_service.engines.opensearch.parts import Needed, Parts, parts_of
from search_service.engines.opensearch.persons import Persons
from search_service.engines.opensearch.sought import Terms
from search_service.query import Filters, Query
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
        parts = self._by_rarest_pairs(parts_of(query, self._known.terms))
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

    def _by_rarest_pairs(self, parts: Parts) -> Parts:
        """Return *parts* with phrases that count by the rarest two of their syllables."""
        wanted = [clause for part in parts.phrases for clause in part.sought.pairs]
        asked = iter(self._counting.counts(wanted))
        phrases = []
        for part in parts.phrases:
            counts = [next(asked) for _ in part.sought.pairs]
            if part.sought.by_pair:
                rarest = part.sought.by_pair(counts.index(min(counts)))
                part = replace(part, sought=rarest)  # noqa: PLW2901 - the same part
            phrases.append(part)
        return replace(parts, phrases=tuple(phrases))

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
        asking = Asking(self._cluster, self._known.index, compiled, counts)
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
