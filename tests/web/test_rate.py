"""How often one client may ask the API."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import create_app, rate

PATH = "/api/search?q=lua"


@pytest.fixture
def client(three_articles: Any) -> FlaskClient:
    return create_app(three_articles, Settings(api_rate_limit=3)).test_client()


def ask(client: FlaskClient, address: str = "192.0.2.1", path: str = PATH) -> int:
    return client.get(path, environ_base={"REMOTE_ADDR": address}).status_code


def test_beyond_the_limit_the_answer_is_429_and_says_when_to_come_back(client: FlaskClient) -> None:
    assert [ask(client) for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get(PATH, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert refused.mimetype == "application/problem+json"
    assert refused.json
    assert refused.json["title"] == "Too many requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 120


def test_each_answer_tells_what_is_left(client: FlaskClient) -> None:
    answers = [client.get(PATH) for _ in range(3)]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"client";q=3;w=60'}
    told = [re.fullmatch(r'"client";r=(\d);t=\d+', one.headers["RateLimit"]) for one in answers]
    assert [match and match[1] for match in told] == ["2", "1", "0"]


def test_each_client_has_a_limit_of_its_own(client: FlaskClient) -> None:
    for _ in range(3):
        ask(client, "192.0.2.1")
    assert ask(client, "192.0.2.1") == 429
    assert ask(client, "192.0.2.2") == 200


def test_the_addresses_of_one_ipv6_network_are_one_client(client: FlaskClient) -> None:
    assert [ask(client, f"2001:db8::{n}") for n in range(1, 5)] == [200, 200, 200, 429]
    assert ask(client, "2001:db8:0:1::1") == 200


def test_a_text_that_is_sent_counts_as_ten_requests(three_articles: Any) -> None:
    client = create_app(three_articles, Settings(api_rate_limit=12)).test_client()
    sent = [client.post("/api/related", json={"title": "Lúa"}).status_code for _ in range(2)]
    assert sent == [200, 429]
    assert ask(client, "127.0.0.1") == 200


@pytest.mark.parametrize("path", ["/search?q=lua", "/", "/healthz", "/readyz"])
def test_pages_and_health_are_not_counted(client: FlaskClient, path: str) -> None:
    assert [ask(client, path=path) for _ in range(5)] == [200] * 5
    assert "RateLimit" not in client.get(path).headers


def test_no_limit_is_0(three_articles: Any) -> None:
    client = create_app(three_articles, Settings(api_rate_limit=0)).test_client()
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


def test_counting_starts_no_threads() -> None:
    counts = rate.counters()
    begun = {one for one in threading.enumerate() if isinstance(one, threading.Timer)}
    counts.incr("a client", expiry=60)
    now = {one for one in threading.enumerate() if isinstance(one, threading.Timer)}
    assert now <= begun


def test_counts_that_are_over_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "SWEEP", 0)
    counts = rate.counters()
    counts.incr("gone", expiry=-1)
    counts.incr("there", expiry=60)
    counts.incr("there", expiry=60)
    assert dict(counts.storage) == {"there": 2}
