"""The page of a story, and the same in JSON."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.settings import Settings
from search_service.web import create_app
from tests.desk.test_story import BRIDGE, COPY, OTHER, UNDATED, UNRELATED


@pytest.fixture
def client(make_archive: Any) -> FlaskClient:
    archive = make_archive([*BRIDGE, COPY, UNDATED, OTHER, *UNRELATED])
    return create_app(archive, Settings()).test_client()


def items(client: FlaskClient, article: str) -> list[str]:
    tree = html.fromstring(client.get(f"/story/{article}").data)
    found = tree.xpath("//ol[@class='timeline']/li")
    return [" ".join(item.text_content().split()) for item in found]


def test_reports_and_silences_stand_in_order(client: FlaskClient) -> None:
    first, silence, second, third, undated = items(client, "hop-long-2")
    assert first == "Thứ Bảy, 01/10/2022 08:00 (GMT+7) tin đầu tiên Khởi công cầu Vĩnh Lộc"
    assert silence == "23 ngày không có bài"
    assert second.endswith("Hợp long cầu Vĩnh Lộc Cũng đăng ở Báo khác")
    assert "bài đang xem" in third
    assert undated.startswith("Không rõ ngày")


def test_the_page_names_how_many_reports_from_when_to_when(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/story/hop-long").data)
    (line,) = page.xpath("//header[@class='page-head']/p[@class='dateline']")
    told = " ".join(line.text_content().split())
    assert told.startswith("4 tin, từ 01/10/2022 đến 26/10/2022.")


def test_the_report_asked_about_is_marked_for_screen_readers_too(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/story/hop-long-2").data)
    (current,) = page.xpath("//li[@aria-current]//h2/a/@href")
    assert current == "/article/hop-long-2"


def test_an_article_alone_says_that_it_is(client: FlaskClient) -> None:
    assert "chưa có bài nào khác" in client.get("/story/bong").text


def test_the_page_of_an_article_leads_to_its_story(client: FlaskClient) -> None:
    assert 'href="/story/hop-long"' in client.get("/article/hop-long").text


def test_there_is_no_story_of_an_article_that_is_not_there(client: FlaskClient) -> None:
    assert client.get("/story/nothing").status_code == 404
    assert client.get("/api/articles/nothing/story").status_code == 404


def test_in_json_it_has_the_same_reports(client: FlaskClient) -> None:
    answer = client.get("/api/articles/hop-long-2/story").json
    assert answer is not None
    assert (answer["id"], answer["first"], answer["last"], answer["whole"]) == (
        "hop-long-2", "2022-10-01", "2022-10-26", True,
    )  # fmt: skip
    assert [(one["id"], one["silence"], one["asked"]) for one in answer["reports"]] == [
        ("khoi-cong", 0, False),
        ("hop-long", 23, False),
        ("hop-long-2", 0, True),
        ("khong-ngay", 0, False),
    ]
    assert [one["id"] for one in answer["reports"][1]["also"]] == ["hop-long-copy"]
    assert answer["reports"][0]["page"] == "http://localhost/article/khoi-cong"
