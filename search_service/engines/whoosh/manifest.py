"""The manifest: what a generation is made of, with a checksum for each file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from search_service.engines.errors import EngineUnavailable, IndexOutdated
from search_service.schema import SCHEMA_VERSION
from search_service.vietnamese import ANALYZER_VERSION

MANIFEST: Final = "manifest.json"
LAYOUT: Final = 11
"""Raised when the files of a generation change their meaning."""


class State(NamedTuple):
    """What the system knows of a file: another one, or one that was written to, differs."""

    inode: int
    size: int
    written: int


File = tuple[State, str]
"""What a file is known by whatever its name: its state, and its checksum."""


class Manifest(BaseModel):
    """What ``manifest.json`` says of a generation.

    Attributes:
        appended: How many of its articles are in a segment behind those of the last merge.
        files: For each file, by path within the generation, its size and SHA-256.
        checksum: SHA-256 of this file's own bytes without these digits: a manifest that has
            changed would vouch for anything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: int = LAYOUT
    schema_version: int = SCHEMA_VERSION
    analyzer_version: str = ANALYZER_VERSION
    built: datetime
    articles: int
    appended: int = 0
    files: dict[str, tuple[int, str]]
    checksum: str = ""

    @classmethod
    def describe(
        cls,
        folder: Path,
        *,
        built: datetime,
        articles: int,
        appended: int = 0,
        shared: Mapping[str, tuple[int, str]] = MappingProxyType({}),
    ) -> Manifest:
        """Make the manifest of the finished files in *folder*.

        What is *shared* with another generation has the size and the checksum that it has there,
        and is not read: damage gets no checksum of its own.
        """
        names = (
            path.relative_to(folder).as_posix()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != MANIFEST
        )
        files = {name: shared.get(name) or _described(folder / name) for name in names}
        return cls(built=built, articles=articles, appended=appended, files=files)

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest in *folder*.

        Raises:
            EngineUnavailable: it is missing or damaged.
        """
        path = folder / MANIFEST
        try:
            written = path.read_bytes()
            manifest = cls.model_validate_json(written)
        except OSError as error:
            raise EngineUnavailable(f"{path} cannot be read: {error.strerror}") from None
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"]
            raise EngineUnavailable(f"{path} is damaged: {reason}") from None
        # Other versions may have signed in another way; they are refused as outdated.
        if not manifest.differences() and not manifest.is_signed(written):
            raise EngineUnavailable(f"{path} has changed since it was built")
        return manifest

    def is_signed(self, written: bytes) -> bool:
        """Tell whether *written*, this manifest's own bytes, are as ``save`` wrote them."""
        digits = self.checksum.encode()
        unsigned = written.replace(digits, b"", 1)
        return bool(digits) and hashlib.sha256(unsigned).hexdigest() == self.checksum

    def save(self, folder: Path) -> None:
        """Write ``manifest.json`` to *folder*, signed with its own checksum."""
        unsigned = self.model_dump_json(indent=1)
        digits = hashlib.sha256(unsigned.encode("utf-8")).hexdigest()
        signed = self.model_copy(update={"checksum": digits})
        (folder / MANIFEST).write_text(signed.model_dump_json(indent=1), encoding="utf-8")

    def require_current(self, name: str) -> None:
        """Refuse a generation that this version of the service would misread.

        Raises:
            IndexOutdated: the message says what differs and which command mends it.
        """
        if differences := self.differences():
            raise IndexOutdated(
                f"generation {name} was built with {', '.join(differences)}; "
                "build it again: search-service index SOURCE..."
            )

    def differences(self) -> list[str]:
        """Return in what this version of the service differs from the one that built it."""
        return [
            f"{what} {theirs} (now {ours})"
            for what, theirs, ours in (
                ("layout", self.layout, LAYOUT),
                ("schema", self.schema_version, SCHEMA_VERSION),
                ("analyzer", self.analyzer_version, ANALYZER_VERSION),
            )
            if theirs != ours
        ]

    def missing(self, folder: Path, there: Mapping[str, State] | None = None) -> list[str]:
        """Return a line for each file that is not there whole, or is too many; nothing is read.

        *there*, if given, is what ``look`` saw in *folder* just now.
        """
        there = look(folder) if there is None else there
        # Whoosh opens the newest table of contents that it finds, whoever put it there.
        wrong = [
            f"{folder / name} is not part of the generation"
            for name in sorted(there.keys() - {MANIFEST} - self.files.keys())
        ]
        for name, (size, _) in self.files.items():
            found = there.get(name)
            if found is None:
                wrong.append(f"{folder / name} is missing")
            elif found.size != size:
                wrong.append(f"{folder / name} has {found.size:,} bytes instead of {size:,}")
        return wrong

    def known(self, states: Mapping[str, State]) -> dict[str, File]:
        """Return for each file its state and its checksum."""
        return {name: (states[name], digest) for name, (_, digest) in self.files.items()}

    def damage(self, folder: Path, among: Collection[str] | None = None) -> list[str]:
        """Re-read every file, or those *among* them; return a line for each missing or changed."""
        wrong = self.missing(folder)
        for name, (size, digest) in self.files.items():
            path = folder / name
            if among is not None and name not in among:
                continue
            if path.is_file() and path.stat().st_size == size and _digest(path) != digest:
                wrong.append(f"{path} has changed since it was built (its checksum differs)")
        return wrong


def look(folder: Path) -> dict[str, State]:
    """Return the state of every file in *folder*, by path within it.

    Folder by folder, as the system lists them: of a hundred files that takes a quarter of the time
    that asking for each by its path does.
    """
    states: dict[str, State] = {}
    within = [""]
    while within:
        below = within.pop()
        for entry in os.scandir(folder / below):
            if entry.is_dir():
                within.append(f"{below}{entry.name}/")
            else:
                found = entry.stat()
                states[f"{below}{entry.name}"] = State(
                    found.st_ino, found.st_size, found.st_mtime_ns
                )
    return states


def _described(path: Path) -> tuple[int, str]:
    return path.stat().st_size, _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
