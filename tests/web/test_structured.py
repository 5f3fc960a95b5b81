"""What pages say of themselves: JSON-LD that parses, Open Graph, canonical links."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_service.settings import Settings
from search_service.web import create_app
from tests.web.conftest import EVENT, RICE

PAGES = ["/", "/article/hoi-nghi", "/article/lua", "/section/tuyen-giao-cac-cap",
         "/person/lê-hải-bình"]  # fmt: skip
REQUIRED = {
    "WebSite": {"name", "url"},
    "NewsArticle": {"headline", "datePublished", "publisher", "url"},
    "BreadcrumbList": {"itemListElement"},
    "CollectionPage": {"name", "url"},
    "ProfilePage": {"mainEntity"},
}


def graph(client: FlaskClient, address: str) -> dict[str, Any]:
    """Return the nodes of a page's JSON-LD by their type."""
    (block,) = etree.HTML(client.get(address).text).iterfind(
        ".//head/script[@type='application/ld+json']"
    )
    document = json.loads(block.text)
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def cards(client: FlaskClient, address: str) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for meta in etree.HTML(client.get(address).text).iterfind(".//head/meta"):
        name = meta.get("property") or meta.get("name")
        if name and name.partition(":")[0] in {"og", "article", "twitter"}:
            said.setdefault(name, []).append(meta.get("content"))
    return said


@pytest.mark.parametrize("address", PAGES)
def test_every_node_has_what_its_type_needs(client: FlaskClient, address: str) -> None:
    for kind, node in graph(client, address).items():
        assert REQUIRED[kind] <= set(node), kind
        assert all(node.values()), kind


@pytest.mark.parametrize("address", PAGES)
def test_every_card_has_what_open_graph_needs(client: FlaskClient, address: str) -> None:
    said = cards(client, address)
    for name in ("og:type", "og:title", "og:url", "og:site_name", "og:description", "og:locale"):
        assert len(said[name]) == 1, name
        assert said[name][0].strip(), name
    assert said["og:url"][0].startswith(("http://localhost/", "https://bao.example/"))
    assert said["twitter:card"][0] in {"summary", "summary_large_image"}


def test_the_home_page_says_how_to_search(client: FlaskClient) -> None:
    site = graph(client, "/")["WebSite"]
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://localhost/search?q={search_term_string}"
    assert site["potentialAction"]["query-input"] == "required name=search_term_string"
    assert "Được mùa" in client.get(template.replace("{search_term_string}", "lúa")).text


def test_an_article_says_what_it_is(client: FlaskClient) -> None:
    node = graph(client, "/article/hoi-nghi")["NewsArticle"]
    assert node["headline"] == EVENT["title"]
    assert node["description"] == EVENT["lead"]
    assert node["datePublished"] == EVENT["published"]
    assert node["author"] == {"@type": "Person", "name": "Nhật Minh"}
    assert node["publisher"] == {"@type": "Organization", "name": "Tạp chí Lâm Giang"}
    assert node["articleSection"] == EVENT["section"]
    assert node["keywords"] == EVENT["tags"]
    assert node["image"] == ["https://bao.example/anh.jpg"]
    assert [person["name"] for person in node["mentions"]] == ["Lê Hải Bình", "Phạm Minh Tấn"]


def test_where_only_the_day_is_known_no_time_is_told(client: FlaskClient) -> None:
    assert graph(client, "/article/lua")["NewsArticle"]["datePublished"] == "2021-04-02"


def test_an_article_says_nothing_that_is_not_known(make_archive: Any) -> None:
    app = create_app(make_archive([{"id": "x", "body": "Tin."}]), Settings(site_name="Báo Thử"))
    node = graph(app.test_client(), "/article/x")["NewsArticle"]
    assert set(node) == {
        "@type", "headline", "description", "url", "mainEntityOfPage", "publisher", "inLanguage",
        "isPartOf",
    }  # fmt: skip
    assert node["publisher"]["name"] == "Báo Thử"


