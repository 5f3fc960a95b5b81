"""The concordance of a search as a page and as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.desk import kwic
from search_service.settings import Settings
from search_service.web import create_app


def lines(client: FlaskClient, path: str) -> list[str]:
    tree = html.fromstring(client.get(path).data)
    parts = "./span[@class='left' or @class='right']"
    return [
        "".join(part.text_content() for part in item.xpath(parts))
        for item in tree.xpath("//ol[@class='kwic']/li")
    ]


def test_every_place_is_a_line(client: FlaskClient) -> None:
    assert lines(client, "/concordance?q=lúa") == [
        "Được mùa lúa đông xuân",
        "Bà con xã Ea Kar gặt lúa. Năng suất cao hơn vụ trước.",
    ]


def test_a_line_leads_to_its_mark_in_the_article(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/concordance?q=lúa").data)
    links = tree.xpath("//ol[@class='kwic']//a/@href")
    for link in links:
        path, _, fragment = link.partition("#")
        (mark,) = html.fromstring(client.get(path).data).xpath(f"//mark[@id='{fragment}']")
        assert mark.text_content() == "lúa"
    assert len(links) == 2


@pytest.mark.parametrize("order", ["newest", "oldest", "left", "right"])
def test_it_can_be_sorted(client: FlaskClient, order: str) -> None:
    path = f"/concordance?q=hội+nghị&order={order}"
    assert sorted(lines(client, path)) == sorted(lines(client, "/concordance?q=hội+nghị"))
    tree = html.fromstring(client.get(path).data)
    (current,) = tree.xpath("//ul[@class='order']//a[@aria-current]/@href")
    assert dict(parse_qsl(urlsplit(current).query)).get("order", "newest") == order


def test_pages_have_every_line_once(
    sample_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kwic, "LINES", 40)
    seen: list[str] = []
    page, link = 1, "/concordance?q=cầu&order=right"
    while link:
        tree = html.fromstring(sample_client.get(link).data)
        seen += tree.xpath("//ol[@class='kwic']//a/@href")
        page, link = page + 1, next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    rows = table(sample_client, "/concordance?q=cầu&format=csv")[1:]
    assert page > 2
    assert len(seen) == len(set(seen)) == len(rows)


def table(client: FlaskClient, path: str) -> list[list[str]]:
    with client.get(path) as answer:
        assert answer.mimetype == "text/csv"
        text = answer.data.decode("utf-8-sig")
    return [row for row in csv.reader(StringIO(text, newline="")) if not row[0].startswith("# ")]


def test_as_csv_it_has_all_lines_in_three_columns(client: FlaskClient) -> None:
    heading, *rows = table(client, "/concordance?q=lúa&format=csv")
    assert heading[3:6] == ["Bên trái", "Từ khóa", "Bên phải"]
    assert [row[:6] for row in rows] == [
        ["lua", "2021-04-02", "Được mùa lúa đông xuân", "Được mùa", "lúa", "đông xuân"],
        [
            *("lua", "2021-04-02", "Được mùa lúa đông xuân"),
            *("Bà con xã Ea Kar gặt", "lúa", ". Năng suất cao hơn vụ trước."),
        ],
    ]


def test_several_words_may_be_looked_at_as_one_phrase(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/concordance?q=hội+nghị").data)
    (link,) = tree.xpath("//p[@class='hint']/a/@href")
    assert dict(parse_qsl(urlsplit(link).query)) == {"q": '"hội nghị"'}
    assert not html.fromstring(client.get(link).data).xpath("//p[@class='hint']/a")


def test_lines_by_words_say_that_not_all_articles_were_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kwic, "READ", 1)
    assert "1 bài mới nhất" in client.get("/concordance?q=hội+nghị&order=left").text
    assert "bài mới nhất;" not in client.get("/concordance?q=hội+nghị").text


def test_without_words_it_asks_for_some(client: FlaskClient) -> None:
    assert "Hãy gõ từ" in client.get("/concordance").text
    assert "Hãy gõ từ" in client.get("/concordance?section=Thời+sự").text


def test_a_page_behind_the_last_says_so(client: FlaskClient) -> None:
    assert "không có dòng nào" in client.get("/concordance?q=lúa&page=9").text


@pytest.mark.parametrize("asked", ["order=x", "page=0", "from=mai"])
def test_what_cannot_be_read_is_said_in_a_notice(client: FlaskClient, asked: str) -> None:
    tree = html.fromstring(client.get(f"/concordance?q=lúa&{asked}").data)
    assert len(tree.xpath("//div[@role='note']/p")) == 1


def test_markup_in_an_article_is_text(make_archive: Any) -> None:
    records = [{"id": "a", "title": "<i>", "body": "<b>lũ</b> về"}]
    client = create_app(make_archive(records), Settings()).test_client()
    assert lines(client, "/concordance?q=lũ") == ["<b>lũ</b> về"]


def test_the_search_page_leads_to_it_where_there_are_words(client: FlaskClient) -> None:
    assert 'href="/concordance?q=' in client.get("/search?q=lúa").text
    assert "/concordance" not in client.get("/search").text
