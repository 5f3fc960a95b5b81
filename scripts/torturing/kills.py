"""kill -9 at random moments: of the server, a worker, the publisher, a rebuild, an update.

Meanwhile articles are sent and withdrawn without a pause, each again until it is acknowledged.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from scripts.torturing.workplace import (
    SAMPLE,
    Lost,
    Service,
    kill,
    made,
    require_found,
    require_kept,
    require_whole,
    wait_for,
    workplace,
)
from search_service.article import Article
from search_service.store.articles import Articles
from search_service.store.tokens import Scope, Tokens

VICTIMS = ("publish", "serve", "worker", "rebuild", "update")
LONGEST = {"publish": 4.0, "serve": 2.0, "worker": 1.0, "rebuild": 6.0, "update": 4.0}
"""Seconds within which each is killed: past the end of what it does."""
LOOK = 20
"""Kills after which all that was acknowledged is looked for in the archive."""
HTTP_ERRORS = (URLError, OSError, ValueError)


class Sender:
    """Sends articles, withdraws some, and remembers what was acknowledged."""

    def __init__(self, service: Service, secret: str, randomness: random.Random) -> None:
        self.acknowledged: dict[str, str] = {}
        self.lock = Lock()
        self._service, self._secret, self._randomness = service, secret, randomness
        self._stop = Event()
        self._thread = Thread(target=self._send, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more, after the last one is acknowledged."""
        self._stop.set()
        self._thread.join()

    def _send(self) -> None:
        number = 0
        while not self._stop.is_set():
            again = self._randomness.random() < 0.3 and number
            which = self._randomness.randrange(number) if again else number
            number += not again
            article = made(which, self._randomness)
            gone = bool(again) and self._randomness.random() < 0.3
            while not self._acknowledged("DELETE" if gone else "PUT", article):
                time.sleep(0.05)
            with self.lock:
                self.acknowledged[article.id] = "" if gone else article.fingerprint()
            time.sleep(0.02)

    def _acknowledged(self, method: str, article: Article) -> bool:
        address = f"http://127.0.0.1:{self._service.port}/api/articles/{quote(article.id)}"
        body = json.dumps(article.model_dump(mode="json")).encode() if method == "PUT" else None
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        try:
            with urlopen(Request(address, body, headers, method=method), timeout=30) as answer:
                return answer.status in {200, 201, 204}
        except HTTP_ERRORS:
            return False


class Target:
    """The service as it runs, some of it dead at times."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._server: subprocess.Popen[bytes] | None = None
        self._publisher: subprocess.Popen[bytes] | None = None

    def revive(self) -> None:
        """Start what is not running; the server must answer."""
        if self._publisher is None or self._publisher.poll() is not None:
            self._publisher = self.service.start("publish", "--watch", "--every", "0.1")
        wait_for("the service answers", self._serving)

    def _serving(self) -> bool:
        if self._server is None or self._server.poll() is not None:
            self._server = self.service.start("serve", "--workers", "2")
        return self.service.is_ready()

    def harm(self, victim: str, seconds: float) -> None:
        """Kill *victim* that many seconds from now."""
        if not self._server or not self._publisher:
            raise Lost("the service was not started")
        if victim in {"rebuild", "update"}:
            options = ["--update"] if victim == "update" else []
            building = self.service.start("index", str(SAMPLE), *options)
            time.sleep(seconds)
            kill(building)
            return
        time.sleep(seconds)
        if victim == "worker":
            children = Path(f"/proc/{self._server.pid}/task/{self._server.pid}/children")
            pids = children.read_text(encoding="ascii").split()
            for pid in pids[:1]:
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
        else:
            kill(self._server if victim == "serve" else self._publisher)

    def stop(self) -> None:
        """End what is running, as a system does that shuts down."""
        for process in filter(None, (self._server, self._publisher)):
            process.terminate()
            process.wait()


def run(times: int, seed: int, folder: Path | None) -> int:
    randomness = random.Random(seed)
    with workplace(folder) as place:
        service = Service(place)
        service.run("index", str(SAMPLE))
        secret = Tokens(service.store).add("torture", [Scope.PUBLISH])
        target, harmed = Target(service), Counter[str]()
        target.revive()
        sender = Sender(service, secret, random.Random(seed + 1))
        try:
            for number in range(1, times + 1):
                victim = randomness.choice(VICTIMS)
                target.harm(victim, randomness.uniform(0, LONGEST[victim]))
                harmed[victim] += 1
                _check(service, sender)
                target.revive()
                if number % LOOK == 0:
                    print(f"{number} kills, {len(sender.acknowledged):,} articles", flush=True)
        finally:
            sender.stop()
            target.stop()
        _finish(service, sender)
    told = ", ".join(f"{count} {victim}" for victim, count in sorted(harmed.items()))
    print(
        f"{times} kills ({told}): all of {len(sender.acknowledged):,} articles are as acknowledged"
    )
    return 0


def _check(service: Service, sender: Sender) -> None:
    with sender.lock:
        acknowledged = dict(sender.acknowledged)
    wait_for("the live generation is whole", lambda: _whole(service))
    # What was acknowledged before may have been sent anew since, so only the ids count here.
    missing = acknowledged.keys() - Articles(service.store).fingerprints().keys()
    if missing:
        raise Lost(f"acknowledged and not kept: {sorted(missing)[:5]}")


def _whole(service: Service) -> bool:
    """Check the live generation; a newer one may have been published while it was read."""
    current = service.folder / "index" / "CURRENT"
    before = current.read_text(encoding="utf-8")
    try:
        require_whole(service)
    except Exception:
        if current.read_text(encoding="utf-8") == before:
            raise
        return False
    return True


def _finish(service: Service, sender: Sender) -> None:
    """Publish what is due and look for everything; nothing that nobody ended may be left."""
    service.run("publish")
    require_whole(service)
    require_kept(service, sender.acknowledged)
    require_found(service, sender.acknowledged)
    left = [path.name for path in (service.folder / "index").iterdir() if path.name[0] == "."]
    if left:
        raise Lost(f"left behind: {left}")
