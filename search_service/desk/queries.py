"""Many searches at once: a table of queries in, a table of counts or of hits out.

A row of the table is a search; its columns are ``q`` and, as wanted, ``id`` (said again in the
answer), ``section`` and ``person`` (several with a semicolon between them), ``from``, ``to`` and
``sort``. Spreadsheets write tables with commas, semicolons or tabs, in UTF-8 or UTF-16: all are
read. A row that cannot be read is answered with what is wrong with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO
from typing import Final

from search_service.answering import asked, understood
from search_service.desk.exporting.delimited import Cell
from search_service.desk.exporting.snapshot import local
from search_service.desk.exporting.table import Page
from search_service.desk.trend import counted
from search_service.engines.base import Engine
from search_service.grammar import parse, parse_days
from search_service.newsroom import Newsroom
from search_service.query import MAX_SIZE, Filters, Query, Sort
from search_service.readers.base import UnreadableError, decode

COLUMNS: Final = ("id", "q", "section", "person", "from", "to", "sort")
"""What a table of queries may have; a column with another name is passed over."""

LIMIT: Final = 10
"""Hits of each query, where nothing else is asked."""


class QueriesError(ValueError):
    """A table that cannot be read at all; the message says why."""


class Wanted(StrEnum):
    """What is answered."""

    COUNTS = "counts"
    """A row for each query: articles, counted as a trend counts them, and their first and last
    day."""
    HITS = "hits"
    """A row for each of the first hits, in the order of the search page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One search of the table; with an ``error`` there is none."""

    id: str
    text: str
    query: Query
    error: str = ""


HEADINGS: Final[Mapping[Wanted, tuple[str, ...]]] = {
    Wanted.COUNTS: ("id", "q", "articles", "first", "last", "error"),
    Wanted.HITS: (
        "id", "q", "rank", "article", "title", "published", "section", "author", "source", "url",
        "page", "error",
    ),
}  # fmt: skip


def read(raw: bytes) -> list[Row]:
    """Return the searches of a table.

    Raises:
        QueriesError: it is no text, or has no column ``q``.
    """
    try:
        text = decode(raw)
    except UnreadableError as error:
        raise QueriesError(str(error)) from None
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = {name: (name or "").strip().lower() for name in rows.fieldnames or ()}
        if "q" not in names.values():
            raise QueriesError('the first row names no column "q"')
        return [
            _row({names[key]: value or "" for key, value in one.items() if key}) for one in rows
        ]
    except csv.Error as error:
        raise QueriesError(f"line {rows.line_num}: {error}") from None


def _row(values: Mapping[str, str]) -> Row:
    given = {name: values.get(name, "").strip() for name in COLUMNS}
    first, last = parse_days(given["from"]), parse_days(given["to"])
    wrong = [
        f"{name}: {given[name]!r}"
        for name, days in (("from", first), ("to", last))
        if given[name] and days is None
    ]
    wrong += [f"sort: {given['sort']!r}"] if given["sort"] not in {"", *Sort} else []
    filters = Filters(
        _several(given["section"]),
        _several(given["person"]),
        first[0] if first else None,
        last[1] if last else None,
    )
    sort = Sort(given["sort"]) if given["sort"] in set(Sort) else Sort.RELEVANCE
    query = parse(given["q"], filters=filters, sort=sort)
    return Row(given["id"], given["q"], query, "; ".join(wrong))


def _several(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def answered(
    engine: Engine,
    newsroom: Newsroom,
    rows: Iterable[Row],
    wanted: Wanted,
    *,
    limit: int = LIMIT,
    page: Page = lambda _: "",
) -> Iterator[list[Cell]]:
    """Yield the rows of the answer, a heading first.

    Args:
        engine: What is searched.
        newsroom: Its pins stand first among hits; they are not counted.
        rows: As ``read`` returns them.
        wanted: What is answered.
        limit: Most hits of each query, 1..MAX_SIZE.
        page: Makes the address of an article's page in the archive.
    """
    yield list(HEADINGS[wanted])
    for row in rows:
        if row.error:
            blank: list[Cell] = [None] * (len(HEADINGS[wanted]) - 3)
            yield [row.id, row.text, *blank, row.error]
        elif wanted is Wanted.COUNTS:
            yield _count(engine, newsroom, row)
        else:
            yield from _hits(engine, newsroom, row, min(limit, MAX_SIZE), page)


def _count(engine: Engine, newsroom: Newsroom, row: Row) -> list[Cell]:
    query = counted(understood(engine, row.query, newsroom))
    found = engine.search(query, facets=("day",))
    first, last = query.filters.first, query.filters.last
    days = [
        one.value
        for one in found.facets["day"].buckets
        if one.count
        and (first is None or one.value >= first.isoformat())
        and (last is None or one.value <= last.isoformat())
    ]
    ends = (days[0], days[-1]) if days else (None, None)
    return [row.id, row.text, found.total, *ends, None]


def _hits(
    engine: Engine, newsroom: Newsroom, row: Row, limit: int, page: Page
) -> Iterator[list[Cell]]:
    found = engine.search(replace(asked(engine, row.query, newsroom), size=limit))
    for rank, hit in enumerate(found.hits, 1):
        article = hit.document.article
        yield [
            *(row.id, row.text, rank, article.id, article.title),
            local(article.published) if article.published else None,
            *(article.section, article.author, article.source, article.url),
            *(page(hit.document), None),
        ]
