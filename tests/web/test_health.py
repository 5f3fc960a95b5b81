from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app


def test_a_service_with_an_index_is_ready_and_says_which(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["articles"] == 3
    assert answer.json["generation"]


def test_a_service_without_an_index_is_up_but_not_ready(tmp_path: Path) -> None:
    client = create_app(WhooshArchive(tmp_path / "none"), Settings()).test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
