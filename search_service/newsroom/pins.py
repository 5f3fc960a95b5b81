"""Pins: the articles that the newsroom puts first for a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from search_service.grammar import parse as parse_query
from search_service.grammar import parse_days
from search_service.newsroom.tables import NewsroomError, Row
from search_service.query import Query
from search_service.vietnamese import fold, is_marked


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of the table.

    Attributes:
        place: Where it stands, for messages.
        tokens: The query's syllables in normal form and lower case.
        article: The id or URL of the article.
        first: The first day on which it holds, None for always.
        last: The last such day.
    """

    place: str
    tokens: tuple[str, ...]
    article: str
    first: date | None
    last: date | None

    def holds(self, tokens: Sequence[str], today: date) -> bool:
        """Tell whether the pin is for these syllables, as many as its own, on this day.

        As in an article, an unmarked syllable stands for every marking of itself and a marked one
        for itself alone. A pin without any mark is for every marking.
        """
        if (self.first and today < self.first) or (self.last and today > self.last):
            return False
        if not any(map(is_marked, self.tokens)):
            return self.tokens == tuple(map(fold, tokens))
        return all(
            one == own or (not is_marked(one) and one == fold(own))
            for one, own in zip(tokens, self.tokens, strict=True)
        )


Pins = Mapping[tuple[str, ...], tuple[Pin, ...]]
"""The pins by the folded syllables of their query, in the order of the file."""


def parse(rows: Sequence[Row]) -> Pins:
    """Return the table of *rows*: query, article, and the days from and to which it holds, if any.

    Raises:
        NewsroomError: a line cannot be read.
    """
    table: dict[tuple[str, ...], tuple[Pin, ...]] = {}
    for row in rows:
        pin = _pin(row)
        key = tuple(map(fold, pin.tokens))
        table[key] = (*table.get(key, ()), pin)
    return table


def pinned(pins: Pins, query: Query, today: date) -> tuple[str, ...]:
    """Return the ids or URLs of the articles pinned for *query* on this day, the first one first.

    A query is compared by its words or by its one phrase; filters do not matter, and where
    something is excluded nothing is pinned.
    """
    tokens = _tokens(query)
    known = pins.get(tuple(map(fold, tokens)), ())
    return tuple(dict.fromkeys(pin.article for pin in known if pin.holds(tokens, today)))


def _tokens(query: Query) -> tuple[str, ...]:
    if query.excluded or (query.phrases and query.tokens) or len(query.phrases) > 1:
        return ()
    return query.phrases[0].tokens if query.phrases else query.tokens


def _pin(row: Row) -> Pin:
    if not 2 <= len(row.cells) <= 4 or not row.cells[1]:
        raise NewsroomError(
            f"{row.place}: write the query, a tab, the id or URL of the article and, if it is not "
            "for always, a tab and the first day, a tab and the last day"
        )
    query = parse_query(row.cells[0])
    tokens = _tokens(query)
    if not tokens or query.filters:
        raise NewsroomError(f"{row.place}: write words for a query, without filters and exclusions")
    first, last = (_day(row, place) for place in (2, 3))
    if first and last and first > last:
        raise NewsroomError(f"{row.place}: the last day comes before the first")
    return Pin(row.place, tokens, row.cells[1], first, last)


def _day(row: Row, place: int) -> date | None:
    text = row.cells[place] if place < len(row.cells) else ""
    if not text:
        return None
    days = parse_days(text)
    if days is None:
        raise NewsroomError(f"{row.place}: {text!r} is not a date; write 25/10/2022 or 2022-10-25")
    return days[place - 2]
