"""Coverage over time: month and day counts as bars that lead to the articles behind them."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from search_service.query import Filters
from search_service.results import Facet
from search_service.web import dates

HEIGHT: Final = 100
"""Height of the tallest bar, in units of the drawing."""

SHADES: Final = 4
"""Steps of shading in the calendar of a month."""

Link = Callable[[date, date], str]
"""Makes the address of the articles between two days."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of time and its articles.

    Attributes:
        label: As it stands beside the bar: ``2022``, ``10``, ``25``.
        name: As it is read out: ``tháng 10 năm 2022``.
        count: Number of articles.
        size: Length of the bar, 0..HEIGHT; above 0 when there are articles.
        shade: 0..SHADES, 0 without articles.
        url: Leads to the articles; None without any.
        chosen: Whether the search is limited to this span.
    """

    label: str
    name: str
    count: int
    size: int
    shade: int
    url: str | None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """A year and its twelve months."""

    bar: Bar
    months: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a search draws.

    Attributes:
        years: Every year from the first to the last with articles, the newest first.
        opened: The year a search is limited to, drawn with its months; None otherwise.
        weeks: The days of the month a search is limited to, in weeks from Monday; None stands
            for a day of another month.
    """

    years: tuple[Bar, ...]
    opened: Year | None = None
    weeks: tuple[tuple[Bar | None, ...], ...] = ()


def by_year(months: Facet, link: Link, filters: Filters | None = None) -> tuple[Year, ...]:
    """Arrange the counts of a ``month`` facet by year, the newest first, all to one scale.

    Args:
        months: The facet ``month``.
        link: Makes the address of a span.
        filters: What the search is limited to now; decides which bars are chosen.
    """
    counts = _counts(months)
    scale = max(counts.values(), default=0)
    filters = filters or Filters()
    return tuple(
        Year(bar, tuple(_month_bars(int(bar.label), counts, scale, link, filters)))
        for bar in _years(counts, link, filters)
    )


def coverage(months: Facet, days: Facet | None, filters: Filters, link: Link) -> Coverage:
    """Arrange the counts of a search: its years, the months of a chosen one, and its days.

    Args:
        months: The facet ``month``.
        days: The facet ``day``, when the search is limited to one month.
        filters: What the search is limited to now.
        link: Makes the address of a span.
    """
    only = _only_year(filters)
    inside = tuple(bucket for bucket in months.buckets if bucket.value[:4] == only)
    opened = next(iter(by_year(Facet(months.name, inside), link, filters)), None)
    weeks = _weeks(days, link, filters) if days and opened else ()
    return Coverage(_years(_counts(months), link, filters), opened, weeks)


def chosen_month(filters: Filters) -> date | None:
    """Return the first day of the month that both limits lie in, None when there is no such."""
    first, last = filters.first, filters.last
    if first and last and (first.year, first.month) == (last.year, last.month):
        return first.replace(day=1)
    return None


def _only_year(filters: Filters) -> str | None:
    first, last = filters.first, filters.last
    return f"{first.year:04}" if first and last and first.year == last.year else None


def _counts(months: Facet) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in months.buckets if bucket.count}


def _years(counts: dict[str, int], link: Link, filters: Filters) -> tuple[Bar, ...]:
    totals: Counter[int] = Counter()
    for month, count in counts.items():
        totals[int(month[:4])] += count
    if not totals:
        return ()
    scale = max(totals.values())
    return tuple(
        _bar(f"{year:04}", str(year), totals[year], scale, _year_days(year), link, filters)
        for year in range(max(totals), min(totals) - 1, -1)
    )


def _month_bars(
    year: int, counts: dict[str, int], scale: int, link: Link, filters: Filters
) -> Iterator[Bar]:
    for number in range(1, 13):
        first, last = _month_days(year, number)
        count = counts.get(_month(year, number), 0)
        yield _bar(str(number), dates.month(first), count, scale, (first, last), link, filters)


def _weeks(days: Facet, link: Link, filters: Filters) -> tuple[tuple[Bar | None, ...], ...]:
    month = chosen_month(filters)
    if month is None:
        return ()
    prefix = month.isoformat()[:7]
    counts = {b.value: b.count for b in days.buckets if b.value.startswith(prefix)}
    scale = max([SHADES, *counts.values()])  # one article a day is not a busy month

    def bar(day: date) -> Bar | None:
        if day.month != month.month:
            return None
        count = counts.get(day.isoformat(), 0)
        return _bar(str(day.day), dates.day(day), count, scale, (day, day), link, filters)

    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(month.year, month.month)
    return tuple(tuple(bar(day) for day in week) for week in weeks)


def _bar(
    label: str,
    name: str,
    count: int,
    scale: int,
    span: tuple[date, date],
    link: Link,
    filters: Filters,
) -> Bar:
    size = max(2, round(HEIGHT * count / scale)) if count else 0
    shade = max(1, -(-SHADES * count // scale)) if count else 0
    chosen = span == (filters.first, filters.last)
    return Bar(label, name, count, size, shade, link(*span) if count else None, chosen)


def _month(year: int, month: int) -> str:
    return f"{year:04}-{month:02}"


def _year_days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month_days(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