def test_the_way_from_the_home_page_to_an_article_is_told(client: FlaskClient) -> None:
    trail = graph(client, "/article/lua")["BreadcrumbList"]["itemListElement"]
    assert [(place["position"], place["name"], place["item"]) for place in trail] == [
        (1, "Kho báo", "http://localhost/"),
        (2, RICE["section"], "http://localhost/section/nong-nghiep-nong-thon"),
        (3, RICE["title"], "http://localhost/article/lua"),
    ]


def test_a_person_is_shown_in_the_role_that_was_printed_last(make_archive: Any) -> None:
    def record(number: int, role: str, published: str | None) -> dict[str, Any]:
        people = [{"name": "Lê Văn An", "role": role}]
        return {"id": f"{number}", "body": "Tin.", "people": people, "published": published}

    roles = [("Bí thư", "2021-01-01"), ("Chủ tịch", "2023-01-01"), ("Giám đốc", None)]
    archive = make_archive([record(n, *one) for n, one in enumerate(roles)])
    client = create_app(archive, Settings()).test_client()
    person = graph(client, "/person/lê-văn-an")["ProfilePage"]["mainEntity"]
    assert (person["name"], person["jobTitle"]) == ("Lê Văn An", "Chủ tịch")
    assert cards(client, "/person/lê-văn-an")["og:description"] == ["Chủ tịch"]


def test_a_section_is_a_collection_below_the_site(client: FlaskClient) -> None:
    page = graph(client, "/section/tuyen-giao-cac-cap")["CollectionPage"]
    assert page["name"] == "Tuyên giáo các cấp"
    assert page["isPartOf"]["url"] == "http://localhost/"


def test_a_preview_of_an_article_has_its_picture_its_day_and_its_section(
    client: FlaskClient,
) -> None:
    said = cards(client, "/article/hoi-nghi")
    assert said["og:type"] == ["article"]
    assert said["og:image"] == ["https://bao.example/anh.jpg"]
    assert said["twitter:card"] == ["summary_large_image"]
    assert said["article:published_time"] == [EVENT["published"]]
    assert said["article:section"] == [EVENT["section"]]
    assert said["article:tag"] == EVENT["tags"]
    assert cards(client, "/article/lua")["twitter:card"] == ["summary"]


def test_the_page_of_the_publisher_is_the_address_of_an_article(client: FlaskClient) -> None:
    page = client.get("/article/hoi-nghi").text
    assert f'<link rel="canonical" href="{EVENT["url"]}">' in page
    assert cards(client, "/article/hoi-nghi")["og:url"] == [EVENT["url"]]
    assert graph(client, "/article/hoi-nghi")["NewsArticle"]["mainEntityOfPage"] == EVENT["url"]


def test_a_long_description_is_cut_between_words(make_archive: Any) -> None:
    app = create_app(make_archive([{"id": "x", "body": "nghiêng " * 60}]), Settings())
    (about,) = cards(app.test_client(), "/article/x")["og:description"]
    assert about == "nghiêng " * 24 + "nghiêng…"


def test_no_text_ends_the_data_block(make_archive: Any) -> None:
    text = "</script><script>alert(1)</script><!-- \" ' & ]]>"
    record = {
        "id": "x", "title": text, "lead": text, "body": text, "author": text, "section": text,
        "tags": [text], "source": text, "people": [{"name": "Lê Văn An", "role": text}],
        "images": [{"url": "https://bao.example/a.jpg?" + text, "caption": text}],
    }  # fmt: skip
    client = create_app(make_archive([record]), Settings(site_name=text[:80])).test_client()
    page = client.get("/article/x").text
    assert not re.search(r"<script>|<!--", page)
    assert graph(client, "/article/x")["NewsArticle"]["headline"] == text
    assert cards(client, "/article/x")["og:title"] == [text]


def test_an_english_page_names_the_same_addresses(client: FlaskClient) -> None:
    assert cards(client, "/?lang=en")["og:url"] == ["http://localhost/"]
    english = graph(client, "/article/lua?lang=en")["BreadcrumbList"]
    assert english == graph(client, "/article/lua")["BreadcrumbList"]
