"""Tables that the newsroom edits: tab-separated UTF-8 text, watched for changes."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path
from threading import Lock
from typing import Final, Generic, NamedTuple, TypeVar

from search_service.cleaning import clean

MAX_BYTES: Final = 4 * 1024 * 1024
"""Largest table read: some 50,000 lines, far more than anyone keeps by hand."""

Table = TypeVar("Table")

_log = logging.getLogger(__name__)


class NewsroomError(ValueError):
    """A table that cannot be used; the message names file and line and says what to write."""


class Row(NamedTuple):
    """One line of a table.

    Attributes:
        place: Where it stands, for messages: ``newsroom/pins.tsv, line 3``.
        cells: What stands between its tabs, cleaned as an article's texts are; at least one.
    """

    place: str
    cells: tuple[str, ...]


Parse = Callable[[Sequence[Row]], Table]
"""Makes a table of its rows, none for a file that is not there; raises NewsroomError."""


def rows(path: Path) -> list[Row]:
    """Return the rows of *path*; see ``rows_of``.

    Raises:
        NewsroomError: it is too large or not UTF-8.
        OSError: it cannot be read.
    """
    return rows_of(written(path), str(path))


def written(path: Path) -> str:
    """Return the text of *path*, without the mark of its encoding.

    Raises:
        NewsroomError: it is too large or not UTF-8.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise NewsroomError(f"{path} is larger than {MAX_BYTES // 1024**2} MB; shorten it")
    return _decoded(path, content)


def replace(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put *content* in the place of a file: who reads it sees the old one or the new one, whole.

    Raises:
        OSError: it cannot be written.
    """
    aside = path.with_name(f".{path.name}.new")
    descriptor = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def rows_of(text: str, name: str) -> list[Row]:
    """Return the rows of a table's *text*, called *name* in messages.

    Empty lines, and from a ``#`` that begins a cell on, are comment.
    """
    return [
        Row(f"{name}, line {number}", _cells(line))
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(takewhile(lambda cell: not cell.startswith("#"), map(clean, line.split("\t"))))


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NewsroomError(
            f"{path}, line {line}: this is not UTF-8; save the file as text in UTF-8"
        ) from None


class Watched(Generic[Table]):
    """The table of one file, as it was when last right. Safe to use from several threads."""

    def __init__(self, path: Path, parse: Parse[Table]) -> None:
        """Read *path*, which need not be there.

        Raises:
            NewsroomError: it cannot be used.
        """
        self._path = path
        self._parse = parse
        self._lock = Lock()
        self._seen = self.state()
        self._table = self._read()

    def table(self) -> Table:
        """Return the table, read again if the file has changed since.

        A file that has become wrong is named in the log once; the table before it stays in use.
        """
        if self.state() != self._seen:
            with self._lock:
                self._refresh()
        return self._table

    def _refresh(self) -> None:
        state = self.state()
        if state == self._seen:  # another thread was here first
            return
        try:
            self._table = self._read()
        except NewsroomError as error:
            _log.warning("%s; what was read before stays in use", error)
        # Last, and as it was before reading: what is written meanwhile is seen the next time.
        self._seen = state

    def _read(self) -> Table:
        try:
            return self._parse(rows(self._path))
        except FileNotFoundError:
            return self._parse(())
        except OSError as error:
            raise NewsroomError(f"{self._path} cannot be read: {error.strerror}") from None

    def state(self) -> tuple[int, int, int] | None:
        """Return what tells one state of the file from another, None when it is not there."""
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino
