"""All that cannot be built again in one file, and back: the store, the newsroom's files, settings.

The file is a tar archive with a list of what is in it, each with its size and SHA-256. It may be
made while everything runs: SQLite copies its file as of one moment.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from search_service.store.file import Store, StoreError

FORMAT: Final = 1
"""Raised when an older release would misread an archive."""

LIST: Final = "backup.json"
STORE: Final = "store.sqlite"
SETTINGS: Final = "search-service.toml"
NEWSROOM: Final = "newsroom/"

MAX_FILES: Final = 100
"""Most files of an archive: a newsroom keeps three."""

_NAME: Final = re.compile(r"newsroom/\w[\w.-]{0,99}\.tsv|store\.sqlite|search-service\.toml")


class _List(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    made: datetime
    files: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An archive that was checked.

    Attributes:
        folder: Where its files lie for now.
        made: When it was made.
        names: Its files.
    """

    folder: Path
    made: datetime
    names: tuple[str, ...]


def back_up(file: Path, store: Store, newsroom: Path, settings: Path, *, force: bool) -> list[str]:
    """Write *file* of *store*, the tables in *newsroom* and *settings*; return what is in it.

    Raises:
        StoreError: something cannot be read or written, or *file* is there and not *force*.
    """
    if file.exists() and not force:
        raise StoreError(f"{file} is there already; take another name, or --force")
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as aside:
            found = _gathered(Path(aside), store, newsroom, settings)
            if not found:
                raise StoreError("there is nothing to back up: no store, no newsroom, no settings")
            packed = _packed(Path(aside), found)
            packed.replace(file)
        _sync(file.absolute().parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{file} cannot be written: {error}") from error
    return list(found)


def _gathered(aside: Path, store: Store, newsroom: Path, settings: Path) -> dict[str, Path]:
    found = {}
    if store.exists():
        found[STORE] = aside / STORE
        with store.opened() as source, closing(sqlite3.connect(found[STORE])) as copy:
            source.backup(copy)
    for path in sorted(newsroom.glob("*.tsv")):
        if path.is_file() and _NAME.fullmatch(f"{NEWSROOM}{path.name}"):
            found[f"{NEWSROOM}{path.name}"] = path
    if settings.is_file():
        found[SETTINGS] = settings
    return found


def _packed(aside: Path, found: Mapping[str, Path]) -> Path:
    """Return the archive of *found*, on disk, which none but its owner can read."""
    files = {name: (path.stat().st_size, _digest(path)) for name, path in found.items()}
    listed = _List(format=FORMAT, made=datetime.now(UTC), files=files)
    (aside / LIST).write_text(listed.model_dump_json(indent=1), encoding="utf-8")
    packed = aside / "packed"
    packed.touch(mode=0o600)
    with tarfile.open(packed, "w:gz") as archive:
        for name, path in ((LIST, aside / LIST), *found.items()):
            archive.add(path, name, recursive=False)
    _sync(packed)
    return packed


@contextmanager
def unpacked(file: Path, beside: Path) -> Iterator[Unpacked]:
    """Open the archive *file* in a folder in *beside*, all of it checked.

    Raises:
        StoreError: it is not what ``back_up`` wrote.
    """
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=".restore-") as aside:
        try:
            listed = _read(file, Path(aside))
        except (OSError, EOFError, tarfile.TarError, ValueError, zlib.error) as error:
            raise StoreError(f"{file} is no backup that can be used: {error}") from error
        yield Unpacked(Path(aside), listed.made, tuple(listed.files))


def _read(file: Path, aside: Path) -> _List:
    with tarfile.open(file, "r:gz") as archive:
        first = archive.next()
        content = archive.extractfile(first) if first and first.name == LIST else None
        if content is None:
            raise ValueError(f"it does not begin with {LIST}")
        try:
            listed = _List.model_validate_json(content.read(2**20))
        except ValidationError:
            raise ValueError(f"its {LIST} cannot be read") from None
        _require_usable(listed)
        waiting = dict(listed.files)
        while member := archive.next():
            _extract(archive, member, waiting, aside)
        if waiting:
            raise ValueError(f"{min(waiting)} is missing")
    return listed


def _require_usable(listed: _List) -> None:
    if listed.format != FORMAT:
        raise ValueError(
            f"its format is {listed.format}, not {FORMAT}: use the release that made it"
        )
    if len(listed.files) > MAX_FILES:
        raise ValueError(f"it lists more than {MAX_FILES} files")
    for name in listed.files:
        # Nothing that leads out of the folder, hidden or of another kind has such a name.
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no file of a backup")


def _extract(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    waiting: dict[str, tuple[int, str]],
    aside: Path,
) -> None:
    """Write one listed file, which must be a plain one of the size and content listed."""
    size, digest = waiting.pop(member.name, (-1, ""))
    if size < 0:
        raise ValueError(f"{member.name!r} is not listed, or twice there")
    source = archive.extractfile(member) if member.isreg() and member.size == size else None
    if source is None:
        raise ValueError(f"{member.name} is not a file of {size:,} bytes")
    target = aside / member.name
    target.parent.mkdir(exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(source, file, 2**20)
    if _digest(target) != digest:
        raise ValueError(f"{member.name} has changed (its checksum differs)")


def put_back(content: Unpacked, store: Store, newsroom: Path, *, force: bool) -> None:
    """Put the store and the newsroom's files of *content* where they belong.

    The store is replaced in one transaction, so also one that is in use.

    Raises:
        StoreError: something is there and not *force*, or cannot be written; or the store in
            *content* is damaged or a newer release's.
    """
    tables = {
        name: newsroom / name.removeprefix(NEWSROOM)
        for name in content.names
        if name.startswith(NEWSROOM)
    }
    there = [path for path in tables.values() if path.exists()]
    there += [store.path] if STORE in content.names and store.exists() else []
    if there and not force:
        raise StoreError(f"{there[0]} is there already; move it away, or --force to replace it")
    try:
        if STORE in content.names:
            _put_back_store(content.folder / STORE, store)
        for name, path in tables.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            put_file(content.folder / name, path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"the backup cannot be put back: {error}") from error


def _put_back_store(copy: Path, store: Store) -> None:
    with Store(copy).opened() as source:  # a newer release's is refused, an older one migrated
        (whole,) = source.execute("PRAGMA integrity_check").fetchone()
        if whole != "ok":
            raise StoreError(f"the store in the backup is damaged: {whole}")
        with store.opened() as target:
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(FULL)")
    _sync(store.path.absolute().parent)


def put_file(source: Path, target: Path) -> None:
    """Put a copy of *source* in the place of *target*, all of it or nothing."""
    aside = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.copyfile(source, aside)
    _sync(aside)
    aside.replace(target)
    _sync(target.absolute().parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
