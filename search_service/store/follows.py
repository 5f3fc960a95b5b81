"""What is followed: searches and persons saved under a name, each with a feed of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any, Final

from search_service.store.file import Store, StoreError

MOST: Final = 1_000
"""Follows kept: a digest searches for each, and a newsroom of fifty keeps twenty a head."""

MAX_NAME: Final = 120
"""Longest name, in characters."""

MAX_MAIL: Final = 254
"""Longest address of mail, in characters (RFC 5321, section 4.5.3.1.3)."""

_KEY_BYTES: Final = 24
"""Bytes of the key by which a feed is reached: nobody guesses 192 bits."""

_ALL: Final = """
SELECT id, key, name, query, mail, by, saved, seen FROM follows ORDER BY name, id
"""
_BY_KEY: Final = """
SELECT id, key, name, query, mail, by, saved, seen FROM follows WHERE key = ?
"""


@dataclass(frozen=True, slots=True)
class Follow:
    """One search that is followed; a person is followed by the search for that person.

    Attributes:
        id: Its number.
        key: What the address of its feed is made of; whoever has it can read the feed.
        name: What it is called.
        query: The search, in the grammar, with its filters.
        mail: Where its digest goes, empty for nowhere.
        by: Who saved it, empty for the command line.
        saved: When.
        seen: Ids of the articles that its digest has told, or that were there when it was saved.
    """

    id: int
    key: str
    name: str
    query: str
    mail: str
    by: str
    saved: datetime
    seen: frozenset[str]


class Follows:
    """The follows in a store."""

    def __init__(self, store: Store) -> None:
        """Keep follows in *store*; nothing is read or written yet."""
        self._store = store

    def add(
        self, query: str, *, name: str, mail: str = "", by: str = "", seen: Iterable[str] = ()
    ) -> Follow:
        """Keep a search under a name, and return it.

        Raises:
            StoreError: there are too many, or it cannot be kept.
        """
        key = token_urlsafe(_KEY_BYTES)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = (key, name[:MAX_NAME], query, mail, by, now, _listed(seen))
        with self._store.opened() as file, file:
            (number,) = file.execute("SELECT count(*) FROM follows").fetchone()
            if number >= MOST:
                raise StoreError(f"{MOST:,} searches are followed; drop some first")
            file.execute(
                "INSERT INTO follows (key, name, query, mail, by, saved, seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        found = self.by_key(key)
        if found is None:
            raise StoreError("what was saved to be followed is gone at once")
        return found

    def all(self) -> list[Follow]:
        """Return every follow by name.

        Raises:
            StoreError: they cannot be read.
        """
        if not self._store.exists():
            return []
        with self._store.opened() as file:
            return [_follow(row) for row in file.execute(_ALL)]

    def by_key(self, key: str) -> Follow | None:
        """Return the follow with this key, None when nobody has it.

        Raises:
            StoreError: it cannot be read.
        """
        if not self._store.exists():
            return None
        with self._store.opened() as file:
            row = file.execute(_BY_KEY, (key,)).fetchone()
        return None if row is None else _follow(row)

    def remove(self, number: int) -> bool:
        """Follow no longer; return whether it was followed.

        Raises:
            StoreError: it cannot be written.
        """
        with self._store.opened() as file, file:
            return file.execute("DELETE FROM follows WHERE id = ?", (number,)).rowcount == 1

    def told(self, seen: Mapping[int, Iterable[str]]) -> None:
        """Keep for each number which articles have been seen by now.

        Raises:
            StoreError: it cannot be written.
        """
        rows = [(_listed(ids), number) for number, ids in seen.items()]
        with self._store.opened() as file, file:
            file.executemany("UPDATE follows SET seen = ? WHERE id = ?", rows)


def _listed(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids), ensure_ascii=False)


def _follow(row: tuple[Any, ...]) -> Follow:
    number, key, name, query, mail, by, saved, seen = row
    moment = datetime.fromisoformat(saved)
    return Follow(number, key, name, query, mail, by, moment, frozenset(json.loads(seen)))
