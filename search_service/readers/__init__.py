"""Every way in: saved pages, HTML, JSON Lines, RSS/Atom and WARC become articles.

The format of a file is found from its content, gzip or not. What cannot be read becomes a
`Problem` that says where and why, and reading goes on.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BufferedIOBase
from pathlib import Path
from typing import Final

from search_service.article import Article
from search_service.readers import feed, html, jsonl, page, warc
from search_service.readers.base import Items, Problem
from search_service.readers.detect import HEAD, Format, detect, unknown
from search_service.readers.walk import Found, SourceError, find

__all__ = ["Problem", "Reading", "SourceError", "is_feed"]

_GZIP: Final = b"\x1f\x8b"

_READERS: Final[dict[Format, Callable[[BufferedIOBase, Path], Items]]] = {
    Format.PAGE: page.read,
    Format.FEED: feed.read,
    Format.HTML: html.read,
    Format.JSON: jsonl.read,
    Format.WARC: warc.read,
}


class Reading:
    """Every article and problem of some files and folders, to be gone through once.

    Attributes:
        total: Bytes of all files, as stored.
        origins: The sources, as absolute paths: what each article comes from.
        path: The file being read.
        files: Files opened so far.
        ignored: Files of the folders passed over as plainly no articles (pictures, style sheets).
    """

    def __init__(self, sources: Sequence[Path]) -> None:
        """Look for the files of *sources*, which are files or folders.

        Raises:
            SourceError: a source does not exist.
        """
        self._sources = find(sources)
        self.origins = [_origin(source.path) for source in self._sources]
        self.path = Path()
        files = (item for source in self._sources for item in source.found)
        self.total = sum(item.size for item in files if isinstance(item, Found))
        self.ignored = sum(source.ignored for source in self._sources)
        self.files = 0
        self._finished = 0
        self._open: BufferedIOBase | None = None

    @property
    def done(self) -> int:
        """Bytes consumed so far, as stored: compare with ``total``."""
        return self._finished + (self._open.tell() if self._open else 0)

    def __iter__(self) -> Iterator[tuple[str, Article | Problem]]:
        """Yield the source each item comes from, as absolute path, and the item."""
        for source in self._sources:
            origin = _origin(source.path)
            articles = 0
            for found in source.found:
                for item in [found] if isinstance(found, Problem) else self._read(found):
                    articles += isinstance(item, Article)
                    yield origin, item
            if source.folder and not articles and not source.repeated:
                reason = "no readable article in this folder"
                yield origin, Problem(source.path, None, reason, whole_file=True)

    def _read(self, file: Found) -> Items:
        """Yield what one file holds; a file that holds nothing is a problem."""
        items = 0
        self.files += 1
        self.path = file.path
        try:
            with file.path.open("rb") as raw:
                self._open = raw
                for item in _items(raw, file.path):
                    items += 1
                    yield item
        except (OSError, EOFError, zlib.error) as error:
            items += 1
            yield Problem(file.path, None, _reason(error), whole_file=True)
        finally:
            self._open = None
            self._finished += file.size
        if not items:
            yield Problem(file.path, None, "is empty: there is no article in it", whole_file=True)


def _origin(path: Path) -> str:
    """Return *path* as text that can be stored, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _items(raw: BufferedIOBase, path: Path) -> Items:
    stream = _unzipped(raw)
    head = _head(stream)
    stream.seek(0)
    if not head.strip():
        return
    form = detect(head)
    if form is None:
        yield Problem(path, None, unknown(head), whole_file=True)
    else:
        yield from _READERS[form](stream, path)


def is_feed(path: Path) -> bool:
    """Tell whether the file at *path* is a feed: what is new, and not all there is.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as raw:
        return detect(_head(_unzipped(raw))) is Format.FEED


def _unzipped(raw: BufferedIOBase) -> BufferedIOBase:
    zipped = raw.read(2) == _GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if zipped else raw


def _head(stream: BufferedIOBase) -> bytes:
    """Return the first HEAD bytes. Unlike read(), read1() keeps what stands before a cut."""
    head = b""
    try:
        while len(head) < HEAD and (more := stream.read1(HEAD - len(head))):
            head += more
    except (OSError, EOFError, zlib.error):
        pass  # the format is told from what there is; reading on reports the fault
    return head


def _reason(error: OSError | EOFError | zlib.error) -> str:
    if isinstance(error, EOFError):
        return "ends too early: the gzip file is cut; what stands before the cut was read"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return f"is damaged: {error}; what stands before the damage was read"
    return f"cannot be read: {error.strerror or error}"
