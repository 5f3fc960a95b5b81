"""Parts that many tests share: real archives, built in temporary folders."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from filelock import FileLock

from scripts.clustering import running
from scripts.clustering.fetching import Unavailable
from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.indexer import index
from search_service.readers import Problem

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = CHECKOUT / "search_service" / "sample"
SHARED = CHECKOUT.parent / "shared"

# The first example of a test may load pyvi's model, and a busy machine is no failure. The examples
# are the same each time: to find others is for scripts/fuzz.py, and for nobody's change to fail by.
hypothesis.settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("project")

MakeArchive = Callable[[Iterable[dict[str, Any]]], WhooshArchive]


class StrictListener:
    """Hears nothing but problems, and takes each for a failure."""

    def advance(self, done: int, total: int, articles: int) -> None:
        """Progress is of no interest."""

    def problem(self, problem: Problem) -> None:
        """Fail: the sources of these tests are whole."""
        raise AssertionError(str(problem))


def record(name: str, body: str = "Trời nắng.") -> dict[str, Any]:
    """Return the record of an article."""
    return {"id": name, "title": f"Tin {name}", "body": body}


def write(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """Write *records* as JSON Lines to *path*, and return it."""
    lines = (json.dumps(item, ensure_ascii=False) for item in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> WhooshArchive:
    archive = WhooshArchive(tmp_path_factory.mktemp("sample") / "index")
    index(archive, [SAMPLE], listener=StrictListener())
    return archive


@pytest.fixture
def make_archive(tmp_path: Path) -> MakeArchive:
    """Build an archive of these records, without a reader in between."""
    made = 0

    def make(records: Iterable[dict[str, Any]]) -> WhooshArchive:
        nonlocal made
        made += 1
        archive = WhooshArchive(tmp_path / f"index-{made}")
        with archive.writer() as writer:
            for record in records:
                writer.add(analyse(Article.from_record(record), "made"))
            writer.publish()
        return archive

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and evaluation sets that may stand beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"there is no {SHARED} with real articles")
    return SHARED


@pytest.fixture(scope="session")
def opensearch_urls(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The nodes of a real cluster, the same for every process of the tests; it ends with them.

    ``TEST_OPENSEARCH="URL URL URL"`` names one that runs already.
    """
    if given := os.environ.get("TEST_OPENSEARCH"):
        return tuple(given.split())
    by_xdist = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if by_xdist else base) / "opensearch"
    with FileLock(f"{folder}.lock"):
        try:
            return running.start(folder, parent=os.getppid() if by_xdist else os.getpid())
        except Unavailable as error:
            pytest.skip(str(error))


@pytest.fixture(autouse=True)
def _only_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.startswith("SEARCH_SERVICE_")]:
        monkeypatch.delenv(name)
    # The process of the tests holds much more than a server: browsers' pages, archives, schemas.
    monkeypatch.setenv("SEARCH_SERVICE_MEMORY_MB", "100000")
    monkeypatch.chdir(tmp_path)
