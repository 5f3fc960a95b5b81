"""Related articles for a text that is sent."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.web.posted import ANALYSED
from search_service.wire.articles import MAX_POSTED

NEWS = "Tỉnh ủy Đắk Lắk lại mở hội nghị tập huấn công tác thông tin đối ngoại cho báo cáo viên."


def send(client: FlaskClient, sent: Any, path: str = "/api/related") -> Any:
    answer = client.post(path, json=sent)
    assert answer.status_code == 200, answer.text
    return answer.json


def refused(client: FlaskClient, sent: Any) -> tuple[list[str], str]:
    answer = client.post("/api/related", json=sent)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    return answer.json["parameters"], answer.json["detail"]


def test_a_text_that_is_not_in_the_archive_gets_its_list(client: FlaskClient) -> None:
    found = send(client, {"title": "Tập huấn thông tin đối ngoại", "body": NEWS})
    assert found["id"] is None
    assert {item["id"] for item in found["related"]} <= {"hoi-nghi", "hoi-nghi-2"}
    assert found["related"]
    assert found["related"][0]["page"].startswith("http://localhost/article/hoi-nghi")


def test_a_title_alone_is_a_text(client: FlaskClient) -> None:
    assert send(client, {"title": "Đắk Lắk tập huấn công tác thông tin đối ngoại"})["related"]


def test_the_address_of_an_archived_article_stands_for_that_article(client: FlaskClient) -> None:
    url = "https://bao.example/hoi-nghi.html"
    found = send(client, {"title": "Tin", "url": url})
    assert found["id"] == "hoi-nghi"
    assert [item["id"] for item in found["related"]] == ["hoi-nghi-2"]


def test_limit_language_and_placement_are_in_the_address(client: FlaskClient) -> None:
    sent = {"title": "Tập huấn thông tin đối ngoại", "body": NEWS, "published": "2022-10-26"}
    (item,) = send(client, sent, "/api/related?limit=1&lang=vi")["related"]
    assert item["reason_label"] in {"Cùng sự kiện", "Bối cảnh", "Cùng nhân vật", "Cùng chủ đề"}
    earlier = send(client, sent, "/api/related?placement=earlier")["related"]
    assert all(item["published"] < "2022-10-26" for item in earlier)


def test_a_text_without_a_date_is_of_today(client: FlaskClient) -> None:
    sent = {"title": "Tập huấn thông tin đối ngoại", "body": NEWS}
    assert send(client, sent, "/api/related?placement=earlier")["related"]


def test_only_the_beginning_of_a_long_text_is_looked_at(client: FlaskClient) -> None:
    long = (NEWS + "\n").ljust(ANALYSED, ".") + "lúa đông xuân Ea Kar " * 500
    assert send(client, {"body": NEWS})["related"] == send(client, {"body": long})["related"]


@pytest.mark.parametrize(
    ("sent", "name", "reason"),
    [
        ({}, "body", "a title or a body"),
        ({"title": " \u200b "}, "body", "a title or a body"),
        ([], "body", "a title or a body"),
        ({"title": 7}, "title", "a text of at most 1000 characters"),
        ({"body": "x" * (MAX_POSTED + 1)}, "body", "a text of at most 100000 characters"),
        ({"title": "a", "url": "ftp://x"}, "url", "beginning with http:// or https://"),
        ({"title": "a", "published": "hôm qua"}, "published", "ISO 8601"),
        ({"title": "a", "secret": 1}, "secret", "a field that the description of the API has"),
    ],
)
def test_what_cannot_be_used_is_named(
    client: FlaskClient, sent: Any, name: str, reason: str
) -> None:
    names, detail = refused(client, sent)
    assert names == [name]
    assert reason in detail


def test_what_is_not_json_is_refused(client: FlaskClient) -> None:
    assert client.post("/api/related", data="{").status_code == 415
    broken = client.post("/api/related", data="{", content_type="application/json")
    assert broken.status_code == 400
    assert broken.mimetype == "application/problem+json"
