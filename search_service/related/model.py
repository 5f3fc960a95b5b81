"""What is asked of a list of related articles, and what one of its items is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from search_service.document import Document
from search_service.results import Hit


class Reason(StrEnum):
    """Why an article is related."""

    SAME_EVENT = "same-event"
    """Cùng sự kiện: much the same words within days."""
    FOLLOW_UP = "follow-up"
    """Diễn biến tiếp: the same story, later."""
    BACKGROUND = "background"
    """Bối cảnh: the same story, earlier or undated."""
    SAME_PERSON = "same-person"
    """Cùng nhân vật: another story with the same person."""
    SAME_SUBJECT = "same-subject"
    """Cùng chủ đề: another story in much the same words."""


STORY_REASONS: Final = (Reason.SAME_EVENT, Reason.FOLLOW_UP, Reason.BACKGROUND)
"""The reasons that say: the same story."""


class Placement(StrEnum):
    """Where a list will stand: what may be in it, and in which order."""

    ANY = "any"
    """Whatever is closest, the closest first."""
    EARLIER = "earlier"
    """Background: only what was published before, the closest first."""
    NEWEST = "newest"
    """To follow a story: its articles, the newest first; then what else is close."""


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article related to another, and why.

    Attributes:
        closeness: Orders a list whose placement asks for the closest first.
        copies: Other articles with much the same text ("cũng đăng ở"), which are in no list.
    """

    hit: Hit
    reason: Reason
    closeness: float
    copies: tuple[Document, ...] = ()
