"""Answers about stories."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from search_service.desk.story import Report, Story
from search_service.wire.articles import Copy, Page
from search_service.wire.base import Day, Record


class StoryReport(Copy):
    """One report of a story."""

    asked: bool = Field(description="The article that was asked about, or a copy of it.")
    silence: int = Field(description="Days without a report before it; 0 for less than a week.")
    also: list[Copy] = Field(description="Other articles with much the same text.")


class StoryAnswer(Record):
    """A story: its reports, the oldest first, undated ones last."""

    id: str
    first: Day | None
    last: Day | None
    whole: bool = Field(description="false when there are more reports than are listed.")
    reports: list[StoryReport]

    @classmethod
    def of(cls, article_id: str, story: Story, page: Page) -> Self:
        """Write the *story* of an article; *page* makes addresses."""
        first, last = story.days or (None, None)
        return cls(
            id=article_id,
            first=first,
            last=last,
            whole=story.whole,
            reports=[_report(one, page) for one in story.reports],
        )


def _report(report: Report, page: Page) -> StoryReport:
    return StoryReport.model_validate(
        {
            **Copy.of(report.document, page).model_dump(),
            "asked": report.asked,
            "silence": report.silence,
            "also": [Copy.of(one, page) for one in report.copies],
        }
    )
