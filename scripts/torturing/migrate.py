"""kill -9 at random moments of copying an archive to another and back: every article, once.

Where ``TEST_OPENSEARCH`` names the nodes of a cluster, the other archive is there.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from scripts.torturing.workplace import Lost, Service, kill, workplace
from search_service.engines.opening import open_archive
from search_service.prepared import LIST
from search_service.query import MAX_SIZE, Query
from search_service.settings import Settings

PREFIX = "torture-migrate"


def run(times: int, seed: int, folder: Path | None, articles: Path, longest: float | None) -> int:
    randomness = random.Random(seed)
    with workplace(folder) as place:
        service = Service(place)
        begun = time.monotonic()
        prepared = ["--prepared"] if (articles / LIST).exists() else []
        service.run("index", *prepared, str(articles.absolute()))
        longest = longest or time.monotonic() - begun
        files = _settings(place)
        every = _articles(files["here"])
        for start, end in (("here", "there"), ("there", "back")):
            killed = _migrate(service, files[start], files[end], times, randomness, longest)
            _require_same(every, _articles(files[end]), end)
            print(f"{start} -> {end}: {killed} kills, {len(every):,} articles, each once")
        service.run(
            "compare", "--with", str(files["back"]), SEARCH_SERVICE_CONFIG=str(files["there"])
        )
        print((place / "compare.log").read_text(encoding="utf-8"), end="")
    return 0


def _settings(place: Path) -> Mapping[str, Path]:
    """Write the settings of the three archives: here, there and, by the engine of here, back."""
    cluster = os.environ.get("TEST_OPENSEARCH", "").split()
    there = (
        f'engine = "opensearch"\nopensearch_urls = {cluster}\nopensearch_prefix = "{PREFIX}"\n'
        f'opensearch_timeout = 60\nindex_dir = "{place}/there"\n'
        if cluster
        else f'index_dir = "{place}/there"\n'
    )
    texts = {
        "here": f'index_dir = "{place}/index"\n',
        "there": there,
        "back": f'index_dir = "{place}/back"\n',
    }
    for name, text in texts.items():
        (place / f"{name}.toml").write_text(text, encoding="utf-8")
    return {name: place / f"{name}.toml" for name in texts}


def _migrate(
    service: Service, start: Path, end: Path, times: int, randomness: random.Random, longest: float
) -> int:
    """Migrate until it is done, killed *times* times before."""
    command = ("migrate", "--to", str(end), "--work", str(service.folder / "work"))
    killed = 0
    while killed < times:
        migrating = service.start(*command, SEARCH_SERVICE_CONFIG=str(start))
        try:
            migrating.wait(randomness.uniform(0, longest))
        except subprocess.TimeoutExpired:
            kill(migrating)
            killed += 1
        else:
            if migrating.returncode:
                raise Lost(f"the migration failed: see {service.folder}/migrate.log")
    service.run(*command, SEARCH_SERVICE_CONFIG=str(start))
    return killed


def _articles(settings: Path) -> dict[str, tuple[str, str]]:
    """Return every article of an archive: its fingerprint and where it comes from."""
    engine = open_archive(Settings.load_beside(settings)).engine()
    found: dict[str, tuple[str, str]] = {}
    after, met = "", 0
    while documents := engine.scan(Query(size=MAX_SIZE), after=after):
        met += len(documents)
        found |= {one.article.id: (one.article.fingerprint(), one.origin) for one in documents}
        after = documents[-1].article.id
    if met != len(found) or met != engine.search(Query(size=0)).total:
        raise Lost(f"{settings}: {met} articles are met, {len(found)} of them different")
    return found


def _require_same(
    articles: dict[str, tuple[str, str]], found: dict[str, tuple[str, str]], name: str
) -> None:
    if found != articles:
        differing = {
            key for key in articles.keys() | found.keys() if articles.get(key) != found.get(key)
        }
        raise Lost(f"{name}: {len(differing)} articles differ: {sorted(differing)[:5]}")
