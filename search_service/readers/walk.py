"""The files of the sources, in order, and what in a folder is passed over."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from search_service.readers.base import Problem

NO_ARTICLES: Final = frozenset(
    {
        ".avif", ".bmp", ".css", ".eot", ".flac", ".gif", ".ico", ".ini", ".jpeg", ".jpg", ".js",
        ".log", ".m4a", ".map", ".md", ".mjs", ".mov", ".mp3", ".mp4", ".ogg", ".otf", ".png",
        ".psd", ".py", ".sh", ".svg", ".tif", ".tiff", ".toml", ".ttf", ".wav", ".webm", ".webp",
        ".woff", ".woff2", ".yaml", ".yml",
    }
)  # fmt: skip
"""Suffixes that stand beside articles and never hold one: a saved page's pictures, a README.

In a walked folder they are passed over unread; other files of no known format (PDF, Word) may hold
articles and are reported.
"""


class SourceError(ValueError):
    """A source that is not there; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, and its size in bytes, as stored."""

    path: Path
    size: int


@dataclass(slots=True)
class Source:
    """One file or folder that articles come from.

    Attributes:
        path: Its absolute path.
        folder: Whether it is a folder.
        found: Its files in sorted order, and what hindered finding more.
        ignored: Files passed over as plainly no articles.
        repeated: Files left out because an earlier source has them.
    """

    path: Path
    folder: bool
    found: list[Found | Problem] = field(default_factory=list)
    ignored: int = 0
    repeated: int = 0


def find(sources: Sequence[Path]) -> list[Source]:
    """Return the sources with their files, each file once.

    Hidden files and folders are passed over; links to folders (which may lead round in circles) and
    to files outside, pipes and devices are reported.

    Raises:
        SourceError: a source does not exist.
    """
    seen: set[tuple[int, int]] = set()
    return [_source(path, seen) for path in sources]


def _source(given: Path, seen: set[tuple[int, int]]) -> Source:
    if not given.exists():
        raise SourceError(f"{given} does not exist; name a file or folder of articles")
    source = Source(given.absolute(), given.is_dir())
    for path in _walk(source.path) if source.folder else [source.path]:
        if isinstance(path, Problem):
            source.found.append(path)
        elif source.folder and _leads_out(path, source.path):
            reason = "a link out of the folder is not followed; name the file itself as a source"
            source.found.append(Problem(path, None, reason, whole_file=True))
        elif source.folder and path.suffix.lower() in NO_ARTICLES:
            source.ignored += 1
        else:
            _add(source, path, seen)
    return source


def _walk(folder: Path) -> Iterator[Path | Problem]:
    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield Problem(folder, None, f"cannot be opened: {error.strerror}", whole_file=True)
        return
    for path in paths:
        if not path.is_dir():
            yield path
        elif path.is_symlink():
            reason = "a link to a folder is not followed; name the folder itself as a source"
            yield Problem(path, None, reason, whole_file=True)
        else:
            yield from _walk(path)


def _leads_out(path: Path, folder: Path) -> bool:
    """Tell whether *path* is a link to what is not below *folder*.

    Who may put a file into a folder of articles need not be allowed to read what the one who
    indexes it may.
    """
    # realpath, and not resolve(): that one raises an error on a link to itself.
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(folder.resolve())


def _add(source: Source, path: Path, seen: set[tuple[int, int]]) -> None:
    try:
        status = path.stat()
    except OSError as error:
        reason = f"cannot be opened: {error.strerror}"
        source.found.append(Problem(path, None, reason, whole_file=True))
        return
    if not stat.S_ISREG(status.st_mode):
        reason = "is a pipe, socket or device, not a file"
        source.found.append(Problem(path, None, reason, whole_file=True))
    elif (status.st_dev, status.st_ino) in seen:
        source.repeated += 1
    else:
        seen.add((status.st_dev, status.st_ino))
        source.found.append(Found(path, status.st_size))
