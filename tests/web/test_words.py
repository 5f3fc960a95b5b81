"""The page of the words around a search, and the same in JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.settings import Settings
from search_service.web import create_app
from tests.desk.test_around import FLOODS, OTHERS


@pytest.fixture
def client(make_archive: Any) -> FlaskClient:
    return create_app(make_archive([*FLOODS, *OTHERS]), Settings()).test_client()


def rows(client: FlaskClient, path: str) -> dict[str, list[str]]:
    tree = html.fromstring(client.get(path).data)
    cells = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in tree.xpath("//table//tbody/tr")
    ]
    return {row[0]: row[1:] for row in cells}


def test_each_word_has_its_counts_and_how_many_times_as_frequent_it_is(
    client: FlaskClient,
) -> None:
    found = rows(client, "/words?q=lũ")
    assert found["sạt lở"] == ["6 100%", "6", "×6"]
    assert found["Lê Hải Bằng"] == ["6 100%", "6", "×6"]


def test_a_word_leads_to_the_articles_that_have_it_too(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/words?q=lũ&section=Thời+sự").data)
    (link,) = tree.xpath("//a[text()='di dời']/@href")
    assert dict(parse_qsl(urlsplit(link).query)) == {"q": 'lũ "di dời"', "section": "Thời sự"}
    (person,) = tree.xpath("//a[text()='Lê Hải Bằng']/@href")
    assert ("person", "lê-hải-bằng") in parse_qsl(urlsplit(person).query)


def test_the_form_keeps_the_filters_and_they_can_be_taken_off(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/words?q=lũ&section=Thời+sự&from=2020").data)
    inputs = tree.xpath("//main//input[@type='hidden']")
    hidden = {one.get("name"): one.get("value") for one in inputs}
    assert hidden == {"section": "Thời sự", "from": "2020-01-01"}
    (off,) = tree.xpath("//a[text()='Bỏ mọi bộ lọc']/@href")
    assert dict(parse_qsl(urlsplit(off).query)) == {"q": "lũ"}


def test_where_nothing_stands_out_it_says_so(client: FlaskClient) -> None:
    assert "Không có từ nào nổi bật" in client.get("/words").text
    assert "Không có từ nào nổi bật" in client.get("/words?q=zzz").text


def test_the_search_page_leads_to_it(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search?q=lũ&section=Thời+sự").data)
    (link,) = tree.xpath("//a[text()='Từ đi kèm']/@href")
    assert rows(client, link)


def test_in_json_it_is_what_the_page_has(client: FlaskClient) -> None:
    answer = client.get("/api/words?q=lũ").json
    assert answer is not None
    assert (answer["query"], answer["articles"], answer["archive"]) == ("lũ", 6, 36)
    assert {"value": "sạt lở", "label": "sạt lở", "count": 6, "archive": 6} in answer["words"]
    assert answer["people"][0]["value"] == "lê-hải-bằng"


def test_in_json_what_cannot_be_read_is_refused(client: FlaskClient) -> None:
    assert client.get("/api/words?from=mai").status_code == 400
