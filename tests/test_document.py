"""What is made of an article for an engine, and the form it is stored in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from search_service.article import MAX_ID, Article
from search_service.document import (
    MAX_TOKENS,
    Document,
    analyse,
    field_texts,
    from_json,
    to_json,
)
from search_service.people import Mention, Person
from search_service.schema import TEXT_FIELDS

RECORD: dict[str, Any] = {
    "id": "cau-2",
    "title": "Hợp long cầu Vĩnh Lộc",
    "lead": "Sáng 25/10, cầu Vĩnh Lộc hợp long.",
    "body": "Bà Phạm Thu Hà, Giám đốc Ban Quản lý dự án, dự lễ hợp long ở Hoà Sơn.",
    "author": "Nhật Minh",
    "tags": ["cầu đường", "Vĩnh Lộc"],
    "images": [{"caption": "Cầu nhìn từ bến phà."}, {"url": "https://bao.example/b.jpg"}],
    "people": ["Lê Hải Bằng"],
}


def test_each_text_field_is_analysed_on_its_own() -> None:
    analysed = analyse(Article.from_record(RECORD), "tin.jsonl")
    assert list(analysed.tokens) == [field.name for field in TEXT_FIELDS]
    assert analysed.tokens["title"] == ["hợp", "long", "cầu", "vĩnh", "lộc"]
    assert analysed.tokens["body"][-4:] == ["long", "ở", "hòa", "sơn"]
    assert analysed.tokens["captions"] == ["cầu", "nhìn", "từ", "bến", "phà"]
    assert analysed.tokens["tags"] == ["cầu", "đường", "vĩnh", "lộc"]
    assert analysed.tokens["author"] == ["nhật", "minh"]


def test_compounds_are_those_of_title_lead_and_body_as_often_as_they_stand_there() -> None:
    record = {**RECORD, "title": "Giám đốc", "lead": "Giám đốc.", "author": "Giám đốc"}
    assert analyse(Article.from_record(record), "").words.count("giám_đốc") == 3


def test_persons_are_those_found_in_the_text_and_those_given() -> None:
    document = analyse(Article.from_record(RECORD), "tin.jsonl").document
    assert [(person.name, person.role) for person in document.people] == [
        ("Phạm Thu Hà", "Giám đốc Ban Quản lý dự án"),
        ("Lê Hải Bằng", None),
    ]
    assert document.origin == "tin.jsonl"


def test_a_text_longer_than_is_indexed_is_cut_in_the_index_and_stored_whole() -> None:
    body = "giám đốc " * (MAX_TOKENS + 1_000)
    analysed = analyse(Article.from_record({"title": "Sách", "body": body}), "")
    assert len(analysed.tokens["body"]) == MAX_TOKENS
    assert len(analysed.words) == MAX_TOKENS
    assert analysed.document.article.body == body.strip()


def test_an_article_without_a_field_has_no_tokens_there() -> None:
    article = Article.from_record({"title": "?!", "body": "Tin."})
    assert field_texts(article)["author"] == ""
    assert analyse(article, "").tokens["title"] == []


TEXT = st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1801, 1, 1), datetime(2199, 1, 1), timezones=ZONES | st.none())
RECORDS = st.fixed_dictionaries(
    {"body": TEXT.map(lambda text: f"Tin {text}")},
    optional={
        "id": st.text(max_size=MAX_ID) | st.integers(0, 10**9),
        "url": TEXT,
        "title": TEXT,
        "lead": TEXT,
        "section": TEXT,
        "published": MOMENTS.map(datetime.isoformat),
        "author": TEXT,
        "tags": st.lists(TEXT, max_size=3),
        "people": st.lists(TEXT.map(lambda text: {"name": f"A{text}", "role": text}), max_size=3),
        "images": st.lists(st.fixed_dictionaries({}, optional={"url": TEXT, "caption": TEXT})),
        "source": TEXT,
        "unknown": JSON,
        "extra": st.dictionaries(TEXT, JSON, max_size=3),
    },
)
PERSONS = st.lists(
    st.builds(
        Person,
        name=TEXT,
        role=TEXT | st.none(),
        mentions=st.lists(
            st.builds(Mention, st.integers(0, 99), st.integers(0, 99), TEXT), max_size=3
        ).map(tuple),
    ),
    max_size=3,
).map(tuple)


@given(RECORDS, PERSONS, TEXT)
def test_a_stored_document_comes_back_equal(
    record: dict[str, Any], people: tuple[Person, ...], origin: str
) -> None:
    document = Document(Article.from_record(record), people, origin)
    again = from_json(to_json(document).encode("utf-8"))
    assert again == document
    assert again.article.fingerprint() == document.article.fingerprint()
    assert to_json(again) == to_json(document)
