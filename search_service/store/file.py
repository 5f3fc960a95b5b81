"""The file of the store: opened, made, and brought up to date."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from search_service.store.migrations import MIGRATIONS

_WAIT: Final = 20.0
"""Seconds that one process waits for another's writing. Whoever waits is not first come, first
served; a disk that is busy takes a tenth of a second for each, so that the last of many would be
refused after a few."""


_PAUSE: Final = 0.02
"""Seconds between two tries for what SQLite does not wait for by itself."""


class StoreError(Exception):
    """Something cannot be kept or read; the message says why and what to do."""


class Store:
    """One SQLite file, made when something is first kept. Safe for several threads and processes.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        """Use the file at *path*; nothing is read or written yet."""
        self.path = path

    def exists(self) -> bool:
        """Tell whether anything has been kept yet."""
        return self.path.exists()

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file with all its tables; a block of ``with`` on what is given is a transaction.

        What is committed is on disk: the journal is written through before a commit returns.

        Raises:
            StoreError: it cannot be read or written, also by the block; or a newer release made it.
        """
        try:
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                # Whoever else uses this machine has no business with what is kept here.
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(self.path, timeout=_WAIT)) as file:
                _write_ahead(file)
                file.execute("PRAGMA synchronous = FULL")
                file.execute("PRAGMA foreign_keys = ON")
                self._migrate(file)
                yield file
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the store {self.path} cannot be used: {error}") from error

    def _migrate(self, file: sqlite3.Connection) -> None:
        if _version(file) == len(MIGRATIONS):
            return
        with file:
            file.execute(
                "BEGIN IMMEDIATE"
            )  # of two processes one migrates, the other finds it done
            done = _version(file)
            if done > len(MIGRATIONS):
                raise StoreError(
                    f"the store {self.path} was written by a newer release; use that one"
                )
            for number, script in enumerate(MIGRATIONS[done:], done + 1):
                for statement in filter(str.strip, script.split(";")):
                    file.execute(statement)
                file.execute(f"PRAGMA user_version = {number:d}")


def _write_ahead(file: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side; who makes the file says so once and for all.

    To change it SQLite needs the file for itself, and does not wait for it as it does elsewhere.
    """
    until = time.monotonic() + _WAIT
    while file.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            file.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)


def _version(file: sqlite3.Connection) -> int:
    (version,) = file.execute("PRAGMA user_version").fetchone()
    return int(version)
