"""What readers report of a person or an article, kept for the newsroom.

Nothing of who wrote it is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from search_service.store.file import Store, StoreError

MAX_TEXT: Final = 1_000
"""Longest text of a report, in characters: what is wrong takes a sentence or two."""

MOST_OPEN: Final = 10_000
"""Reports kept that nobody has closed, some 10 MB: more than a newsroom reads, and an end to
whoever sends them by program."""

KEPT: Final = timedelta(days=90)
"""How long a report is kept once it is closed: long enough to take a correction back."""


class Subject(StrEnum):
    """What a report says is wrong."""

    PERSON = "person"
    DATE = "date"
    ARTICLE = "article"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        id: Its number.
        received: When it came.
        subject: What is said to be wrong.
        person: Id of the person whose page it is about, or nothing.
        article: Id of the article, or nothing.
        text: What the reader wrote, may be nothing.
    """

    id: int
    received: datetime
    subject: Subject
    person: str
    article: str
    text: str


class Reports:
    """The reports of a store."""

    def __init__(self, store: Store) -> None:
        """Keep reports in *store*; nothing is read or written yet."""
        self._store = store

    def add(self, subject: Subject, *, person: str = "", article: str = "", text: str = "") -> None:
        """Keep a report, its text cut to MAX_TEXT.

        Raises:
            StoreError: there are too many open ones, or the file cannot be written.
        """
        now = datetime.now(UTC)
        with self._opened() as file, file:
            counted = file.execute("SELECT count(*) FROM reports WHERE closed IS NULL")
            (waiting,) = counted.fetchone()
            if waiting >= MOST_OPEN:
                raise StoreError(f"{waiting:,} reports are open; close some (reports --done)")
            file.execute(
                "INSERT INTO reports (received, subject, person, article, text)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    now.isoformat(timespec="seconds"),
                    subject.value,
                    person,
                    article,
                    text[:MAX_TEXT],
                ),
            )

    def waiting(self) -> list[Report]:
        """Return the reports that nobody has closed, the oldest first.

        Raises:
            StoreError: the file cannot be read.
        """
        if not self._store.exists():
            return []
        query = (
            "SELECT id, received, subject, person, article, text FROM reports"
            " WHERE closed IS NULL ORDER BY id"
        )
        with self._opened() as file:
            return [
                Report(number, datetime.fromisoformat(received), Subject(subject), *texts)
                for number, received, subject, *texts in file.execute(query)
            ]

    def close(self, number: int) -> bool:
        """Close a report; return whether there was an open one of this number.

        Raises:
            StoreError: the file cannot be written.
        """
        if not self._store.exists():
            return False
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._opened() as file, file:
            done = file.execute(
                "UPDATE reports SET closed = ? WHERE id = ? AND closed IS NULL", (now, number)
            )
            return done.rowcount == 1

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the store without the reports that were closed long enough ago."""
        oldest = (datetime.now(UTC) - KEPT).isoformat()
        with self._store.opened() as file:
            with file:
                file.execute("DELETE FROM reports WHERE closed < ?", (oldest,))
            yield file
