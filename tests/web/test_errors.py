from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app


@pytest.fixture
def indexless(tmp_path: Path) -> FlaskClient:
    return create_app(WhooshArchive(tmp_path / "none"), Settings()).test_client()


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/article/none", "/person/none", "/section/none", "/section/---", "/article/"],
)
def test_what_is_not_there_is_a_page_that_says_so(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "Không tìm thấy trang" in answer.text
    assert 'role="search"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["/api/nowhere", "/api/articles/none", "/api/articles/none/related", "/api/people/none",
     "/api/related?url=https://bao.example/none"],
)  # fmt: skip
def test_what_the_api_does_not_have_is_a_problem_document(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    assert answer.json["status"] == 404
    assert answer.json["title"] == "Page not found"


def test_the_api_names_every_parameter_it_refuses(client: FlaskClient) -> None:
    answer = client.get("/api/search?page=abc&limit=1000&from=32/13/2022&sort=best")
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["parameters"] == ["limit", "from", "sort"]
    assert "Parameter limit: “1000” cannot be used" in answer.json["detail"]


def test_a_page_says_what_it_left_out_and_shows_the_rest(client: FlaskClient) -> None:
    answer = client.get("/search?page=abc&from=32/13/2022")
    assert answer.status_code == 200
    assert "Tham số page: “abc” không dùng được" in answer.text
    assert "Tham số from: “32/13/2022” không dùng được" in answer.text
    assert "3 bài" in answer.text


def test_sending_to_a_page_is_answered_with_what_it_takes(client: FlaskClient) -> None:
    answer = client.post("/search", data={"q": "lũ"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert client.post("/api/search").mimetype == "application/problem+json"


def test_without_an_index_every_page_says_how_to_build_one(indexless: FlaskClient) -> None:
    for path in ["/", "/search?q=a", "/article/a", "/section/a", "/person/a"]:
        answer = indexless.get(path)
        assert answer.status_code == 503
        assert "search-service index" in answer.text


def test_without_an_index_the_api_says_how_to_build_one(indexless: FlaskClient) -> None:
    answer = indexless.get("/api/search?q=a")
    assert answer.status_code == 503
    assert answer.json
    assert "search-service index" in answer.json["detail"]


def test_a_damaged_index_is_worth_another_try_and_names_no_folder(
    make_archive: Any, tmp_path: Path
) -> None:
    archive = make_archive([{"id": "a", "body": "Bài đầu."}])
    folder = next(tmp_path.rglob("manifest.json"))
    folder.write_bytes(b"\0")
    answer = create_app(archive, Settings()).test_client().get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
def test_a_fault_of_ours_shows_no_traceback(app: Flask, path: str) -> None:
    def broken() -> str:
        raise RuntimeError("a secret of the inside")

    app.add_url_rule(path, view_func=broken)
    answer = app.test_client().get(path)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


HOSTILE = [
    "/search?q=%00",
    "/search?q=%FF%FE",
    "/article/%00",
    "/person/%2e%2e",
    "/section/%F0%9F",
    "/search?person=%00&section=%0a",
    "/search?from=0000&to=9999",
    "/api/suggest?q=%00",
    "/api/related?url=http://%5B",
    "/article//etc/passwd",
    "/search?q[]=1&q[]=2",
]


@pytest.mark.parametrize("path", [*HOSTILE, "/search?q=" + "%22" * 300])
def test_hostile_addresses_are_answered_in_good_order(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {200, 404}
