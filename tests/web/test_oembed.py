"""oEmbed against its specification, https://oembed.com, 1.0."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from lxml import etree, html

from search_service.settings import Settings
from search_service.web import create_app

HERE = "http://localhost/article/hoi-nghi"
PUBLISHED = "https://bao.example/hoi-nghi.html"


def asked(client: FlaskClient, address: str, more: str = "") -> Any:
    return client.get(f"/oembed?url={quote(address, safe='')}{more}")


@pytest.mark.parametrize("address", [HERE, PUBLISHED, "https://LOCALHOST/article/hoi-nghi"])
def test_an_article_is_embedded_by_either_address(client: FlaskClient, address: str) -> None:
    answer = asked(client, address)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    made = answer.json
    assert (made["type"], made["version"]) == ("rich", "1.0")
    assert made["title"] == "Đắk Lắk tập huấn công tác thông tin đối ngoại"
    assert made["author_name"] == "Nhật Minh"
    assert (made["provider_name"], made["provider_url"]) == ("Kho báo", "http://localhost/")
    assert made["cache_age"] == 86_400
    frame = html.fromstring(made["html"])
    assert frame.tag == "iframe"
    assert (frame.get("width"), frame.get("height")) == (str(made["width"]), str(made["height"]))
    assert client.get(frame.get("src")).status_code == 200


def test_without_an_author_none_is_named(make_archive: Any) -> None:
    body = "Mưa lớn gây ngập ở thị trấn Ea Kar, người dân sơ tán trong đêm."
    records = [{"id": name, "body": body, "title": "Ngập & <lũ>"} for name in "12"]
    others = [{"id": f"khac-{n}", "body": f"Bài số {n} về chuyện khác."} for n in range(9)]
    client = create_app(make_archive(records + others), Settings()).test_client()
    address = "http://localhost/article/1"
    assert "author_name" not in asked(client, address).json
    root = etree.fromstring(asked(client, address, "&format=xml").data)
    assert root.findtext("title") == "Ngập & <lũ>"


def test_xml_says_the_same_as_json(client: FlaskClient) -> None:
    answer = asked(client, PUBLISHED, "&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.data.startswith(b"<?xml version='1.0' encoding='utf-8' standalone='yes'?>")
    root = etree.fromstring(answer.data)
    assert root.tag == "oembed"
    said = {child.tag: child.text for child in root}
    assert said == {name: str(value) for name, value in asked(client, PUBLISHED).json.items()}


def test_the_largest_width_and_height_are_kept_to(sample_client: FlaskClient) -> None:
    address = "http://localhost/article/blg-2021-0551"
    whole = asked(sample_client, address).json
    assert (whole["width"], whole["height"]) == (600, 540)
    for most, items in ((540, 5), (539, 4), (300, 2), (100, 1)):
        made = asked(sample_client, address, f"&maxwidth=320&maxheight={most}").json
        assert made["width"] == 320
        assert made["height"] <= most
        assert f"limit={items}" in made["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"url={HERE}&format=yaml", 501),
        ("url=https://khac.example/bai.html", 404),
        ("url=http://localhost/article/khong-co", 404),
        ("url=http://localhost/section/thoi-su", 404),
        ("url=http://localhost/article/lua", 404),  # nothing is close enough to it
        ("url=http://khac.example/article/hoi-nghi", 404),
        ("url=http://[", 404),
        ("", 400),
        ("url=javascript:alert(1)", 400),
        (f"url={HERE}&maxwidth=-1", 400),
        (f"url={HERE}&maxheight=x", 400),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client: FlaskClient, query: str, status: int) -> None:
    answer = client.get(f"/oembed?{query}")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    assert answer.json["status"] == status


def test_an_english_address_gives_an_english_list(client: FlaskClient) -> None:
    made = asked(client, f"{HERE}?lang=en").json
    assert "lang=en" in made["html"]
    assert 'title="Related news"' in made["html"]
    assert 'title="Tin liên quan"' in asked(client, HERE).json["html"]


def test_the_address_of_the_service_may_have_a_path(three_articles: Any) -> None:
    settings = Settings(base_url="https://bao.example/kho-bao")
    client = create_app(three_articles, settings).test_client()
    made = asked(client, "https://bao.example/kho-bao/article/hoi-nghi").json
    assert 'src="https://bao.example/kho-bao/embed/related?' in made["html"]
    assert asked(client, "https://bao.example/article/hoi-nghi").status_code == 404


def test_an_article_leads_to_both_forms(client: FlaskClient) -> None:
    page = client.get("/article/hoi-nghi").text
    for form, kind in (("json", "application/json"), ("xml", "text/xml")):
        link = re.search(
            rf'<link rel="alternate" type="{re.escape(kind)}\+oembed" href="([^"]+)"', page
        )
        assert link
        address = link[1].replace("&amp;", "&")
        assert unquote(address) == f"http://localhost/oembed?url={HERE}&format={form}"
        assert client.get(address).status_code == 200


def test_the_answer_is_kept_while_the_generation_is_live(client: FlaskClient) -> None:
    first = asked(client, HERE)
    again = client.get(f"/oembed?url={HERE}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
