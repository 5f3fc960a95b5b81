"""The service on a cluster that goes away and comes back, as readers see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.clustering.nodes import Cluster
from search_service.article import Article
from search_service.document import analyse
from search_service.engines.opening import open_archive
from search_service.settings import Settings
from search_service.web.app import create_app
from tests.engines.contract import RECORDS

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")


def test_a_cluster_that_is_away_is_503_and_found_again_without_a_restart(
    opensearch_urls: tuple[str, ...], tmp_path: Path
) -> None:
    assert opensearch_urls  # there is Java, and what Maven brings
    with Cluster(tmp_path / "nodes", nodes=1, heap="256m") as cluster:
        settings = Settings.load(
            engine="opensearch",
            opensearch_urls=cluster.urls,
            opensearch_shards=1,
            opensearch_replicas=0,
            opensearch_timeout=60,
            index_dir=tmp_path / "index",
        )
        archive = open_archive(settings)
        with archive.writer() as writer:
            for record in RECORDS:
                writer.add(analyse(Article.from_record(record), "made"))
            writer.publish()
        client = create_app(archive, settings).test_client()
        assert "Vĩnh Lộc" in client.get("/search?q=cau+vinh+loc").text
        cluster.kill(0)
        for address in ("/search?q=lúa", "/api/search?q=lúa"):
            answer = client.get(address)
            assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
            assert "Traceback" not in answer.text
        cluster.start(0)
        cluster.wait()
        assert "/article/lua-2" in client.get("/search?q=lúa").text
