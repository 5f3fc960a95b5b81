"""The search diary: what was searched for, counted by day.

Nothing of who searched is kept, and no moment finer than the day. A query is kept as it was typed,
shortened, in lower case; what only one search of a day had is told to nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from search_service.store.file import Store

MAX_QUERY: Final = 100
"""Longest query kept, in characters: a longer one is a text that was pasted."""

TOLD: Final = 2
"""Searches that a query must have had to be told: what one person typed once stays untold."""

PLACES: Final = 10
"""Places among the hits that clicks are counted by; those further down count as the last."""


class Order(StrEnum):
    """What queries are told first."""

    FREQUENT = "frequent"
    EMPTY = "empty"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Seen:
    """One search, or one click on what it found.

    Attributes:
        query: What was searched for.
        found: How many articles; None for a click.
        seconds: How long it took.
        place: The place of the hit that was clicked on, 1 for the first; 0 for a search.
    """

    query: str
    found: int | None = None
    seconds: float = 0.0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What a query came to in the days asked for.

    Attributes:
        query: The query.
        searches: How often it was searched for.
        empty: How often nothing was found.
        seconds: How long a search took on average.
        slowest: How long the slowest one took, in seconds.
        clicks: How often a hit was clicked on.
        place: The average place of such a hit, None without clicks.
    """

    query: str
    searches: int
    empty: int
    seconds: float
    slowest: float
    clicks: int
    place: float | None


_ADD: Final = """
INSERT INTO searches (day, query, searches, empty, seconds, slowest, clicks, places)
VALUES (:day, :query, :searches, :empty, :seconds, :slowest, :clicks, :places)
ON CONFLICT (day, query) DO UPDATE SET
    searches = searches + excluded.searches, empty = empty + excluded.empty,
    seconds = seconds + excluded.seconds, slowest = max(slowest, excluded.slowest),
    clicks = clicks + excluded.clicks, places = places + excluded.places
"""

_LINES: Final = """
SELECT query, sum(searches) AS n, sum(empty) AS e, sum(seconds) / max(1, sum(searches)) AS s,
       max(slowest), sum(clicks), sum(places)
FROM searches WHERE day >= :since
GROUP BY query HAVING n >= :told AND (:order <> 'empty' OR e > 0)
ORDER BY CASE :order WHEN 'slow' THEN s WHEN 'empty' THEN e ELSE n END DESC, query
LIMIT :size
"""


class Diary:
    """The diary in a store."""

    def __init__(self, store: Store, *, days: int) -> None:
        """Keep it in *store*, each day for so many *days*."""
        self._store = store
        self._days = days

    def add(self, seen: Iterable[Seen], today: date) -> None:
        """Count what was *seen* today, and drop the days that are over.

        Raises:
            StoreError: it cannot be kept.
        """
        with self._store.opened() as file, file:
            for one in seen:
                query = " ".join(one.query.split()).lower()[:MAX_QUERY]
                file.execute(_ADD, _row(one, query, today))
            self._forget(file, today)

    def lines(self, order: Order, *, since: date, size: int) -> list[Line]:
        """Return what queries came to from the day *since* on, at most *size* of them.

        Raises:
            StoreError: it cannot be read.
        """
        asked = {"since": str(since), "told": TOLD, "order": order.value, "size": size}
        with self._store.opened() as file:
            rows = file.execute(_LINES, asked)
            return [
                Line(query, n, empty, mean, most, clicks, places / clicks if clicks else None)
                for query, n, empty, mean, most, clicks, places in rows
            ]

    def totals(self, *, since: date) -> tuple[int, int, int]:
        """Return the searches from the day *since* on, those that found nothing, and the clicks.

        Raises:
            StoreError: they cannot be read.
        """
        query = (
            "SELECT coalesce(sum(searches), 0), coalesce(sum(empty), 0), coalesce(sum(clicks), 0)"
            " FROM searches WHERE day >= ?"
        )
        with self._store.opened() as file:
            searches, empty, clicks = file.execute(query, (str(since),)).fetchone()
        return searches, empty, clicks

    def _forget(self, file: sqlite3.Connection, today: date) -> None:
        oldest = today - timedelta(days=self._days)
        file.execute("DELETE FROM searches WHERE day < ?", (str(oldest),))


def _row(one: Seen, query: str, today: date) -> dict[str, object]:
    searched = one.found is not None
    return {
        "day": str(today),
        "query": query,
        "searches": int(searched),
        "empty": int(one.found == 0),
        "seconds": one.seconds if searched else 0.0,
        "slowest": one.seconds if searched else 0.0,
        "clicks": int(one.place > 0),
        "places": min(one.place, PLACES),
    }
