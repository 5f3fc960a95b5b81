"""What every reader shares: the report of what could not be read, and limits on what is held."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from search_service.article import Article

MAX_DOCUMENT: Final = 64 * 2**20
"""Most bytes of a file that must be held whole (all formats but JSON Lines and WARC).

A larger one is not one article, or is a year's export better written as JSON Lines; as text it
would take up to 256 MB of memory.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, where and why.

    Attributes:
        path: The file, or the folder.
        line: The line it begins at, counted from 1; None where the format has no lines.
        reason: What is wrong and, where it can be mended, how.
        whole_file: The file, or the rest of it, could not be read: articles may be missing unseen.
    """

    path: Path
    line: int | None
    reason: str
    whole_file: bool = False

    def __str__(self) -> str:
        """Return ``path:line: reason``."""
        place = f"{self.path}:{self.line}" if self.line is not None else f"{self.path}"
        return f"{place}: {self.reason}"


Items = Iterator[Article | Problem]


class UnreadableError(ValueError):
    """A file that cannot be read at all; the message says why."""


class Readable(Protocol):
    """What gives bytes, fewer than asked for if it likes, none at its end."""

    def read(self, size: int, /) -> bytes:
        """Return at most *size* bytes."""


def read_whole(stream: Readable, limit: int = MAX_DOCUMENT) -> bytes:
    """Return all bytes of *stream*.

    Raises:
        UnreadableError: there are more than *limit* bytes.
    """
    content = bytearray()
    while piece := stream.read(min(2**20, limit + 1 - len(content))):
        content += piece
        if len(content) > limit:
            raise UnreadableError(
                f"is larger than {limit // 2**20} MB unpacked; write large exports as JSON Lines"
            )
    return bytes(content)


def decode(content: bytes) -> str:
    """Return the text of *content*: UTF-8, or UTF-16 where a byte order mark says so.

    Raises:
        UnreadableError: the bytes are neither.
    """
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"is not {'UTF-16' if utf16 else 'UTF-8'} at byte {error.start + 1:,}; save it as UTF-8"
        ) from None
