from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import create_app

PAGES = ["/", "/search?q=tập huấn", "/article/hoi-nghi", "/section/tuyen-giao-cac-cap",
         "/person/lê-hải-bình", "/embed", "/nothing-here"]  # fmt: skip


@pytest.mark.parametrize("path", [*PAGES, "/api/search", "/healthz"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("path", [*PAGES, "/embed/related?id=hoi-nghi"])
def test_no_page_needs_what_the_policy_forbids(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    page = re.sub('<script type="application/ld.json">.*?</script>', "", page)  # data, no script
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src=)", page)
    assert not re.findall(r'(?:src|<link rel="(?:stylesheet|icon)" href)="(?!/static/)', page)


def test_static_files_are_kept_for_a_year_under_an_address_of_their_content(
    client: FlaskClient,
) -> None:
    address = re.search(r'href="(/static/style\.css\?v=[0-9a-f]{12})"', client.get("/").text)
    assert address
    with client.get(address[1]) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with client.get("/static/style.css?v=000000000000") as other:
        assert other.headers["Cache-Control"] == "public, max-age=300"


def test_the_page_script_stays_small(client: FlaskClient) -> None:
    with client.get("/static/page.js") as answer:
        assert len(answer.data) < 8_000


def test_a_new_generation_is_served_at_once(make_archive: Any) -> None:
    archive = make_archive([{"id": "a", "body": "Bài đầu."}])
    client = create_app(archive, Settings()).test_client()
    first = client.get("/readyz").json
    with archive.writer(update=True) as writer:
        writer.remove("a")
        writer.publish()
    second = client.get("/readyz").json
    assert first
    assert second
    assert first["generation"] != second["generation"]
    assert client.get("/article/a").status_code == 404


def test_threads_share_one_app(client: FlaskClient) -> None:
    answers: list[int] = []
    app = client.application

    def ask() -> None:
        answers.append(app.test_client().get("/search?q=tap huan").status_code)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
