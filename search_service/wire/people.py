"""Answers about persons, and the abbreviations in effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from search_service.identity import Decision, Kind
from search_service.newsroom import Entry
from search_service.people import Person
from search_service.results import Companion as FoundCompanion
from search_service.results import PersonRecord, Results
from search_service.store.reports import Report
from search_service.wire.base import Day, Json, Moment, Record


class RoleSpan(Record):
    """A role as it was printed with a person: the first and the last such day, where known."""

    role: str
    first: Day | None
    last: Day | None
    count: int
    variants: list[str] = Field(description="Other ways in which it is printed.")


class Together(Record):
    """An article that mentions two persons."""

    id: str
    title: str
    published: Moment | None


class Companion(Record):
    """A person mentioned in the same articles."""

    id: str
    name: str
    count: int = Field(description="Articles that mention both.")
    articles: list[Together] = Field(description="The newest of them; all: person=…&with=…")


class Form(Record):
    """A name that a person is printed under."""

    id: str
    name: str
    count: int
    examples: list[str] = Field(description="Ids of articles.")


class Namesake(Record):
    """Another person of the same name."""

    id: str
    name: str
    count: int


class Evidence(Record):
    """Why a name is taken for a person's, or a person for another than a namesake."""

    kind: Kind
    name: str
    articles: int = Field(description="Articles that it is about.")
    agreeing: int = Field(description="Articles or persons that spoke for it.")
    seen: int = Field(description="How many were looked at.")
    examples: list[str] = Field(description="Ids of articles.")
    note: str


class Count(Record):
    """Articles of a month or a section."""

    value: str
    count: int


class PersonAnswer(Record):
    """A person across the archive; ``id`` may be another than was asked for, if that is old."""

    id: str
    name: str
    label: str = Field(description="The name, and what tells the person from namesakes.")
    count: int = Field(description="Articles that mention the person.")
    roles: list[RoleSpan]
    companions: list[Companion]
    names: list[Form] = Field(description="The names printed.")
    namesakes: list[Namesake]
    evidence: list[Evidence]
    newsroom: list[str] = Field(description="Where the newsroom's file speaks of the person.")
    months: list[Count] = Field(default=[])
    sections: list[Count] = Field(default=[])

    @classmethod
    def of(cls, person: PersonRecord, coverage: Results | None = None) -> Self:
        """Write *person*, with the facets month and section of *coverage*."""
        values: Json = {
            "id": person.id,
            "name": person.name,
            "label": person.label,
            "count": person.count,
            "roles": person.roles,
            "companions": [_companion(one) for one in person.companions],
            "names": person.forms,
            "namesakes": [
                {"id": one.value, "name": one.label, "count": one.count} for one in person.namesakes
            ],
            "evidence": [_evidence(one) for one in person.decisions],
            "newsroom": [one.place for one in person.rulings],
        }
        if coverage:
            for name, facet in (("months", "month"), ("sections", "section")):
                buckets = coverage.facets[facet].buckets
                values[name] = [{"value": one.value, "count": one.count} for one in buckets]
        return cls.model_validate(values)


def _companion(one: FoundCompanion) -> Json:
    articles = [article._asdict() for article in one.latest]
    return {"id": one.id, "name": one.label, "count": one.count, "articles": articles}


def _evidence(decision: Decision) -> Json:
    return {name: getattr(decision, name) for name in Evidence.model_fields}


def decision_json(decision: Decision) -> Json:
    """Return a decision about persons; ``person`` is empty for nobody."""
    return {**Evidence.model_validate(_evidence(decision)).as_json(), "person": decision.person}


def report_json(report: Report) -> Json:
    """Return what a reader reports."""
    return {
        "id": report.id,
        "received": report.received.isoformat(),
        "subject": report.subject.value,
        "person": report.person or None,
        "article": report.article or None,
        "text": report.text,
    }


def people_json(people: Iterable[Person]) -> list[Json]:
    """Return the persons found in one text; offsets count its characters."""
    return [
        {
            "name": person.name,
            "role": person.role,
            "mentions": [
                {"start": mention.start, "end": mention.end, "text": mention.text}
                for mention in person.mentions
            ],
        }
        for person in people
    ]


def abbreviation_json(entry: Entry) -> Json:
    """Return an abbreviation in effect; ``source`` is shipped, newsroom or archive."""
    return {
        "abbreviation": entry.short,
        "forms": list(entry.forms),
        "source": entry.source.value,
        "articles": entry.articles,
    }
