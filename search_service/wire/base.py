"""What all answers are made of: records that know how they are written as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from search_service.document import Document

Json = dict[str, Any]

FACET_NAMES: Final = {"section": "section", "person": "person", "month": "date"}
"""The facets an answer has: the name in the engine, and the name in the answer."""

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat, return_type=str)]
"""ISO 8601 with its zone, as the article has it."""

Day = Annotated[date, PlainSerializer(date.isoformat, return_type=str)]


class Record(BaseModel):
    """A part of an answer. Fields that were not given are not written."""

    # extra: the schema says that there are no other keys, and the tests hold answers to it.
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    def as_json(self) -> Json:
        """Return the record as JSON values, in the order of its fields."""
        return self.model_dump(mode="json", exclude_unset=True)

    def as_text(self) -> str:
        """Return the record as JSON text."""
        return self.model_dump_json(exclude_unset=True)


class Heading(Record):
    """What a list says of an article."""

    id: str
    url: str | None
    title: str
    section: str | None
    published: Moment | None


class PersonMentioned(Record):
    """A person in one article."""

    id: str
    name: str
    role: str | None


def heading(document: Document) -> Json:
    """Return the values of a Heading."""
    article = document.article
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "section": article.section,
        "published": article.published,
    }


class Problem(Record):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    parameters: list[str] = Field(
        default=[], description="The names of those that cannot be used, if any."
    )
