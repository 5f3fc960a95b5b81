"""The log: one line a request, an id that leads from an answer to it, and nothing secret."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.web import logs

Written = Callable[[], list[str]]


@pytest.fixture
def written() -> Iterator[Callable[[str], Written]]:
    """Log in a form; what is returned gives the lines so far."""
    root, own = logging.getLogger(), logging.getLogger("search_service")
    kept = root.handlers[:], root.level, own.level

    def begin(form: str) -> Written:
        logs.configure(form, "info")
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        stream = StringIO()
        handler.setStream(stream)
        return lambda: stream.getvalue().splitlines()

    yield begin
    root.handlers[:], root.level = kept[:2]
    own.setLevel(kept[2])


def test_each_request_is_one_line_of_json(client: FlaskClient, written: Any) -> None:
    lines = written("json")
    answer = client.get("/article/hoi-nghi")
    (line,) = map(json.loads, lines())
    assert line["level"] == "info"
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["rule"] == "/article/<article_id:article_id>"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["class"] == "article"
    assert line["bytes"] == len(answer.data)
    assert line["ms"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


def test_as_text_it_says_the_same(client: FlaskClient, written: Any) -> None:
    lines = written("text")
    number = client.get("/search?q=lua").headers["X-Request-ID"]
    (line,) = lines()
    assert f"INFO search_service.access [{number}] GET /search 200 " in line


def test_every_answer_has_an_id_of_its_own(client: FlaskClient) -> None:
    answers = [client.get(path) for path in ("/", "/", "/nowhere", "/api/search?limit=x")]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 4


def test_an_id_given_by_the_server_in_front_is_kept(client: FlaskClient) -> None:
    answer = client.get("/", headers={"X-Request-ID": "5f1c0a37b2d84e0f"})
    assert answer.headers["X-Request-ID"] == "5f1c0a37b2d84e0f"


@pytest.mark.parametrize("given", ["short", "x" * 65, "has a space", 'quote"quote', "<script>abc"])
def test_an_id_that_could_be_anything_is_not(client: FlaskClient, given: str) -> None:
    answer = client.get("/", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-ID"])


def test_a_fault_is_logged_under_the_id_that_its_page_shows(app: Flask, written: Any) -> None:
    app.add_url_rule("/fault", "fault", lambda: 1 // 0)
    lines = written("json")
    answer = app.test_client().get("/fault")
    assert answer.status_code == 500
    number = answer.headers["X-Request-ID"]
    assert number in answer.text
    fault, request = map(json.loads, lines())
    assert fault["request_id"] == request["request_id"] == number
    assert "ZeroDivisionError" in fault["exception"]
    assert "ZeroDivisionError" not in answer.text


def test_nothing_secret_is_logged(client: FlaskClient, written: Any) -> None:
    lines = written("json")
    client.get(
        "/search?q=bimat&token=bimat",
        headers={"Authorization": "Bearer bimat", "Cookie": "phien=bimat", "User-Agent": "bimat"},
        environ_base={"REMOTE_ADDR": "192.0.2.77"},
    )
    client.post("/api/related", json={"title": "bimat", "body": "bimat"})
    client.get("/article/bimat")
    assert len(lines()) == 3
    assert "bimat" not in "".join(lines())
    assert "192.0.2.77" not in "".join(lines())


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_is_asked_every_few_seconds_is_not_logged(
    client: FlaskClient, written: Any, path: str
) -> None:
    lines = written("json")
    client.get(path)
    assert lines() == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_message_cannot_forge_a_line(written: Any, form: str) -> None:
    lines = written(form)
    logging.getLogger("search_service").warning("bad: %s", "a\nERROR forged\r\x1b[31m\u2028b")
    (line,) = lines()
    assert "forged" in line
    assert "\x1b" not in line
