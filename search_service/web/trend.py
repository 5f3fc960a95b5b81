"""Coverage over time: several searches compared, as a page, as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from search_service.answering import understood
from search_service.desk.exporting import delimited
from search_service.desk.trend import MAX_SERIES, Series, Span, Step, Trend, share, trend
from search_service.grammar import typed, without_filters
from search_service.query import Filters, Query, Sort
from search_service.web import chart, chips, dates, desk_params, params, present
from search_service.web.caching import by_generation
from search_service.web.chart import Chart, Tick, Value
from search_service.web.context import engine, newsroom
from search_service.web.desk_params import AskedTrend, Measure
from search_service.web.downloads import attached, headings, taken
from search_service.web.errors import describe
from search_service.web.i18n import gettext, marked

blueprint = Blueprint("trend", __name__)

WIDE: Final = 1000
NARROW: Final = 400
"""Widths of the drawing on a desk and on a telephone, in its own units."""

STEPS: Final = {
    Step.YEAR: marked("Theo năm"),
    Step.MONTH: marked("Theo tháng"),
    Step.DAY: marked("Theo ngày"),
}
FINER: Final = {Step.YEAR: Step.MONTH, Step.MONTH: Step.DAY}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one search has in one span; ``count`` is None in a gap."""

    count: int | None
    share: float | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One span: its name, the same trend within it, and what each search has."""

    name: str
    label: str
    zoom: str | None
    articles: int
    cells: tuple[Cell, ...]


@blueprint.get("/trend")
@by_generation
def page() -> Response:
    """Show a trend and the form that asks for it; with ``format=csv`` send its numbers."""
    asked, problems = desk_params.read_trend(request.args)
    found = counted(asked)
    if request.args.get("format") == "csv":
        return _csv(found)
    rows = _rows(asked, found)
    shown = render_template(
        "trend.html",
        asked=asked,
        found=found,
        rows=rows,
        series=[(number, _label(one.query), one) for number, one in enumerate(found.series, 1)],
        charts=[_drawn(asked, found, rows, width) for width in (WIDE, NARROW)] if rows else [],
        steps=STEPS,
        inputs=[query.text for query in asked.queries] + [""] * (MAX_SERIES - len(asked.queries)),
        problems=[describe(problem) for problem in problems],
        longer=bool(asked.step and rows and asked.step is not found.step),
        shapes=[chart.marker(number, 20, 7) for number in range(1, MAX_SERIES + 1)],
        height=chart.HEIGHT,
        left=chart.LEFT,
        trend_url=_url,
        whole_url=_whole_url,
        changed=replace,
        csv_url=present.listing_url(
            "trend.page", [*desk_params.write_trend(asked), ("format", "csv")]
        ),
    )
    return make_response(shown)


def counted(asked: AskedTrend) -> Trend:
    """Return the trend that *asked* names; every article's where it names no search."""
    queries = [understood(engine(), query, newsroom()) for query in asked.queries or (Query(),)]
    return trend(engine(), queries, first=asked.first, last=asked.last, step=asked.step)


@blueprint.app_template_global()
def trend_url(query: Query) -> str:
    """Return the address of the trend of *query*, its filters in its text."""
    text = typed(query)
    queries = (Query(text=text),) if text else ()
    return _url(AskedTrend(queries, variants=query.switches.variants))


@blueprint.app_template_filter("share")
def share_label(value: float | None) -> str:
    """Return a share 0..1 in hundredths, in the language of the page."""
    return "–" if value is None else dates.percent(value)


def _url(asked: AskedTrend) -> str:
    return present.listing_url("trend.page", desk_params.write_trend(asked))


def _label(query: Query) -> str:
    return query.text or gettext("Mọi bài")


def _rows(asked: AskedTrend, found: Trend) -> list[Row]:
    finer = FINER.get(found.step)
    rows = []
    for place, span in enumerate(found.spans):
        zoom = desk_params.zoomed(asked, span.first, span.last, finer)
        rows.append(
            Row(
                name=chips.period(Filters(first=span.first, last=span.last)),
                label=_short(found.step, span.first),
                zoom=_url(zoom) if finer and span.articles else None,
                articles=span.articles,
                cells=tuple(_cell(one, place, span) for one in found.series),
            )
        )
    return rows


def _cell(series: Series, place: int, span: Span) -> Cell:
    count = series.counts[place]
    return Cell(count, share(count, span), _articles_url(series.query, span) if count else None)


def _articles_url(query: Query, span: Span) -> str:
    """Return the address of the articles that one point counts."""
    own = query.filters
    first = max(span.first, own.first or span.first)
    last = min(span.last, own.last or span.last)
    return _whole_url(params.within(query, first, last))


def _whole_url(query: Query) -> str:
    """Return the address of all articles of a search, as strictly as they were counted."""
    plain = replace(query, text=without_filters(query.text), sort=Sort.NEWEST, start=0, size=0)
    return present.search_url(plain)


def _short(step: Step, first: date) -> str:
    """Return a span as it stands below the axis."""
    return {
        Step.YEAR: f"{first.year}",
        Step.MONTH: f"{first.month}/{first.year}",
        Step.DAY: f"{first.day}/{first.month}",
    }[step]


def _drawn(asked: AskedTrend, found: Trend, rows: list[Row], width: int) -> Chart:
    sharing = asked.measure is Measure.SHARE
    lines = []
    for place, series in enumerate(found.series):
        label = _label(series.query)
        lines.append(
            [
                Value(
                    row.cells[place].share if sharing else row.cells[place].count,
                    f"{label}, {row.name}: {_told(row.cells[place], row)}",
                    row.cells[place].url,
                )
                for row in rows
            ]
        )
    times = [Tick(0, row.label, row.zoom) for row in rows]
    drawn = chart.draw(lines, times, width, whole=not sharing)
    name = dates.percent if sharing else dates.plain
    levels = tuple(replace(level, label=name(float(level.label))) for level in drawn.levels)
    return replace(drawn, levels=levels)


def _told(cell: Cell, row: Row) -> str:
    return gettext("%(count)s trong %(articles)s bài, %(share)s") % {
        "count": dates.number(cell.count or 0),
        "articles": dates.number(row.articles),
        "share": share_label(cell.share),
    }


def _csv(found: Trend) -> Response:
    queries = " | ".join(_label(one.query) for one in found.series)
    snapshot = taken(queries, None)
    head = delimited.comments(snapshot, headings())
    return attached(delimited.table(_csv_rows(found), head), delimited.MIMETYPE, "trend", "csv")


def _csv_rows(found: Trend) -> Iterator[list[delimited.Cell]]:
    labels = [_label(one.query) for one in found.series]
    names = [name for label in labels for name in (label, gettext("Tỷ lệ: %s") % label)]
    yield [gettext("Từ ngày"), gettext("Đến ngày"), gettext("Mọi bài"), *names]
    for place, span in enumerate(found.spans):
        row: list[delimited.Cell] = [span.first.isoformat(), span.last.isoformat(), span.articles]
        for one in found.series:
            row += [one.counts[place], share(one.counts[place], span)]
        yield row
