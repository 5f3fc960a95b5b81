"""Related articles: an article's strongest terms as the query, fused with what else it shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search_service.document import Document
from search_service.engines.base import Engine
from search_service.results import Hit


class Reason(StrEnum):
    """Why an article is related, the strongest reason first."""

    SAME_EVENT = "same-event"
    """Cùng sự kiện: much the same words within days."""
    FOLLOW_UP = "follow-up"
    """Diễn biến tiếp: much the same words, later."""
    BACKGROUND = "background"
    """Bối cảnh: much the same words, earlier."""
    SAME_PERSON = "same-person"
    """Cùng nhân vật: the persons are what they share."""


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article related to another, and why."""

    hit: Hit
    reason: Reason


def related(engine: Engine, document: Document, *, limit: int = 5) -> tuple[RelatedArticle, ...]:
    """Return up to *limit* articles related to *document*, the closest first; none is an answer."""
    raise NotImplementedError
