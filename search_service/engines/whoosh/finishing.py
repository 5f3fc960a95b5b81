"""What every build does with its files: sharing, writing, and looking at what became of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from search_service.engines.errors import EngineUnavailable
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.manifest import Manifest


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Name the folder that cannot be written to: a full disk is no fault of the service."""
    try:
        yield
    except OSError as error:
        raise EngineUnavailable(
            f"{folder} cannot be written to: {error.strerror or error}; "
            "nothing was published, the live generation stays"
        ) from error


def share(folder: Path, target: Path) -> None:
    """Share the files of *folder* with another: nobody writes into a finished file."""
    for path in folder.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:  # a file system without hard links
            shutil.copy2(path, target / path.name)


def require_sound(live: Path) -> None:
    """Refuse to build of what is damaged: it would get new checksums and pass for whole.

    Raises:
        EngineUnavailable: some file is not as it was written.
    """
    if wrong := Manifest.load(live).damage(live):
        raise EngineUnavailable(f"{wrong[0]}; go back (search-service rollback) or index again")


def verify(folder: Path, articles: int, but: Collection[str] = ()) -> None:
    """Open the finished generation as a server would and read from it, *but* not some files.

    Raises:
        EngineUnavailable: it is not what was written.
    """
    engine = WhooshEngine(folder)
    try:
        if len(engine) != articles:
            raise EngineUnavailable(f"{folder} has {len(engine)} articles instead of {articles}")
        manifest = Manifest.load(folder)
        wrong = manifest.damage(folder, manifest.files.keys() - set(but))
        if wrong:
            raise EngineUnavailable("; ".join(wrong))
        engine.sample()
    finally:
        engine.close()
