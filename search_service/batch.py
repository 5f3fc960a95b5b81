"""Questions asked a line at a time: the records of a batch, and their answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from search_service import answering
from search_service.engines.base import Archive
from search_service.engines.errors import EngineError, QueryError
from search_service.grammar import parse, parse_days
from search_service.newsroom import Newsroom
from search_service.query import MAX_CHARACTERS, MAX_SIZE, Filters, Query, Sort, Switches
from search_service.related import Placement, related
from search_service.wire import FACET_NAMES, Json, RelatedAnswer, SearchAnswer

MAX_RELATED = 20
"""Most related articles of one answer."""


def search(archive: Archive, newsroom: Newsroom, query: Query) -> Json:
    """Answer *query* with the facets every answer has."""
    facets = tuple(FACET_NAMES)
    answer = answering.answer(archive.engine(newsroom.people()), query, newsroom, facets=facets)
    return SearchAnswer.of(answer).as_json()


def related_to(
    archive: Archive, newsroom: Newsroom, article: str, limit: int, placement: Placement
) -> Json:
    """Answer which articles are related to *article*, an id or a URL.

    Raises:
        QueryError: there is no such article.
    """
    engine = archive.engine(newsroom.people())
    document = engine.document(article) or engine.document_by_url(article)
    if document is None:
        raise QueryError(f"there is no article with the id or URL {article!r}")
    found = related(engine, document, limit=limit, placement=placement)
    return RelatedAnswer.of(document.article.id, found).as_json()


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _days(value: object) -> tuple[date, date]:
    days = parse_days(value) if isinstance(value, str) else None
    if days is None:
        raise ValueError(f"{value!r} is not a date; write 2022, 2022-10 or 2022-10-25")
    return days


Values = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Days = Annotated[tuple[date, date] | None, BeforeValidator(_days)]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Any = None


class SearchQuestion(_Question):
    """A line that searches; its keys are the options of the command ``search``."""

    q: str
    section: Values = ()
    person: Values = ()
    first: Days = Field(default=None, alias="from")
    with_: Values = Field(default=(), alias="with")
    last: Days = Field(default=None, alias="to")
    person_q: str = Field(default="", max_length=MAX_CHARACTERS)
    sort: Sort = Sort.RELEVANCE
    limit: int = Field(default=10, ge=0, le=MAX_SIZE)
    offset: int = Field(default=0, ge=0)
    recent: bool = True
    explain: bool = False
    variants: bool = True

    def answer(self, archive: Archive, newsroom: Newsroom) -> Json:
        """Search as asked."""
        filters = Filters(
            self.section,
            self.person,
            self.first[0] if self.first else None,
            self.last[1] if self.last else None,
            self.with_,
        )
        query = parse(
            self.q,
            filters=filters,
            sort=self.sort,
            start=self.offset,
            size=self.limit,
            switches=Switches(recent=self.recent, variants=self.variants, explain=self.explain),
        )
        query = replace(query, people_like=self.person_q)
        return search(archive, newsroom, query)


class RelatedQuestion(_Question):
    """A line that asks for the articles related to one."""

    related: str
    limit: int = Field(default=5, ge=1, le=MAX_RELATED)
    placement: Placement = Placement.ANY

    def answer(self, archive: Archive, newsroom: Newsroom) -> Json:
        """Relate as asked."""
        return related_to(archive, newsroom, self.related, self.limit, self.placement)


def answer(archive: Archive, newsroom: Newsroom, line: str) -> Json:
    """Answer one line: what was asked for and the line's ``id``, or ``id`` and ``error``."""
    asked: Any = None
    try:
        asked = json.loads(line)
        kind = RelatedQuestion if isinstance(asked, dict) and "related" in asked else SearchQuestion
        return {**kind.model_validate(asked).answer(archive, newsroom), "id": asked.get("id")}
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        reason = f"{place}: {first['msg']}" if place else first["msg"]
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error}"
    except EngineError as error:
        reason = str(error)
    return {"id": asked.get("id") if isinstance(asked, dict) else None, "error": reason}
