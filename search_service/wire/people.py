"""Answers about persons, and the abbreviations in effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from search_service.newsroom import Entry
from search_service.people import Person
from search_service.results import PersonRecord
from search_service.wire.base import Day, Json, Record


class RoleSpan(Record):
    """A role as it was printed with a person: the first and the last such day, where known."""

    role: str
    first: Day | None
    last: Day | None
    count: int


class Companion(Record):
    """A person mentioned in the same articles."""

    id: str
    name: str
    count: int = Field(description="Articles that mention both.")


class PersonAnswer(Record):
    """A person across the archive."""

    id: str
    name: str
    count: int = Field(description="Articles that mention the person.")
    roles: list[RoleSpan]
    companions: list[Companion]

    @classmethod
    def of(cls, person: PersonRecord) -> Self:
        """Write *person*."""
        return cls(
            id=person.id,
            name=person.name,
            count=person.count,
            roles=[RoleSpan.model_validate(one) for one in person.roles],
            companions=[
                Companion(id=one.value, name=one.label, count=one.count)
                for one in person.companions
            ],
        )


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
