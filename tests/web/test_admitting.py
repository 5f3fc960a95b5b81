"""Requests that are refused before any work: for another host, or when too many wait."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import admitting, create_app


def asked(archive: Any, host: str, path: str = "/search", **settings: Any) -> int:
    client = create_app(archive, Settings(**settings)).test_client()
    return client.get(path, headers={"Host": host}).status_code


def test_without_a_public_address_any_host_will_do(three_articles: Any) -> None:
    assert asked(three_articles, "anything.example") == 200


@pytest.mark.parametrize(
    "host", ["kho.bao.example", "KHO.bao.example:443", "127.0.0.1:8080", "localhost", "[::1]:8080"]
)
def test_the_public_address_and_this_machine_are_answered(three_articles: Any, host: str) -> None:
    assert asked(three_articles, host, base_url="https://kho.bao.example") == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "kho.bao.example.evil.example", "xkho.bao.example", "bao.example"]
)
def test_another_host_is_refused(three_articles: Any, host: str) -> None:
    assert asked(three_articles, host, base_url="https://kho.bao.example") == 421


def test_the_refusal_is_a_page_or_a_problem_that_says_so(three_articles: Any) -> None:
    client = create_app(three_articles, Settings(base_url="https://kho.bao.example")).test_client()
    page = client.get("/", headers={"Host": "evil.example"})
    assert (page.status_code, page.mimetype) == (421, "text/html")
    assert "evil.example" not in page.text
    problem = client.get("/api/search", headers={"Host": "evil.example"})
    assert (problem.status_code, problem.mimetype) == (421, "application/problem+json")


@pytest.mark.parametrize(
    ("host", "status"),
    [("a.bao.example", 200), ("bao.example", 200), ("báo.example", 421), ("kho.example", 421)],
)
def test_hosts_that_the_settings_list_take_the_place_of_the_public_one(
    three_articles: Any, host: str, status: int
) -> None:
    named = {"allowed_hosts": (".bao.example",), "base_url": "https://kho.example"}
    assert asked(three_articles, host.encode("idna").decode(), **named) == status


def test_a_host_with_marks_is_known_as_browsers_write_it(three_articles: Any) -> None:
    host = "khobáo.example".encode("idna").decode()
    assert asked(three_articles, host, base_url="https://khobáo.example") == 200
    assert asked(three_articles, host, allowed_hosts=("khobáo.example",)) == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_machines_that_watch_may_call_it_what_they_like(three_articles: Any, path: str) -> None:
    assert asked(three_articles, "10.0.0.7:8080", path, base_url="https://kho.bao.example") == 200


@pytest.fixture
def crowded(client: FlaskClient) -> FlaskClient:
    """A service at which more wait than it can serve in time."""
    admitting.watch(client.application, lambda: admitting.MAX_WAITING + 1)
    return client


@pytest.mark.parametrize("path", ["/search?q=lua", "/api/search", "/embed/related?id=lua"])
def test_when_too_many_wait_a_request_is_told_to_come_back(crowded: Any, path: str) -> None:
    answer = crowded.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == str(admitting.RETRY_AFTER)
    assert 'search_service_refused_total{reason="overload"} 1.0' in crowded.get("/metrics").text


def test_as_many_as_can_be_served_in_time_may_wait(client: FlaskClient) -> None:
    admitting.watch(client.application, lambda: admitting.MAX_WAITING)
    assert client.get("/search").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_a_crowded_service_still_tells_how_it_is(crowded: FlaskClient, path: str) -> None:
    assert crowded.get(path).status_code == 200
