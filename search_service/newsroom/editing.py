"""Changing a table from a page: checked before it is written, and never over another's change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from search_service.newsroom.files import PARSERS
from search_service.newsroom.tables import MAX_BYTES, NewsroomError, replace, rows_of, written

_LOCK: Final = ".lock"
_WAIT: Final = 5.0
"""Seconds that one who writes waits for another: a table is written in a moment."""


class ChangedMeanwhileError(NewsroomError):
    """The table is no longer as it was when it was read."""


@dataclass(frozen=True, slots=True)
class Written:
    """A table as it is written.

    Attributes:
        text: All of it, comments included; empty for one that is not there.
        state: What tells this text from any other.
    """

    text: str
    state: str


class Editor:
    """The tables in one folder, to be read and written as text."""

    def __init__(self, folder: Path) -> None:
        """Use the tables in *folder*, which is made when one is written."""
        self._folder = folder

    def read(self, name: str) -> Written:
        """Return the table *name*, a key of ``files.PARSERS``.

        Raises:
            NewsroomError: it cannot be read.
        """
        path = self._folder / name
        try:
            text = written(path)
        except FileNotFoundError:
            text = ""
        except OSError as error:
            raise NewsroomError(f"{path} cannot be read: {error.strerror}") from None
        return Written(text, hashlib.sha256(text.encode()).hexdigest())

    def write(self, name: str, text: str, *, state: str) -> Written:
        """Write the table *name* as *text*, if it is still in *state*; return what it was before.

        Raises:
            ChangedMeanwhileError: it is not.
            NewsroomError: the text cannot be used, or the file not be written.
        """
        text = "\n".join(text.splitlines()).strip("\n")
        content = f"{text}\n".encode() if text else b""
        if len(content) > MAX_BYTES:
            raise NewsroomError(f"{name}: no more than {MAX_BYTES // 1024**2} MB")
        PARSERS[name](rows_of(text, name))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / _LOCK, timeout=_WAIT):
                before = self.read(name)
                if before.state != state:
                    raise ChangedMeanwhileError(f"{name} was changed by someone else meanwhile")
                replace(self._folder / name, content)
        except Timeout:
            raise NewsroomError(f"{name} is being written by someone else; try again") from None
        except OSError as error:
            raise NewsroomError(f"{name} cannot be written: {error.strerror}") from None
        return before
