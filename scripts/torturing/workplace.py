"""What every kind of harm needs: a folder to work in, the service in it, and the last word."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from scripts.loopback import reserved
from search_service.article import Article
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.store import Store
from search_service.store.articles import Articles

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = CHECKOUT / "search_service" / "sample"


class Lost(Exception):
    """Something that was acknowledged is gone, or something half made is served."""


@contextmanager
def workplace(folder: Path | None) -> Iterator[Path]:
    """Give an empty folder, which is removed unless it was named."""
    if folder:
        folder.mkdir(parents=True)
        yield folder.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="torture-") as made:
        yield Path(made)


class Service:
    """The commands of the service, each a process of its own, over one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = reserved()
        self.port: int = self._held.getsockname()[1]
        weakref.finalize(self, self._held.close)
        self.store = Store(folder / "store.sqlite")
        self._env = {
            **{key: value for key, value in os.environ.items() if "SEARCH_SERVICE" not in key},
            "PYTHONPATH": str(CHECKOUT),
            "SEARCH_SERVICE_API_RATE_LIMIT": "0",
            "SEARCH_SERVICE_PORT": str(self.port),
        }

    def start(self, *command: str, **env: str) -> subprocess.Popen[bytes]:
        """Start a command of the service; what it says goes to its own log."""
        log = (self.folder / f"{command[0]}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "search_service", *command],
                cwd=self.folder, env=self._env | env, stdout=log, stderr=log,
            )  # fmt: skip

    def run(self, *command: str, **env: str) -> None:
        """Run a command that must succeed."""
        if self.start(*command, **env).wait() != 0:
            log = self.folder / f"{command[0]}.log"
            last = log.read_text(encoding="utf-8").splitlines()[-1:]
            raise Lost(f"{' '.join(command)} failed: see {log}: {last}")

    def is_ready(self) -> bool:
        """Tell whether the server answers and has an archive."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=30) as answer:
                return bool(answer.status == 200)
        except (HTTPException, OSError):
            return False

    def archive(self) -> WhooshArchive:
        """Return the archive as if nobody had opened it yet."""
        return WhooshArchive(self.folder / "index", checked=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    process.wait()


def wait_for(what: str, is_so: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise Lost(f"after {seconds:g} s still not: {what}")
        time.sleep(0.05)


def made(number: int, randomness: random.Random) -> Article:
    """Return an article whose text says which it is."""
    word = "".join(randomness.choices("bcdghklmnpqrstvx", k=8))
    return Article.from_record(
        {
            "id": f"tin-{number}",
            "title": f"Tin số {number} {word}",
            "body": f"Ông Đỗ Văn Khải thăm xã {word}. " * randomness.randrange(1, 40),
            "published": f"2026-01-{number % 28 + 1:02}T08:00:00+07:00",
        }
    )


def require_whole(service: Service) -> None:
    """Raise Lost unless the live generation is whole and opens as it is."""
    archive = service.archive()
    live = (service.folder / "index" / "CURRENT").read_text(encoding="utf-8").strip()
    wrong = archive.verify()
    if wrong or archive.engine().generation.name != live:
        raise Lost(f"generation {live} is live and not whole: {wrong}")


def require_found(service: Service, acknowledged: dict[str, str]) -> None:
    """Raise Lost unless the archive shows what was acknowledged: fingerprints, "" for gone."""
    engine = service.archive().engine()
    for article_id, fingerprint in acknowledged.items():
        document = engine.document(article_id)
        if (document.article.fingerprint() if document else "") != fingerprint:
            raise Lost(f"{article_id} was acknowledged and is not as it was sent")


def require_kept(service: Service, acknowledged: dict[str, str]) -> None:
    """Raise Lost unless the store has what was acknowledged."""
    kept = Articles(service.store).fingerprints()
    for article_id, fingerprint in acknowledged.items():
        if kept.get(article_id) != fingerprint:
            raise Lost(f"{article_id} was acknowledged and is not in the store")
