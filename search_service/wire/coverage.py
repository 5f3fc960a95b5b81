"""Answers about coverage over time."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from search_service.desk.trend import Series, Step, Trend, share
from search_service.wire.base import Day, Record


class TrendSpan(Record):
    """A year, month or day: its first and last day, and all dated articles between them."""

    first: Day
    last: Day
    articles: int


class TrendPoint(Record):
    """What one search finds in one span; null where there is nothing to be a share of."""

    count: int | None
    share: float | None = Field(description="Of all articles of the span, 0..1.")


class TrendSeries(Record):
    """One search, a point for each span."""

    query: str
    total: int
    relaxed: bool = Field(description="No article has all the words: those with most are counted.")
    points: list[TrendPoint]


class TrendAnswer(Record):
    """Several searches over time."""

    step: Step = Field(description="Longer than asked where the spans would be too many.")
    undated: int = Field(description="Articles without a date, which are counted nowhere.")
    spans: list[TrendSpan]
    series: list[TrendSeries]

    @classmethod
    def of(cls, trend: Trend) -> Self:
        """Write *trend*."""
        return cls(
            step=trend.step,
            undated=trend.undated,
            spans=[TrendSpan.model_validate(one) for one in trend.spans],
            series=[_series(one, trend) for one in trend.series],
        )


def _series(series: Series, trend: Trend) -> TrendSeries:
    pairs = zip(series.counts, trend.spans, strict=True)
    return TrendSeries(
        query=series.query.text,
        total=series.total,
        relaxed=series.relaxed,
        points=[TrendPoint(count=count, share=share(count, span)) for count, span in pairs],
    )
