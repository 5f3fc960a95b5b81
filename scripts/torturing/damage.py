"""Bytes changed and files cut in random places of a generation while it is being served.

Every answer must be one that the undamaged archive gives, or say that there is none (503).
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.torturing.workplace import SAMPLE, Lost, Service, workplace
from search_service.engines.whoosh import archive as archives
from search_service.engines.whoosh.guarding import PAUSE
from search_service.settings import Settings
from search_service.web import create_app

ASKED = (
    "/api/search?q=cầu&limit=20", "/api/search?q=%22hội nghị%22", "/api/search?q=tinh uy",
    "/api/suggest?q=le", "/api/articles?limit=5", "/api/search?sort=newest&limit=3",
)  # fmt: skip


def run(times: int, seed: int, folder: Path | None) -> int:
    randomness = random.Random(seed)
    logging.disable(logging.CRITICAL)  # each harm is told to the log, as it should be
    archives.RETRY = 0.0  # the generation that was mended is served again at once
    answered = Counter[int]()
    with workplace(folder) as place:
        service = Service(place)
        for _ in range(2):  # the one before is built by itself and shares no file
            service.run("index", str(SAMPLE))
        archive = service.archive()
        client = create_app(archive, Settings(api_rate_limit=0)).test_client()
        right = {path: _answer(client, path) for path in ASKED}
        live = place / "index" / archive.engine().generation.name
        for number in range(1, times + 1):
            with _harmed(live, randomness):
                if not service.archive().verify():
                    raise Lost(f"damage {number} is not found by verify")
                time.sleep(PAUSE * 1.1)
                for path in randomness.sample(ASKED, 3):
                    answered[_require_right(client, path, right)] += 1
            if service.archive().verify():
                raise Lost("the damage was not mended again")
            if number % 50 == 0:
                print(f"{number} places", flush=True)
        if archive.engine().generation.name != live.name:
            raise Lost("the mended generation is not served again")
    told = ", ".join(f"{count:,} with {status}" for status, count in sorted(answered.items()))
    print(f"{times} places: each found by verify; answered {told}; none wrong")
    return 0


def _require_right(client: Any, path: str, right: dict[str, Any]) -> int:
    status, body = _answer(client, path)
    if status != 503 and (status, body) != right[path]:
        raise Lost(f"{path} was answered with {status}: {str(body)[:200]}")
    return status


def _answer(client: Any, path: str) -> tuple[int, Any]:
    """Return status and content, without what differs each time: how long it took."""
    answer = client.get(path)
    body = answer.get_json()
    body.pop("took_ms", None)
    return answer.status_code, body


@contextmanager
def _harmed(generation: Path, randomness: random.Random) -> Iterator[None]:
    """Change one byte of *generation*, any with the same probability, or cut a file there."""
    files = [path for path in generation.rglob("*") if path.is_file() and path.stat().st_size]
    (path,) = randomness.choices(files, [file.stat().st_size for file in files])
    content = path.read_bytes()
    place = randomness.randrange(len(content))
    with path.open("r+b") as file:
        if randomness.random() < 0.3:
            file.truncate(place)
        else:
            file.seek(place)
            file.write(bytes([content[place] ^ (1 << randomness.randrange(8))]))
    try:
        yield
    finally:
        with path.open("r+b") as file:
            file.write(content)
