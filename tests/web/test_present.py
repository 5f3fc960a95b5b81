from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from search_service.article import Article
from search_service.query import Filters, Query
from search_service.results import Bucket, Facet, Results, Suggestion
from search_service.web import present

pytestmark = pytest.mark.usefixtures("vietnamese")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 10, 1), date(2022, 10, 31), "tháng 10 năm 2022"),
        (date(2022, 10, 25), date(2022, 10, 25), "25/10/2022"),
        (date(2022, 1, 1), date(2023, 1, 31), "01/01/2022 – 31/01/2023"),
        (date(2022, 1, 1), None, "từ 01/01/2022"),
        (None, date(2022, 1, 1), "đến 01/01/2022"),
    ],
)
def test_a_span_of_time_is_named_as_people_name_it(
    first: date | None, last: date | None, words: str
) -> None:
    assert present.period(Filters(first=first, last=last)) == words


def test_a_chip_shows_the_name_behind_a_filter_and_leads_to_the_search_without_it() -> None:
    buckets = (Bucket("lê-hải-bình", "Lê Hải Bình", 3, chosen=True), Bucket("x", "X", 1))
    found = Results(3, (), {"person": Facet("person", buckets)})
    query = Query(text="lũ", filters=Filters(sections=("Thời sự",), people=("le hai binh",)))
    section, person = present.chips(query, found)
    assert (section.kind, section.label) == ("Chuyên mục", "Thời sự")
    assert (person.kind, person.label) == ("Nhân vật", "Lê Hải Bình")
    assert person.url == "/search?q=l%C5%A9&section=Th%E1%BB%9Di+s%E1%BB%B1"


def test_a_chip_of_who_must_be_mentioned_too_has_the_label() -> None:
    buckets = (Bucket("lê-hải-bình", "Lê Hải Bình (bác sĩ)", 3),)
    found = Results(3, (), {"person": Facet("person", buckets)})
    query = Query(filters=Filters(people=("p",), together=("lê-hải-bình", "không-ai")))
    _, first, second = present.chips(query, found)
    assert (first.kind, first.label) == ("Cùng với", "Lê Hải Bình (bác sĩ)")
    assert second.label == "không-ai"
    assert first.url == "/search?person=p&with=kh%C3%B4ng-ai"


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
            ("person", "tô-lâm"),
            ("section", "Thời sự"),
            ("phrase", "lũ quét"),
            ("title", "a/1"),
        ]
    ]
    assert addresses == [
        "/person/t%C3%B4-l%C3%A2m",
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
