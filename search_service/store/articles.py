"""Articles that were accepted from elsewhere than files: kept here before they are acknowledged.

The last word on an id is one row: its article, or that there is none any more. Every change has the
next number, so that whoever publishes knows by one number whether anything is new.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from search_service.article import Article
from search_service.store.file import Store

_PART: Final = 500
"""Articles read from the file at a time: some megabytes of text."""


class Outcome(StrEnum):
    """What came of an article that was sent."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


_RECORDS: Final = """
SELECT record FROM articles
WHERE id IN (SELECT value FROM json_each(?)) AND record IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An article as it is kept.

    Attributes:
        outcome: What it did to what was kept before.
        accepted: When its content first came.
    """

    article: Article
    outcome: Outcome
    accepted: datetime


class Articles:
    """The articles of a store, and those that were taken back."""

    def __init__(self, store: Store) -> None:
        """Keep articles in *store*; nothing is read or written yet."""
        self._store = store

    def accept(self, article: Article) -> Accepted:
        """Keep *article* in place of what has its id; the same content again changes nothing.

        When this returns the article is on disk.

        Raises:
            StoreError: the file cannot be written.
        """
        now = datetime.now(UTC)
        now -= timedelta(microseconds=now.microsecond % 1000)  # as it is kept, and told again
        with self._store.opened() as file, file:
            file.execute("BEGIN IMMEDIATE")
            known = file.execute(
                "SELECT fingerprint, accepted FROM articles WHERE id = ?", (article.id,)
            ).fetchone()
            if known and known[0] == article.fingerprint():
                return Accepted(article, Outcome.UNCHANGED, datetime.fromisoformat(known[1]))
            record = json.dumps(
                article.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False
            )
            _write(file, article.id, article.fingerprint(), record, now)
        outcome = Outcome.CHANGED if known and known[0] else Outcome.CREATED
        return Accepted(article, outcome, now)

    def withdraw(self, article_id: str) -> bool:
        """Take the article with this id back, also one that files have; return whether it was new.

        When this returns the withdrawal is on disk.

        Raises:
            StoreError: the file cannot be written.
        """
        with self._store.opened() as file, file:
            file.execute("BEGIN IMMEDIATE")
            known = file.execute(
                "SELECT fingerprint FROM articles WHERE id = ?", (article_id,)
            ).fetchone()
            if known == ("",):
                return False
            _write(file, article_id, "", None, datetime.now(UTC))
        return True

    def sequence(self) -> int:
        """Return the number of the last change, 0 where there was none.

        Raises:
            StoreError: the file cannot be read.
        """
        if not self._store.exists():
            return 0
        with self._store.opened() as file:
            (last,) = file.execute("SELECT max(sequence) FROM articles").fetchone()
        return int(last or 0)

    def fingerprints(self) -> Mapping[str, str]:
        """Return id -> fingerprint of every article; nothing where it was taken back.

        Raises:
            StoreError: the file cannot be read.
        """
        if not self._store.exists():
            return {}
        with self._store.opened() as file:
            return dict(file.execute("SELECT id, fingerprint FROM articles ORDER BY sequence"))

    def read(self, ids: Iterable[str]) -> Iterator[Article]:
        """Yield the articles with these *ids* as they are now, those of them that are kept.

        Raises:
            StoreError: the file cannot be read.
        """
        wanted = list(ids)
        for start in range(0, len(wanted), _PART):
            part = wanted[start : start + _PART]
            with self._store.opened() as file:
                found = file.execute(_RECORDS, (json.dumps(part),)).fetchall()
            for (record,) in found:
                yield Article.stored(json.loads(record))


def _write(
    file: sqlite3.Connection, article_id: str, fingerprint: str, record: str | None, now: datetime
) -> None:
    """Write the last word on an id, with the next number."""
    file.execute(
        "INSERT OR REPLACE INTO articles (id, fingerprint, record, accepted) VALUES (?, ?, ?, ?)",
        (article_id, fingerprint, record, now.isoformat(timespec="milliseconds")),
    )
