"""The addresses of the newsroom's desk: a trend, its words around it, what is taken away.

``q`` (a search each, filters in its text), ``from``, ``to``, ``step`` and ``measure`` of a trend;
a search with ``order`` and ``page`` of a concordance, with ``format`` of an export.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from search_service.desk.exporting import Format
from search_service.desk.kwic import ARTICLES, Order
from search_service.desk.trend import MAX_SERIES, Step
from search_service.grammar import parse
from search_service.query import Query, Sort
from search_service.web import params
from search_service.web.parameters import Arguments, BadParameter, Reader


class Measure(StrEnum):
    """What a trend draws."""

    SHARE = "share"
    COUNT = "count"


class Exported(StrEnum):
    """What an export may be: every Format, and a page to print."""

    CSV = Format.CSV.value
    XLSX = Format.XLSX.value
    JSONL = Format.JSONL.value
    BIBTEX = Format.BIBTEX.value
    RIS = Format.RIS.value
    HTML = "html"


@dataclass(frozen=True, slots=True)
class AskedTrend:
    """What the address of a trend says; ``step`` is None where the days decide."""

    queries: tuple[Query, ...] = ()
    first: date | None = None
    last: date | None = None
    step: Step | None = None
    measure: Measure = Measure.SHARE
    variants: bool = True


def read_trend(args: Arguments) -> tuple[AskedTrend, tuple[BadParameter, ...]]:
    """Return what the address of a trend asks for, and what of it could not be read."""
    reader = Reader(args)
    between = reader.ordered(reader.filters())
    switches = reader.switches()
    queries = (parse(text, switches=switches) for text in reader.texts(MAX_SERIES))
    return (
        AskedTrend(
            queries=tuple(queries),
            first=between.first,
            last=between.last,
            step=reader.choice("step", Step),
            measure=reader.choice("measure", Measure) or Measure.SHARE,
            variants=switches.variants,
        ),
        tuple(reader.problems),
    )


def read_export(args: Arguments) -> tuple[Query, Format | None]:
    """Return the query of an address that exports, and the format; None for the page to print.

    Raises:
        ParameterError: a parameter cannot be read; a file has no place to say so.
    """
    reader = Reader(args)
    query = reader.page(1)
    kind = reader.choice("format", Exported)
    reader.refuse()
    return query, None if kind is Exported.HTML else Format((kind or Exported.CSV).value)


@dataclass(frozen=True, slots=True)
class AskedConcordance:
    """Which lines of which search, and which page of them."""

    query: Query
    order: Order
    page: int


def read_concordance(args: Arguments) -> tuple[AskedConcordance, tuple[BadParameter, ...]]:
    """Return what the address of a concordance asks for, and what could not be read."""
    reader = Reader(args)
    query = reader.page(ARTICLES)
    page = query.start // ARTICLES + 1
    order = reader.choice("order", Order) or Order.NEWEST
    return AskedConcordance(replace(query, start=0), order, page), tuple(reader.problems)


def write_search(query: Query) -> list[tuple[str, str]]:
    """Return the parameters of a search, without its order and page."""
    return params.write(replace(query, start=0, sort=Sort.RELEVANCE))


def write_concordance(asked: AskedConcordance) -> list[tuple[str, str]]:
    """Return the parameters of a concordance, as ``read_concordance`` takes them."""
    pairs = write_search(asked.query)
    pairs += [("order", asked.order.value)] if asked.order is not Order.NEWEST else []
    return pairs + ([("page", str(asked.page))] if asked.page > 1 else [])


def write_trend(asked: AskedTrend) -> list[tuple[str, str]]:
    """Return the parameters of a trend, as ``read_trend`` takes them."""
    pairs = [("q", query.text) for query in asked.queries]
    pairs += [("from", asked.first.isoformat())] if asked.first else []
    pairs += [("to", asked.last.isoformat())] if asked.last else []
    pairs += [("step", asked.step.value)] if asked.step else []
    pairs += [("measure", asked.measure.value)] if asked.measure is not Measure.SHARE else []
    return pairs + ([] if asked.variants else [("variants", "0")])


def zoomed(asked: AskedTrend, first: date, last: date, step: Step | None) -> AskedTrend:
    """Return the same trend between two days."""
    return replace(asked, first=first, last=last, step=step)
