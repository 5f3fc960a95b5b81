"""The concordance of a whole result: every occurrence of a search in its context, one a line.

By date a page has all lines of some articles, so no more is read than is shown. Sorted by the words
beside the keyword, which shows what is said with it again and again (Luhn's KWIC index, 1960), the
lines of many articles have to be known: those of the newest READ, and a page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Final

from search_service.concordance import KeywordInContext, fullest
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.query import Query, Sort
from search_service.vietnamese import fold, syllables

READ: Final = 500
"""Articles read for lines sorted by their words: about a second."""

ARTICLES: Final = 20
"""Articles of one page sorted by date."""

LINES: Final = 100
"""Lines of one page sorted by words."""

BESIDE: Final = 4
"""Syllables beside the keyword that order the lines."""


class Order(StrEnum):
    """How lines are sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence, and the article it is in."""

    document: Document
    keyword: KeywordInContext


@dataclass(frozen=True, slots=True)
class Kwic:
    """A page of lines.

    Attributes:
        articles: Articles that the search finds.
        read: How many of them the lines of all pages are of.
        size: What a page has: of articles by date, of lines by words.
        total: How many there are of what a page has.
    """

    lines: tuple[Line, ...]
    articles: int
    read: int
    size: int
    total: int


def kwic(engine: Engine, query: Query, order: Order, *, page: int = 1) -> Kwic:
    """Return page *page* (from 1) of the lines of *query*, which ``understood`` has been over."""
    if order in (Order.NEWEST, Order.OLDEST):
        start = (page - 1) * ARTICLES
        found = engine.search(replace(query, sort=Sort(order.value), start=start, size=ARTICLES))
        shown = tuple(every_line((hit.document for hit in found.hits), query))
        return Kwic(shown, found.total, found.total, ARTICLES, found.total)
    total = engine.search(replace(query, sort=Sort.NEWEST, start=0, size=0)).total
    documents = islice(engine.stream(replace(query, sort=Sort.NEWEST)), READ)
    by = _left if order is Order.LEFT else _right
    known = sorted(every_line(documents, query), key=by)
    shown = tuple(known[(page - 1) * LINES : page * LINES])
    return Kwic(shown, total, min(total, READ), LINES, len(known))


def every_line(documents: Iterable[Document], query: Query) -> Iterator[Line]:
    """Yield the lines of *documents*, in their order and the order of each text."""
    for document in documents:
        for keyword in fullest(document.article, query):
            yield Line(document, keyword)


def _left(line: Line) -> tuple[object, ...]:
    return _beside(syllables(line.keyword.left)[::-1]), _key(line.keyword.text)


def _right(line: Line) -> tuple[object, ...]:
    return _beside(syllables(line.keyword.right)), _key(line.keyword.text)


def _beside(tokens: list[str]) -> tuple[bool, list[tuple[str, str]]]:
    """Return what sorts by the syllables nearest to the keyword; where there are none, last."""
    return not tokens, [_key(token) for token in tokens[:BESIDE]]


def _key(text: str) -> tuple[str, str]:
    """Return what sorts by letters first, by marks where the letters are the same."""
    return fold(text), text
