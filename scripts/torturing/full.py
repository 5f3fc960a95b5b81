"""A disk that is full at random moments, on a small file system of its own, and a read-only one."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.torturing.workplace import (
    Lost,
    Service,
    made,
    require_found,
    require_kept,
    require_whole,
    workplace,
)
from search_service.engines.errors import EngineError
from search_service.publishing import Publisher
from search_service.store import StoreError
from search_service.store.articles import Articles

SIZE = 16
"""Megabytes of the file system."""
ROOMS = (1, 60_000, 400_000)
"""Most bytes that are left free: nothing, less than the store takes, less than a generation."""


def run(times: int, seed: int, folder: Path | None) -> int:
    randomness = random.Random(seed)
    with workplace(folder) as place, _small_disk(place / "disk") as disk:
        if disk is None:
            print("skipped: a file system of its own cannot be mounted here (needs root)")
            return 0
        service = Service(disk)
        articles = Articles(service.store)
        publisher = Publisher(service.archive(), articles)
        acknowledged: dict[str, str] = {}
        refused = 0
        for number in range(times + 1):
            if number:  # the first articles have room
                _fill(disk, randomness.randrange(randomness.choice(ROOMS)))
            for one in range(number * 10, number * 10 + 10):
                refused += not _accepted(articles, one, acknowledged, randomness)
            refused += not _published(publisher)
            require_whole(service)
            (disk / "ballast").unlink(missing_ok=True)
            publisher.publish()
            require_kept(service, acknowledged)
            require_found(service, acknowledged)
        if not refused:
            raise Lost("nothing was refused: the disk was never full")
        _require_readable(service, disk, acknowledged)
    print(
        f"{times} full disks: {refused} refusals, all of {len(acknowledged):,} articles are there"
    )
    return 0


@contextmanager
def _small_disk(disk: Path) -> Iterator[Path | None]:
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(disk)]
    if subprocess.run([_program("mount"), *options], capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield disk
    finally:
        subprocess.run([_program("umount"), "-l", str(disk)], check=True)


def _program(name: str) -> str:
    return shutil.which(name) or name


def _fill(disk: Path, room: int) -> None:
    """Leave *room* bytes free."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        block = bytes(4096)
        try:
            while True:
                file.write(block)
        except OSError:
            file.truncate(max(0, file.tell() - room))


def _accepted(
    articles: Articles, number: int, acknowledged: dict[str, str], randomness: random.Random
) -> bool:
    article = made(number, randomness)
    try:
        articles.accept(article)
    except StoreError:
        return False
    acknowledged[article.id] = article.fingerprint()
    return True


def _published(publisher: Publisher) -> bool:
    try:
        publisher.publish()
    except (EngineError, StoreError):
        return False
    return True


def _require_readable(service: Service, disk: Path, acknowledged: dict[str, str]) -> None:
    """Raise Lost unless a disk that cannot be written to can be read, and says so to who writes."""
    subprocess.run([_program("mount"), "-o", "remount,ro", str(disk)], check=True)
    require_found(service, acknowledged)
    if _accepted(Articles(service.store), 1_000_000, acknowledged, random.Random(1)):
        raise Lost("an article was acknowledged that cannot have been written")
