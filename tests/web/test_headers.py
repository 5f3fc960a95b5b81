"""The headers of every answer, graded as the HTTP Observatory grades a site.

The table is that of its published scoring (https://developer.mozilla.org/en-US/observatory/docs/
tests_and_scoring): a site begins with 100 points, extra ones count from 90 on, 100 are an A+.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

PRIVATE = {
    *("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"),
}
SIX_MONTHS = 15_768_000
PAGES = ["/", "/search?q=tập huấn", "/article/hoi-nghi", "/person/lê-hải-bình", "/embed",
         "/section/tuyen-giao-cac-cap", "/nothing-here"]  # fmt: skip


def directives(headers: Mapping[str, str]) -> dict[str, set[str]]:
    parts = [part.split() for part in headers.get("Content-Security-Policy", "").split(";")]
    return {name: set(sources) for name, *sources in filter(None, parts)}


def policy(headers: Mapping[str, str]) -> int:
    said = directives(headers)
    if not said:
        return -25
    scripts = said.get("script-src", said.get("default-src", {"*"}))
    styles = said.get("style-src", said.get("default-src", {"*"}))
    if {"'unsafe-inline'", "data:", "*", "https:"} & scripts or {"*"} & said.get(
        "object-src", set()
    ):
        return -20
    if any(source.startswith("http:") for sources in said.values() for source in sources):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if {"'unsafe-inline'", "data:", "*", "https:"} & styles:
        return 0
    return 10 if said.get("default-src") == {"'none'"} else 5


def cookies(headers: Mapping[str, str]) -> int:
    return -40 if "Set-Cookie" in headers else 0  # there are none to have flags


def sharing(headers: Mapping[str, str]) -> int:
    return -50 if "Access-Control-Allow-Credentials" in headers else 0


def referrer(headers: Mapping[str, str]) -> int:
    said = headers.get("Referrer-Policy")
    return 0 if said is None else 5 if said in PRIVATE else -5


def transport(headers: Mapping[str, str]) -> int:
    said = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    return -20 if not said else 0 if int(said[1]) >= SIX_MONTHS else -10


def sniffing(headers: Mapping[str, str]) -> int:
    return 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5


def framing(headers: Mapping[str, str]) -> int:
    if "frame-ancestors" in directives(headers):
        return 5
    return 5 if headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def resources(headers: Mapping[str, str]) -> int:
    said = headers.get("Cross-Origin-Resource-Policy", "unsafe-none")
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "unsafe-none": 0}.get(said, -5)


GRADING = (policy, cookies, sharing, referrer, transport, sniffing, framing, resources)


def score(headers: Mapping[str, str]) -> int:
    given = [grade(headers) for grade in GRADING]
    base = 100 + sum(points for points in given if points < 0)
    return base + sum(points for points in given if points > 0) if base >= 90 else base


@pytest.mark.parametrize("path", PAGES)
def test_a_page_over_https_has_every_point_there_is(client: FlaskClient, path: str) -> None:
    assert score(client.get(path, base_url="https://kho.example").headers) == 130


@pytest.mark.parametrize(
    "path", ["/api/search", "/widget.js", "/embed/related?id=hoi-nghi", "/oembed", "/feed.atom",
             "/sitemap.xml", "/robots.txt", "/static/style.css", "/healthz", "/metrics"]
)  # fmt: skip
def test_what_is_no_page_is_graded_a_plus_too(client: FlaskClient, path: str) -> None:
    with client.get(path, base_url="https://kho.example") as answer:
        assert score(answer.headers) >= 100


def test_the_grade_is_lost_by_what_a_page_must_not_have() -> None:
    assert score({}) == 30
    assert (
        score({"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"}) < 100
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_six_headers_that_other_graders_look_for_are_there(
    client: FlaskClient, path: str
) -> None:
    headers = client.get(path, base_url="https://kho.example").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]
    assert {"Content-Security-Policy", "Strict-Transport-Security", "Referrer-Policy",
            "X-Content-Type-Options"} <= set(headers.keys())  # fmt: skip


def test_what_others_may_frame_does_not_forbid_it(client: FlaskClient) -> None:
    answer = client.get("/embed/related?id=hoi-nghi")
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/api/search", "/oembed?url=x", "/widget.js"])
def test_what_others_may_load_says_so(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_over_plain_http_nothing_is_said_of_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_what_serves_and_in_which_release_is_not_told(client: FlaskClient) -> None:
    assert not {"Server", "X-Powered-By"} & set(client.get("/").headers.keys())
