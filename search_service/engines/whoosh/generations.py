"""Generations on disk: built aside, made durable, published by one atomic rename."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from search_service.engines.errors import EngineUnavailable, IndexBusy, IndexMissing
from search_service.engines.records import Generation
from search_service.engines.whoosh.manifest import MANIFEST, Manifest

CURRENT: Final = "CURRENT"
LOCK: Final = "LOCK"
_BUILDING: Final = ".building-"
_REMOVING: Final = ".removing-"
_ORPHANS: Final = (_BUILDING, _REMOVING, f".{CURRENT}-")
_LONGEST: Final = 100  # characters; our own names have 22
_NAME: Final = re.compile(r"(\d+)-\d{8}T\d{6}")

SPACING: Final = timedelta(hours=1)
"""How far apart in time kept generations should be, but for the two newest.

Where an article is published every minute, the three newest would all be of the last minutes:
nothing to go back to, and no link to a state of the archive would hold any longer.
"""

_RESTORE: Final = "the newest complete generation is made live by: search-service rollback"


class Generations:
    """The folder of an index: ``<generation>/``..., ``CURRENT`` and ``LOCK``."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which need not exist until something is built."""
        self.folder = folder

    def current(self) -> str:
        """Return the name of the live generation.

        Raises:
            IndexMissing: none has been built here.
            EngineUnavailable: ``CURRENT`` cannot be read or names no generation.
        """
        try:
            name = (self.folder / CURRENT).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            if any(self.folder.glob(f"[!.]*/{MANIFEST}")):
                raise EngineUnavailable(f"{self.folder / CURRENT} is missing; {_RESTORE}") from None
            raise IndexMissing(
                f"there is no index in {self.folder}; build one: "
                f"search-service index SOURCE... --index-dir {self.folder}"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise EngineUnavailable(f"{self.folder / CURRENT} cannot be read: {error}") from None
        if not name or Path(name).name != name or name.startswith("."):
            raise EngineUnavailable(
                f"{self.folder / CURRENT} does not name a generation: {name!r}; {_RESTORE}"
            )
        return name

    def path(self, name: str) -> Path:
        """Return the folder of the generation *name*.

        Raises:
            EngineUnavailable: others than its owner's group could have written to it, to one of
                its files, or put it into the index.
        """
        path = self.folder / name
        # Opening a Whoosh index unpickles its table of contents, which can run code.
        for one in (self.folder, path, *(path.iterdir() if path.is_dir() else ())):
            if one.exists() and one.stat().st_mode & stat.S_IWOTH:
                mended = f"chmod -R o-w {self.folder}"
                raise EngineUnavailable(f"anyone can write to {one}; mend it: {mended}")
        return path

    def complete(self) -> list[Generation]:
        """Return the generations that were built to the end, newest first."""
        try:
            live = self.current()
        except (IndexMissing, EngineUnavailable):
            live = ""
        if not self.folder.is_dir():
            return []
        found = []
        for path in self.folder.iterdir():
            if path.name.startswith(".") or not (path / MANIFEST).is_file():
                continue
            try:
                manifest = Manifest.load(path)
            except EngineUnavailable:
                continue  # damaged; ``verify`` tells about the live one, the others are not served
            found.append(
                Generation(
                    path.name,
                    manifest.built,
                    manifest.articles,
                    path.name == live,
                    manifest.appended,
                )
            )
        return sorted(found, key=lambda generation: _number(generation.name), reverse=True)

    def has(self, name: str) -> bool:
        """Tell whether a complete generation has this *name*, which may come from anywhere."""
        plain = Path(name).name == name and not name.startswith(".") and name.isprintable()
        return plain and len(name) <= _LONGEST and (self.folder / name / MANIFEST).is_file()

    def before(self, name: str) -> list[Generation]:
        """Return the complete generations older than *name*, newest first; it may be damaged."""
        return [known for known in self.complete() if _number(known.name) < _number(name)]

    def lock(self) -> FileLock:
        """Take the lock that writers hold; the operating system frees it when they die.

        Raises:
            IndexBusy: another process has it.
            EngineUnavailable: the folder cannot be written to.
        """
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True)
                _sync(self.folder.parent)
            lock = FileLock(self.folder / LOCK)
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusy(
                f"another process is writing to {self.folder}; wait for it to end"
            ) from None
        except (FileExistsError, NotADirectoryError):
            raise EngineUnavailable(
                f"{self.folder} is a file; name a folder with --index-dir"
            ) from None
        except OSError as error:
            raise EngineUnavailable(
                f"{self.folder} cannot be written to: {error.strerror}"
            ) from None
        return lock

    def remove_orphans(self) -> None:
        """Remove what was not ended by who died: builds, removals; only for who holds the lock."""
        for path in list(self.folder.iterdir()):
            if path.name.startswith(_ORPHANS):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def begin(self) -> Path:
        """Make the folder of a new generation, after removing what killed builds have left."""
        self.remove_orphans()
        # Counted, so that their order survives a clock that jumps; the lock keeps numbers apart.
        last = max((_number(path.name) for path in self.folder.iterdir()), default=0)
        name = f"{last + 1:06}-{datetime.now(UTC):%Y%m%dT%H%M%S}"
        path = self.folder / f"{_BUILDING}{name}"
        path.mkdir(mode=0o755)
        return path

    def publish(self, building: Path) -> str:
        """Make the finished folder *building* durable, then live; return its name."""
        name = building.name.removeprefix(_BUILDING)
        for path in building.rglob("*"):
            _sync(path)
        _sync(building)
        building.rename(self.folder / name)
        _sync(self.folder)  # a system that goes down now must not know CURRENT's name alone
        self.point_to(name)
        return name

    def point_to(self, name: str) -> None:
        """Make the generation *name* live: ``CURRENT`` is replaced, never rewritten."""
        aside = self.folder / f".{CURRENT}-{os.getpid()}"
        aside.write_text(f"{name}\n", encoding="utf-8")
        _sync(aside)
        aside.replace(self.folder / CURRENT)
        _sync(self.folder)

    def collect(self, keep: int) -> None:
        """Remove all but *keep* generations and the live one; see SPACING for which.

        What has our form of a name and cannot be read is removed too where a newer generation
        is live.
        """
        known = self.complete()
        kept = {generation.name for generation in (*_spaced(known, keep), *known[:1])}
        kept |= {generation.name for generation in known if generation.live}
        newest = max(map(_number, kept), default=0)
        for path in list(self.folder.iterdir()):
            if _NAME.fullmatch(path.name) and path.name not in kept and _number(path.name) < newest:
                self._remove(path)

    def _remove(self, path: Path) -> None:
        """Remove a generation, out of sight first: half of one must never be gone back to."""
        aside = path.with_name(f"{_REMOVING}{path.name}")
        path.rename(aside)
        shutil.rmtree(aside)


def _spaced(known: Sequence[Generation], keep: int) -> list[Generation]:
    """Return the *keep* of *known*, newest first, that are worth keeping; see SPACING.

    Too many are thinned where they stand close together: the newer of two goes, so that the older
    one comes of age. Where all are far apart the oldest goes.
    """
    kept = list(known)
    while len(kept) > max(keep, 1):
        close = (
            place
            for place in range(2, len(kept) - 1)
            if abs(kept[place].built - kept[place + 1].built) < SPACING
        )
        kept.pop(next(close, len(kept) - 1))
    return kept


def _number(name: str) -> int:
    """Return the number that begins the name of a generation, 0 for any other name."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else 0


def _sync(path: Path) -> None:
    """Wait until *path*, a file or a folder's list of names, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
