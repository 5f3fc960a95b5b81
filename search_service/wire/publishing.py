"""What a newspaper's own system sends and is answered."""

from __future__ import annotations

from typing import Any, Self

from pydantic import ConfigDict, Field

from search_service.store.articles import Accepted, Outcome
from search_service.wire.articles import Picture
from search_service.wire.base import Heading, Moment, Record


class NamedPerson(Record):
    """A person whom the record itself names."""

    name: str
    role: str | None


class AcceptedArticle(Heading):
    """An article as it is kept, before persons are found in it."""

    author: str | None
    lead: str
    body: str
    tags: list[str]
    people: list[NamedPerson] = Field(description="Those that the record names.")
    images: list[Picture]
    source: str | None
    outcome: Outcome
    accepted: Moment = Field(description="When this content first came.")

    @classmethod
    def of(cls, accepted: Accepted) -> Self:
        """Write what was kept and what that changed."""
        article = accepted.article
        values = {
            name: getattr(article, name) for name in cls.model_fields if hasattr(article, name)
        }
        return cls.model_validate(
            values | {"outcome": accepted.outcome, "accepted": accepted.accepted}
        )


class HookAnswer(Record):
    """What came of a post: created, changed, unchanged, withdrawn or ignored."""

    id: str | None
    outcome: str


class SentArticle(Record):
    """An article in the form of a JSON Lines record; lead or body must be there."""

    model_config = ConfigDict(extra="allow")

    id: str | None = Field(default=None, description="As in the address, if at all.")
    url: str | None = None
    title: str = ""
    lead: str = ""
    body: str = Field(default="", description="Plain text, paragraphs one a line.")
    section: str | None = None
    published: str | None = Field(
        default=None, description="ISO 8601; a time without a zone is Vietnam's."
    )
    author: str | None = None
    tags: list[str] = Field(default=[])
    people: list[dict[str, Any]] = Field(default=[], description='{"name", "role"}')
    images: list[dict[str, Any]] = Field(default=[], description='{"url", "caption"}')
    source: str | None = None


class SentPost(Record):
    """A post as plugins for webhooks send it; other names of the same are known too."""

    model_config = ConfigDict(extra="allow")

    post_id: int
    post_title: str = ""
    post_content: str = Field(default="", description="HTML.")
    post_excerpt: str = ""
    post_status: str = Field(default="", description="publish; with any other it is withdrawn.")
    post_date: str = ""
    permalink: str = ""
    categories: list[str] = Field(default=[])
