"""The browser's search box: the rules of OpenSearch 1.1, and completions in its form."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app

NAMESPACE = {"os": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture
def described(client: FlaskClient) -> Any:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    return etree.fromstring(answer.data)


def text(described: Any, name: str) -> str:
    (element,) = described.findall(f"os:{name}", NAMESPACE)
    return str(element.text)


def template(described: Any, mimetype: str) -> str:
    (element,) = described.findall(f"os:Url[@type='{mimetype}']", NAMESPACE)
    return str(element.get("template"))


def filled(template: str, words: str) -> str:
    """Fill in a template as a browser does that knows no page and no count."""
    address = template.replace("{searchTerms}", quote(words))
    return address.replace("{startPage?}", "").replace("{count?}", "")


def test_a_description_has_what_the_specification_requires(described: Any) -> None:
    assert described.tag == "{http://a9.com/-/spec/opensearch/1.1/}OpenSearchDescription"
    assert text(described, "ShortName") == "Kho báo"
    assert "gõ có dấu hay không dấu" in text(described, "Description")
    assert {item.text for item in described.iterfind("os:*Encoding", NAMESPACE)} <= {"UTF-8"}
    assert text(described, "InputEncoding") == text(described, "OutputEncoding") == "UTF-8"
    assert text(described, "Language") == "vi"


@pytest.mark.parametrize("name", ["K", "Kho báo Điện tử Tỉnh Lâm Giang " * 2, "Khobáo" * 13])
def test_no_name_is_longer_than_the_specification_lets_it_be(make_archive: Any, name: str) -> None:
    app = create_app(make_archive([{"body": "Tin."}]), Settings(site_name=name))
    described = etree.fromstring(app.test_client().get("/opensearch.xml").data)
    short, long = text(described, "ShortName"), text(described, "LongName")
    assert 1 <= len(short) <= 16
    assert 1 <= len(long) <= 48
    assert name.startswith(short)
    assert name.startswith(long)
    assert len(text(described, "Description")) <= 1_024


def test_a_name_is_cut_between_words(make_archive: Any) -> None:
    settings = Settings(site_name="Kho báo Lâm Giang điện tử")
    app = create_app(make_archive([{"body": "Tin."}]), settings)
    described = etree.fromstring(app.test_client().get("/opensearch.xml").data)
    assert text(described, "ShortName") == "Kho báo Lâm"


def test_each_template_asks_for_what_was_typed_and_names_nothing_else(described: Any) -> None:
    for element in described.findall("os:Url", NAMESPACE):
        address = element.get("template")
        assert address.startswith("http://localhost/")
        asked = parse_qs(urlsplit(address).query, keep_blank_values=True)
        assert element.get("rel") == "self" or asked["q"] == ["{searchTerms}"]
        placed = {value for values in asked.values() for value in values if "{" in value}
        assert placed <= {"{searchTerms}", "{startPage?}", "{count?}"}


def test_the_template_of_the_page_finds(client: FlaskClient, described: Any) -> None:
    page = client.get(filled(template(described, "text/html"), "lúa đông xuân"))
    assert "Được mùa" in page.text
    assert 'class="notice"' not in page.text


def test_the_template_of_the_feed_finds(client: FlaskClient, described: Any) -> None:
    feed = client.get(filled(template(described, "application/atom+xml"), "lúa đông xuân"))
    assert feed.status_code == 200
    assert "/article/lua" in feed.text


def test_what_is_typed_is_completed_in_the_form_of_the_extension(
    client: FlaskClient, described: Any
) -> None:
    address = template(described, "application/x-suggestions+json")
    answer = client.get(filled(address, "le hai"))
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.json == [
        "le hai",
        ["Lê Hải Bình"],
        ["Nhân vật"],
        ["http://localhost/person/l%C3%AA-h%E1%BA%A3i-b%C3%ACnh"],
    ]


def test_what_a_completion_is_can_be_said_in_english(client: FlaskClient) -> None:
    answer = client.get("/opensearch-suggest?q=le hai&lang=en").json
    assert answer
    assert answer[2] == ["Person"]


def test_a_text_that_is_too_long_is_refused(client: FlaskClient) -> None:
    answer = client.get("/opensearch-suggest?q=" + "a" * 1_001)
    assert answer.status_code == 400
    assert "Tham số q:" in answer.text


@pytest.mark.parametrize("page", ["/", "/search?q=lua", "/article/lua", "/nowhere"])
def test_every_page_offers_the_engine(client: FlaskClient, page: str) -> None:
    (offered,) = etree.HTML(client.get(page).text).findall(".//link[@rel='search']")
    assert offered.get("type") == "application/opensearchdescription+xml"
    assert offered.get("title") == "Kho báo"
    assert client.get(offered.get("href")).status_code == 200


def test_a_description_needs_no_index_and_is_kept(tmp_path: Any) -> None:
    answer = (
        create_app(WhooshArchive(tmp_path / "none"), Settings())
        .test_client()
        .get("/opensearch.xml")
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
