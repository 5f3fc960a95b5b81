"""Facets: aggregations under every filter but the facet's own, and what their answers say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from search_service.engines.base import MAX_BUCKETS
from search_service.engines.errors import QueryError
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.clauses import every
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.persons import Persons
from search_service.query import Filters
from search_service.results import Bucket, Facet
from search_service.schema import DATE_FACETS, FACETS

MAX_SECTIONS: Final = 10_000
"""Sections that are counted: all of them, a newspaper has some hundred."""

SHARD_SIZE: Final = 2_000
"""Persons that each shard tells of. Who is among the first 50 of all is as a rule among the first
2,000 of each; where that is not sure, more are asked for."""

PRECISION: Final = 10_000
"""Distinct persons up to which their number is wrong by one or two of thousands, where two share a
hash: 8 bytes each, on every shard. Only how many more there are is estimated so."""

AT_ONCE: Final = 256
"""Persons touched by rulings that are counted one by one; others only where they may be among the
first, which the number of their articles tells."""

OWN_FILTER: Final = {"section": "section", "person": "person", **dict.fromkeys(DATE_FACETS, "date")}
"""The filter that a facet is counted without."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a query the facets depend on.

    Attributes:
        filters: As asked for.
        apart: What finds the articles that each filter allows which some facet is counted without.
        sections: Names of the sections chosen.
        people: Places of the persons chosen.
        among: Places of those who may be listed, None for all.
    """

    filters: Filters
    apart: Mapping[str, Body]
    sections: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    among: frozenset[int] | None = None


def check(names: Iterable[str]) -> None:
    """Refuse names that are none of ``schema.FACETS``.

    Raises:
        QueryError: there is no such facet.
    """
    for name in names:
        if name not in FACETS:
            raise QueryError(f"{name!r} is not a facet; there are {', '.join(FACETS)}")


def aggregations(names: Iterable[str], wanted: Wanted, persons: Persons) -> Body:
    """Return what counts the articles found by each facet of *names*."""
    found: Body = {}
    for name in names:
        own = OWN_FILTER[name]
        allowed = [clause for one, clause in wanted.apart.items() if one != own]
        if name == "person":
            inside = people_counts(wanted, persons)
        elif name == "section":
            inside = {"values": {"terms": {"field": mapping.SECTION, "size": MAX_SECTIONS}}}
        else:
            inside = {"values": {"histogram": _HISTOGRAMS[name]}}
        found[name] = {"filter": every(allowed), "aggs": inside}
    return found


_HISTOGRAMS: Final = {
    "year": {"field": mapping.MONTH, "interval": 12, "min_doc_count": 1},
    "month": {"field": mapping.MONTH, "interval": 1, "min_doc_count": 1},
    "day": {"field": mapping.DAY, "interval": 1, "min_doc_count": 1},
}


def people_counts(wanted: Wanted, persons: Persons, *, again: bool = False) -> Body:
    """Return what counts persons; *again* each shard tells of all of them."""
    terms: Body = {"field": mapping.PERSON, "size": MAX_BUCKETS + 1, "shard_size": SHARD_SIZE}
    if again:
        terms["shard_size"] = SHARD_SIZE * 50
    if wanted.among is not None:
        plain = sorted(wanted.among - persons.touched)
        terms |= {"include": [persons.key(place) for place in plain], "size": max(1, len(plain))}
        terms["shard_size"] = terms["size"]
    elif persons.hidden:
        terms["exclude"] = persons.hidden
    found: Body = {
        "values": {"terms": {**terms, "show_term_doc_count_error": True}},
        "distinct": {"cardinality": {"field": mapping.PERSON, "precision_threshold": PRECISION}},
    }
    if chosen := [persons.key(place) for place in sorted(wanted.people - persons.touched)]:
        found["chosen"] = {
            "terms": {"field": mapping.PERSON, "include": chosen, "size": len(chosen)}
        }
    if each := touched(wanted, persons)[:AT_ONCE]:
        found["touched"] = counted_one_by_one(each, persons)
    return found


def counted_one_by_one(places: Sequence[int], persons: Persons) -> Body:
    """Return what counts the persons at *places*, each by what finds his articles."""
    return {"filters": {"filters": {str(one): persons.mentioning([one]) for one in places}}}


def touched(wanted: Wanted, persons: Persons) -> list[int]:
    """Return whom rulings have touched and who may be listed, those chosen and of most first."""
    count = persons.people.count
    there = [
        one
        for one in persons.touched
        if count(one) and (wanted.among is None or one in wanted.among | wanted.people)
    ]
    return sorted(there, key=lambda one: (one not in wanted.people, -count(one), one))


def is_exact(answer: Body) -> bool:
    """Tell whether the first persons of an answer are surely the first, counted exactly."""
    values = answer["values"]
    buckets = values["buckets"][:MAX_BUCKETS]
    last = buckets[-1]["doc_count"] if len(buckets) == MAX_BUCKETS else 0
    wrong = any(bucket["doc_count_error_upper_bound"] for bucket in buckets)
    return not wrong and values["doc_count_error_upper_bound"] <= last


def section_facet(answer: Body, wanted: Wanted) -> Facet:
    """Return the facet of sections."""
    counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["values"]["buckets"]}
    return listed("section", counts, wanted.sections, str, str)


def people_facet(answer: Body, wanted: Wanted, persons: Persons, late: Mapping[int, int]) -> Facet:
    """Return the facet of persons; *late* are counts of some that were asked for afterwards."""
    counts: dict[int, int] = {}
    for part in ("values", "chosen"):
        for bucket in answer.get(part, {"buckets": ()})["buckets"]:
            place = persons.place(bucket["key"])
            if place is not None:
                counts[place] = bucket["doc_count"]
    each = answer.get("touched", {"buckets": {}})["buckets"]
    counts |= {int(place): bucket["doc_count"] for place, bucket in each.items()}
    counts |= late
    plain = answer["values"]["buckets"]
    whole = wanted.among is not None or len(plain) <= MAX_BUCKETS
    among = wanted.among
    distinct = (
        sum(1 for place, count in counts.items() if count and (among is None or place in among))
        if whole
        else max(int(answer["distinct"]["value"]), len(plain))
    )
    people = persons.people
    return listed("person", counts, wanted.people, people.id, people.label, distinct, among)


def listed(
    name: str,
    counts: Mapping[Any, int],
    chosen: frozenset[Any],
    value: Callable[[Any], str],
    label: Callable[[Any], str],
    distinct: int | None = None,
    among: frozenset[Any] | None = None,
) -> Facet:
    """List the largest counts and every chosen value; say how many more there are.

    Args:
        name: Of the facet.
        counts: Of each thing.
        chosen: Things that stay listed, at 0 if need be.
        value: What a thing is chosen by.
        label: What it is shown as.
        distinct: How many things have a count, where not all are in *counts*.
        among: What may be listed though it was not chosen, None for all.
    """
    there = [one for one, count in counts.items() if count and (among is None or one in among)]
    order = sorted((-counts[one], label(one), one) for one in there)
    shown = order[:MAX_BUCKETS]
    missing = chosen - {one for _, _, one in shown}
    shown += sorted((-counts.get(one, 0), label(one), one) for one in missing)
    inside = sum(1 for count, _, one in shown if count and (among is None or one in among))
    more = max(0, (len(there) if distinct is None else distinct) - inside)
    buckets = tuple(Bucket(value(one), label, -count, one in chosen) for count, label, one in shown)
    return Facet(name, buckets, truncated=more > 0, more=more)


def date_facet(name: str, answer: Body, filters: Filters) -> Facet:
    """Return the facet of years, months or days."""
    buckets = []
    for bucket in answer["values"]["buckets"]:
        text = _date_text(name, int(bucket["key"]))
        buckets.append(Bucket(text, text, bucket["doc_count"], filters.within(text)))
    return Facet(name, tuple(buckets))


def _date_text(name: str, code: int) -> str:
    if name == "day":
        return date.fromordinal(code).isoformat()
    return f"{code // 12:04}" if name == "year" else f"{code // 12:04}-{code % 12 + 1:02}"
