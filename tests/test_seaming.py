"""``scripts/seam.py``: the cluster's engine beside bare requests, on the sample."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search_service.indexer import index
from search_service.preparing import prepare
from tests.conftest import SAMPLE, StrictListener

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch.cluster import Connection
from tests.engines.opensearch.workshop import Workshop

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "seam.py"


@pytest.fixture(scope="module")
def workshop(
    opensearch_urls: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    workshop = Workshop(opensearch_urls, tmp_path_factory.mktemp("cluster"), "seam")
    yield workshop
    workshop.clear()


def measured(folder: Path, urls: tuple[str, ...], prefix: str, *words: str | Path) -> str:
    config = folder / "cluster.toml"
    config.write_text(
        f'engine = "opensearch"\nopensearch_urls = {list(urls)}\nopensearch_prefix = "{prefix}"\n'
        f'opensearch_replicas = 0\nopensearch_timeout = 60\nindex_dir = "{folder / "index"}"\n'
    )
    command = [sys.executable, SCRIPT, "--config", config, *words]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_pages_are_timed_beside_the_requests_they_need(workshop: Workshop, tmp_path: Path) -> None:
    archive = workshop.empty()
    index(archive, [SAMPLE], listener=StrictListener())
    prefix = archive.generations()[0].name.rsplit("-", 2)[0]
    told = measured(tmp_path, workshop.urls, prefix, "search", "--number", "12")
    assert told.startswith("12 queries")
    assert "ratio of the sums" in told


def test_indexing_is_timed_beside_a_bare_load_and_leaves_nothing(
    workshop: Workshop, tmp_path: Path
) -> None:
    prepare([SAMPLE], tmp_path / "prepared", listener=StrictListener())
    prefix = f"{workshop.prefix}-bulk"
    words = "bulk", tmp_path / "prepared", "--rounds", "1"
    assert "ratio by the clock" in measured(tmp_path, workshop.urls, prefix, *words)
    client = Connection(workshop.urls, timeout=60).client()
    assert client.indices.get(index=f"{prefix}*") == {}
