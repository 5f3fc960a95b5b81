from __future__ import annotations

import pytest
from flask import Flask

from search_service.article import Article
from search_service.query import Query
from search_service.results import Bucket, Facet, Suggestion
from search_service.web import present

pytestmark = pytest.mark.usefixtures("vietnamese")


def test_chosen_values_are_never_folded_away() -> None:
    buckets = [Bucket(str(n), str(n), 30 - n) for n in range(20)]
    buckets[19] = Bucket("19", "19", 0, chosen=True)
    at_once, folded = present.folded(Facet("person", tuple(buckets)))
    assert [bucket.value for bucket in at_once] == [*map(str, range(present.AT_ONCE)), "19"]
    assert len(at_once) + len(folded) == 20


@pytest.mark.parametrize("url", ["//evil.example", "http://[", "", "/tin/1", "tin/1"])
def test_only_web_addresses_become_links_to_the_publisher(url: str) -> None:
    assert present.publisher_url(Article(body="Tin.", url=url)) is None


def test_a_web_address_becomes_the_link_to_the_publisher() -> None:
    article = Article(body="Tin.", url="https://bao.example/1.html")
    assert present.publisher_url(article) == "https://bao.example/1.html"


def test_completions_lead_to_the_page_of_what_they_name() -> None:
    addresses = [
        present.suggestion_url(Suggestion(kind, value, "", 1))
        for kind, value in [
            ("person", "đỗ-kha"),
            ("section", "Thời sự"),
            ("phrase", "lũ quét"),
            ("title", "a/1"),
        ]
    ]
    assert addresses == [
        "/person/%C4%91%E1%BB%97-kha",
        "/section/thoi-su",
        "/search?q=l%C5%A9+qu%C3%A9t",
        "/article/a/1",
    ]


def test_a_section_without_letters_is_reached_by_searching() -> None:
    assert present.section_url("***") == "/search?section=%2A%2A%2A"


def test_a_search_of_captions_is_the_page_of_pictures() -> None:
    assert present.search_url(Query(text="cầu", field="captions")) == "/pictures?q=c%E1%BA%A7u"


def test_links_on_an_english_page_stay_english(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert present.search_url(Query(text="a")) == "/search?q=a&lang=en"
        assert present.section_url("Thời sự") == "/section/thoi-su?lang=en"
        assert present.suggest_url() == "/api/suggest?lang=en"
        assert present.language_url("vi") == "/"
