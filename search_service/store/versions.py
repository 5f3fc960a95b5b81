"""What the newsroom's tables were before: each text that a staff page wrote, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from search_service.store.file import Store

KEPT: Final = 200
"""Versions kept of each table: years of corrections, and some MB at most where a table is long."""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a table.

    Attributes:
        id: Its number.
        saved: When it was written or, for one that a page found, found.
        by: Who wrote it, empty for one that was written by other means.
    """

    id: int
    saved: datetime
    by: str


class Versions:
    """The versions in a store."""

    def __init__(self, store: Store) -> None:
        """Keep versions in *store*; nothing is read or written yet."""
        self._store = store

    def add(self, table: str, *texts: tuple[str, str]) -> None:
        """Keep (text, by) one after the other, but for a text that is the newest already.

        Raises:
            StoreError: they cannot be kept.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        newest = "SELECT text FROM versions WHERE name = ? ORDER BY id DESC LIMIT 1"
        forget = (
            "DELETE FROM versions WHERE id IN"
            " (SELECT id FROM versions WHERE name = ? ORDER BY id DESC LIMIT -1 OFFSET ?)"
        )
        with self._store.opened() as file, file:
            for text, by in texts:
                if file.execute(newest, (table,)).fetchone() != (text,):
                    file.execute(
                        "INSERT INTO versions (name, saved, by, text) VALUES (?, ?, ?, ?)",
                        (table, now, by, text),
                    )
            file.execute(forget, (table, KEPT))

    def known(self, table: str) -> list[Version]:
        """Return the versions of a table, the newest first.

        Raises:
            StoreError: they cannot be read.
        """
        if not self._store.exists():
            return []
        query = "SELECT id, saved, by FROM versions WHERE name = ? ORDER BY id DESC"
        with self._store.opened() as file:
            return [
                Version(number, datetime.fromisoformat(saved), by)
                for number, saved, by in file.execute(query, (table,))
            ]

    def text(self, table: str, number: int) -> str | None:
        """Return the text of one version, None when there is none of this number.

        Raises:
            StoreError: it cannot be read.
        """
        query = "SELECT text FROM versions WHERE name = ? AND id = ?"
        with self._store.opened() as file:
            found = file.execute(query, (table, number)).fetchone()
        return None if found is None else str(found[0])
