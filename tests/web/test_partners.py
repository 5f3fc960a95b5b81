"""Which sites' scripts may read answers: every site's, or those of the partners listed."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import create_app

LISTED = "https://bao-mau.example"
STRANGER = "https://la.example"
SHARED = [
    "/api/related?url=https://bao.example/hoi-nghi.html",
    "/oembed?url=https://bao.example/hoi-nghi.html",
    "/api/search?q=a",
    "/api/search?limit=x",
    "/api/khong-co",
]


@pytest.fixture
def closed(three_articles: Any) -> FlaskClient:
    partners = {"Báo Mẫu": LISTED, "Báo Bạn": "https://ban.example"}
    return create_app(three_articles, Settings(partners=partners)).test_client()


@pytest.mark.parametrize("path", SHARED)
def test_without_partners_every_site_may_read(client: FlaskClient, path: str) -> None:
    for origin in ({"Origin": STRANGER}, {}):
        headers = client.get(path, headers=origin).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Origin" not in headers.get("Vary", "")
        assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", SHARED)
def test_a_partner_may_read(closed: FlaskClient, path: str) -> None:
    headers = closed.get(path, headers={"Origin": LISTED}).headers
    assert headers["Access-Control-Allow-Origin"] == LISTED
    assert headers["Vary"] == "Origin"


@pytest.mark.parametrize("path", SHARED)
@pytest.mark.parametrize("origin", [{"Origin": STRANGER}, {"Origin": "null"}, {}])
def test_nobody_else_may_and_no_cache_mixes_them_up(
    closed: FlaskClient, path: str, origin: dict[str, str]
) -> None:
    headers = closed.get(path, headers=origin).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Vary"] == "Origin"


def test_an_unchanged_answer_may_be_read_as_well(closed: FlaskClient) -> None:
    tag = closed.get(SHARED[0]).headers["ETag"]
    again = closed.get(SHARED[0], headers={"Origin": LISTED, "If-None-Match": tag})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == LISTED


@pytest.mark.parametrize("path", ["/", "/search?q=a", "/embed", "/article/hoi-nghi", "/healthz"])
def test_pages_are_not_for_scripts_of_other_sites(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": STRANGER}).headers
    assert "Access-Control-Allow-Origin" not in headers


def test_limits_and_tags_may_be_read_too(client: FlaskClient) -> None:
    exposed = client.get(SHARED[0]).headers["Access-Control-Expose-Headers"]
    assert set(exposed.split(", ")) == {"ETag", "RateLimit", "RateLimit-Policy", "Retry-After"}


def preflight(client: FlaskClient, origin: str) -> Any:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    return client.options("/api/related", headers={"Origin": origin, **asked})


def test_a_text_may_be_sent_after_asking_first(client: FlaskClient, closed: FlaskClient) -> None:
    for asked, allowed in ((client, "*"), (closed, LISTED)):
        answer = preflight(asked, LISTED)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == allowed
        assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"
        assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
        assert answer.headers["Access-Control-Max-Age"] == "7200"
    refused = preflight(closed, STRANGER)
    assert not [name for name, _ in refused.headers if name.startswith("Access-Control-Allow")]


def test_the_footer_lists_the_partners(client: FlaskClient, closed: FlaskClient) -> None:
    assert "Liên kết website" not in client.get("/").text
    page = closed.get("/").text
    assert "Liên kết website" in page
    assert f'<a href="{LISTED}" rel="noopener external" lang="vi">Báo Mẫu</a>' in page
