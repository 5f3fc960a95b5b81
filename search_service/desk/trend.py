"""Coverage over time: how many articles several searches find, and what share of all stories.

A count alone follows the size of the paper; the share of all articles published in the same span
does not. Articles without a date are in neither. A search is counted strictly, as its page sorted
by date counts it: articles have all its words wherever any article has them all.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from search_service.engines.base import Engine
from search_service.query import Query, Sort

MAX_SERIES: Final = 5
"""Most searches compared: more lines than can be told apart by colour and form."""

MAX_SPANS: Final = 400
"""Most spans drawn: a year of days. More are drawn in longer ones."""

_DAILY: Final = 62
_MONTHLY: Final = 6 * 366
"""Days up to which a trend is drawn by day and by month, where nothing else is asked."""


class Step(StrEnum):
    """How long a span is."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a month or a day, cut to the days that are looked at.

    Attributes:
        first: Its first day.
        last: Its last day.
        articles: All dated articles of the archive between them; none makes it a gap.
    """

    first: date
    last: date
    articles: int


@dataclass(frozen=True, slots=True)
class Series:
    """One search over time.

    Attributes:
        query: What was counted.
        counts: Articles of each span; None where the archive has none at all, or where the
            search's own dates leave the span out.
        total: Articles of all spans.
        relaxed: No article has all the words, so those with most of them are counted.
    """

    query: Query
    counts: tuple[int | None, ...]
    total: int
    relaxed: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Several searches over the same spans, in order of time.

    Attributes:
        step: The length of the spans, longer than was asked for where they would be too many.
        undated: Articles of the archive without a date, which are nowhere in it.
    """

    step: Step
    spans: tuple[Span, ...]
    series: tuple[Series, ...]
    undated: int


def share(count: int | None, span: Span) -> float | None:
    """Return the share 0..1 of the articles of *span* that *count* is; None for a gap."""
    return None if count is None else count / span.articles


def trend(
    engine: Engine,
    queries: Sequence[Query],
    *,
    first: date | None = None,
    last: date | None = None,
    step: Step | None = None,
) -> Trend:
    """Count what each of *queries* finds, span by span.

    Args:
        engine: What is counted.
        queries: At most MAX_SERIES, as ``answering.understood`` gives them. Each has its own
            filters; its dates leave spans out.
        first: First day looked at; that of the oldest article without it.
        last: Last day looked at, likewise.
        step: Length of a span; by the number of days without it.
    """
    every, _ = _by_day(engine, Query())
    undated = engine.generation.articles - sum(every.values())
    first = max(filter(None, (first, min(every, default=None))), default=None)
    last = min(filter(None, (last, max(every, default=None))), default=None)
    if not every or first is None or last is None or first > last:
        nothing = tuple(Series(query, (), 0, relaxed=False) for query in queries)
        return Trend(step or Step.YEAR, (), nothing, undated)
    step = _fitting(step, first, last)
    spans = tuple(
        Span(begin, end, _between(every, begin, end)) for begin, end in _cut(step, first, last)
    )
    return Trend(step, spans, tuple(_series(engine, query, spans) for query in queries), undated)


def counted(query: Query) -> Query:
    """Return *query* as it is counted: strictly, by its words and filters alone."""
    return replace(query, sort=Sort.NEWEST, start=0, size=0, pins=())


def _by_day(engine: Engine, query: Query) -> tuple[dict[date, int], bool]:
    """Return the articles of each day, whatever the query's dates, and whether it was relaxed."""
    found = engine.search(counted(query), facets=("day",))
    days = {date.fromisoformat(one.value): one.count for one in found.facets["day"].buckets}
    return days, found.relaxed


def _series(engine: Engine, query: Query, spans: Sequence[Span]) -> Series:
    days, relaxed = _by_day(engine, query)
    counts = tuple(_count(query, days, span) for span in spans)
    return Series(query, counts, sum(filter(None, counts)), relaxed)


def _count(query: Query, days: Mapping[date, int], span: Span) -> int | None:
    first = max(span.first, query.filters.first or span.first)
    last = min(span.last, query.filters.last or span.last)
    return _between(days, first, last) if first <= last and span.articles else None


def _between(days: Mapping[date, int], first: date, last: date) -> int:
    size = (last - first).days + 1
    if size > len(days):
        return sum(count for day, count in days.items() if first <= day <= last)
    return sum(days.get(first + timedelta(days=n), 0) for n in range(size))


def _fitting(step: Step | None, first: date, last: date) -> Step:
    """Return *step*, or the next longer one of which MAX_SPANS are enough."""
    days = (last - first).days + 1
    if step is None:
        step = Step.DAY if days <= _DAILY else Step.MONTH if days <= _MONTHLY else Step.YEAR
    if step is Step.DAY and days > MAX_SPANS:
        step = Step.MONTH
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return Step.YEAR if step is Step.MONTH and months > MAX_SPANS else step


def _cut(step: Step, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each span from *first* to *last*."""
    while first <= last:
        end = min(_end(step, first), last)
        yield first, end
        if end == date.max:
            return
        first = end + timedelta(days=1)


def _end(step: Step, day: date) -> date:
    if step is Step.DAY:
        return day
    if step is Step.YEAR:
        return date(day.year, 12, 31)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
