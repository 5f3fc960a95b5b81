"""What readers report of a person or an article, kept for the newsroom in a file of its own.

SQLite, beside the index and never in it: an index can be built again from the articles, what
readers wrote cannot. Nothing of who wrote it is kept.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

MAX_TEXT: Final = 1_000
"""Longest text of a report, in characters: what is wrong takes a sentence or two."""

MOST_OPEN: Final = 10_000
"""Reports kept that nobody has closed, some 10 MB: more than a newsroom reads, and an end to
whoever sends them by program."""

KEPT: Final = timedelta(days=90)
"""How long a report is kept once it is closed: long enough to take a correction back."""

_WAIT: Final = 5.0
"""Seconds that one process waits for another's writing."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL,
    article TEXT NOT NULL,
    text TEXT NOT NULL,
    closed TEXT
)
"""


class ReportsError(Exception):
    """Reports cannot be kept or read; the message says why and what to do."""


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
    """The reports in one file, which is made with the first of them. Safe for several processes."""

    def __init__(self, path: Path) -> None:
        """Keep reports in *path*; nothing is read or written yet."""
        self._path = path

    def add(self, subject: Subject, *, person: str = "", article: str = "", text: str = "") -> None:
        """Keep a report, its text cut to MAX_TEXT.

        Raises:
            ReportsError: there are too many open ones, or the file cannot be written.
        """
        now = datetime.now(UTC)
        with self._opened() as file, file:
            counted = file.execute("SELECT count(*) FROM reports WHERE closed IS NULL")
            (waiting,) = counted.fetchone()
            if waiting >= MOST_OPEN:
                raise ReportsError(f"{waiting:,} reports are open; close some (reports --done)")
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
            ReportsError: the file cannot be read.
        """
        if not self._path.exists():
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
            ReportsError: the file cannot be written.
        """
        if not self._path.exists():
            return False
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._opened() as file, file:
            done = file.execute(
                "UPDATE reports SET closed = ? WHERE id = ? AND closed IS NULL", (now, number)
            )
            return done.rowcount == 1

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file, made where it is missing, without what was closed long enough ago."""
        oldest = (datetime.now(UTC) - KEPT).isoformat()
        try:
            if not self._path.exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # Whoever else uses this machine has no business with what readers wrote.
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self._path, timeout=_WAIT)) as file:
                file.execute("PRAGMA journal_mode = WAL")
                file.execute(_SCHEMA)
                with file:
                    file.execute("DELETE FROM reports WHERE closed < ?", (oldest,))
                yield file
        except (OSError, sqlite3.Error) as error:
            raise ReportsError(f"{self._path} cannot be used for reports: {error}") from error
