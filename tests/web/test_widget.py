"""What other sites load: the script, the page of an iframe, and who may frame it."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app

MAX_SCRIPT = 5_000
"""Bytes of the script as a web server sends it: 5 KB."""

FRAME = "/embed/related?id=hoi-nghi"


def policy(client: FlaskClient, path: str, **headers: str) -> dict[str, str]:
    said = client.get(path, headers=headers).headers["Content-Security-Policy"]
    parts: list[tuple[str, str, str]] = [part.partition(" ") for part in said.split("; ")]
    return {name: sources for name, _, sources in parts}


def test_the_script_is_one_small_file_that_any_site_may_load(client: FlaskClient) -> None:
    answer = client.get("/widget.js")
    assert len(gzip.compress(answer.data)) < MAX_SCRIPT
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"].startswith("public, max-age=3600, stale-while-")
    again = client.get("/widget.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_the_script_asks_nobody_else_and_keeps_nothing(client: FlaskClient) -> None:
    text = client.get("/widget.js").text
    assert not re.search(r"https?://(?!\?)", text)
    assert not re.search(r"cookie|Storage|indexedDB|innerHTML|insertAdjacent|eval\(", text)


def test_the_script_has_its_words_in_every_language(client: FlaskClient) -> None:
    text = client.get("/widget.js").text
    for words in ("Tin liên quan", "Related news", "Cũng đăng ở", "Also at"):
        assert f'"{words}"' in text


def test_the_frame_has_the_list_and_nothing_of_the_site(client: FlaskClient) -> None:
    page = client.get(FRAME).text
    assert "Đắk Lắk tiếp tục tập huấn" in page
    assert "Cùng sự kiện" in page
    assert "26/10/2022" in page
    assert 'href="https://bao.example/hoi-nghi-2.html" target="_top"' in page
    assert "masthead" not in page
    assert "page.js" not in page


def test_the_frame_is_reached_by_the_publishers_address_and_by_the_page_here(
    client: FlaskClient,
) -> None:
    for address in ("https://bao.example/hoi-nghi.html", "http://localhost/article/hoi-nghi"):
        assert client.get(f"/embed/related?url={address}").data == client.get(FRAME).data


def test_the_frame_speaks_the_language_asked_for(client: FlaskClient) -> None:
    page = client.get(f"{FRAME}&lang=en&placement=newest").text
    assert '<html lang="en">' in page
    assert "Latest related news" in page
    assert "26 Oct 2022" in page


def test_a_link_without_a_publisher_leads_to_the_archive(make_archive: Any) -> None:
    body = "Mưa lớn gây ngập ở thị trấn Ea Kar, người dân sơ tán trong đêm."
    records = [{"id": name, "body": body, "published": f"2022-10-2{name}"} for name in "123"]
    others = [{"id": f"khac-{n}", "body": f"Bài số {n} về chuyện khác."} for n in range(9)]
    client = create_app(make_archive(records + others), Settings()).test_client()
    page = client.get("/embed/related?id=1&lang=en").text
    assert re.search(r'href="http://localhost/article/[23]\?lang=en" target="_top"', page)


@pytest.mark.parametrize("query", ["id=khong-co", "url=https://khong.example/1", "id=lua"])
def test_without_a_list_the_frame_is_empty(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/embed/related?{query}")
    assert answer.status_code == 404
    body = re.sub(r"\s", "", answer.text.partition("<body>")[2])
    assert body == "</body></html>"


def test_without_an_index_the_frame_is_empty_too(tmp_path: Any) -> None:
    client = create_app(WhooshArchive(tmp_path / "none"), Settings()).test_client()
    answer = client.get(FRAME)
    assert answer.status_code == 503
    assert "<p" not in answer.text


@pytest.mark.parametrize(
    ("query", "name"),
    [("limit=0", "limit"), ("theme=pink", "theme"), ("layout=x", "layout"),
     ("placement=x", "placement")],
)  # fmt: skip
def test_a_frame_asked_for_wrongly_says_so(client: FlaskClient, query: str, name: str) -> None:
    answer = client.get(f"{FRAME}&{query}")
    assert answer.status_code == 400
    assert f"Tham số {name}:" in answer.text


def test_a_frame_without_an_article_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.get("/embed/related")
    assert answer.status_code == 400
    assert "Tham số url:" in answer.text


def test_the_frame_is_kept_while_the_generation_is_live(client: FlaskClient) -> None:
    first = client.get(FRAME)
    assert first.headers["Cache-Control"].startswith("public, max-age=300, stale-while-")
    again = client.get(FRAME, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_frame_alone_may_be_framed(client: FlaskClient) -> None:
    assert policy(client, FRAME)["frame-ancestors"] == "*"
    for path in ("/", "/article/hoi-nghi", "/embed", "/oembed", "/widget.js", "/api/search"):
        assert policy(client, path)["frame-ancestors"] == "'none'"


def test_the_frame_is_as_strict_in_all_else(client: FlaskClient) -> None:
    frame, page = policy(client, FRAME), policy(client, "/")
    assert {**frame, "frame-ancestors": "'none'"} == page


def test_partners_alone_may_frame_where_some_are_listed(three_articles: Any) -> None:
    partners = {"Báo Mẫu": "https://bao-mau.example", "Báo Bạn": "https://ban.example:8443"}
    client = create_app(three_articles, Settings(partners=partners)).test_client()
    expected = "'self' https://ban.example:8443 https://bao-mau.example"
    assert policy(client, FRAME)["frame-ancestors"] == expected
    assert policy(client, "/embed/related?id=khong")["frame-ancestors"] == expected
    # The headers of a 304 replace those that a browser has kept.
    tag = client.get(FRAME).headers["ETag"]
    assert policy(client, FRAME, **{"If-None-Match": tag})["frame-ancestors"] == expected
