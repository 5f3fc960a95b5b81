"""The concordance of a whole result."""

from __future__ import annotations

from typing import Any

import pytest

from search_service.desk import kwic as module
from search_service.desk.kwic import Kwic, Order, kwic
from search_service.engines.base import Engine
from search_service.grammar import parse

RECORDS = [
    {"id": "1", "title": "Lũ về", "body": "Nước lũ dâng.\nCơn lũ rút.", "published": "2020-01-01"},
    {
        "id": "2",
        "title": "Tin",
        "body": "Ba con lũ anh em. Mùa lũ ập tới.",
        "published": "2021-01-01",
    },
    {"id": "3", "title": "Lúa", "body": "Gặt.", "published": "2022-01-01"},
]


@pytest.fixture
def engine(make_archive: Any) -> Engine:
    return make_archive(RECORDS).engine()


def shown(found: Kwic) -> list[str]:
    return [f"{one.keyword.left}[{one.keyword.text}]{one.keyword.right}" for one in found.lines]


def test_every_occurrence_is_a_line_in_the_order_of_its_article(engine: Engine) -> None:
    found = kwic(engine, parse("lũ"), Order.NEWEST)
    assert shown(found) == [
        "Ba con [lũ] anh em. Mùa lũ ập tới.",
        "Ba con lũ anh em. Mùa [lũ] ập tới.",
        "[Lũ] về",
        "Nước [lũ] dâng.",
        "Cơn [lũ] rút.",
    ]
    assert (found.articles, found.read, found.total) == (2, 2, 2)


def test_by_date_the_oldest_may_come_first(engine: Engine) -> None:
    assert [one.document.article.id for one in kwic(engine, parse("lũ"), Order.OLDEST).lines] == [
        *"111",
        *"22",
    ]


def test_lines_are_sorted_by_the_word_to_the_right_and_those_without_one_are_last(
    make_archive: Any,
) -> None:
    records = [
        {"id": "a", "title": "Tin", "body": "Có lũ về.\nQua lũ.\nThấy lũ ập tới.\nBị lũ ẩm về."}
    ]
    found = kwic(make_archive(records).engine(), parse("lũ"), Order.RIGHT)
    assert [one.keyword.right for one in found.lines] == [" ẩm về.", " ập tới.", " về.", "."]


def test_lines_are_sorted_by_the_nearest_word_to_the_left(engine: Engine) -> None:
    lefts = [one.keyword.left for one in kwic(engine, parse("lũ"), Order.LEFT).lines]
    assert lefts == ["Ba con ", "Cơn ", "Ba con lũ anh em. Mùa ", "Nước ", ""]


def test_lines_by_words_come_in_pages_of_lines(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINES", 2)
    pages = [kwic(engine, parse("lũ"), Order.RIGHT, page=page) for page in (1, 2, 3, 4)]
    assert [len(page.lines) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages} == {5}
    whole = [line for page in pages for line in page.lines]
    assert len({(line.document.article.id, line.keyword.number) for line in whole}) == 5


def test_lines_by_words_are_of_the_newest_articles_and_say_of_how_many(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "READ", 1)
    found = kwic(engine, parse("lũ"), Order.RIGHT)
    assert {line.document.article.id for line in found.lines} == {"2"}
    assert (found.articles, found.read) == (2, 1)


def test_by_date_a_page_has_the_lines_of_some_articles(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ARTICLES", 1)
    pages = [kwic(engine, parse("lũ"), Order.NEWEST, page=page) for page in (1, 2, 3)]
    assert [[line.document.article.id for line in page.lines] for page in pages] == [
        [*"22"],
        [*"111"],
        [],
    ]


def test_a_part_of_a_phrase_is_no_line_where_the_whole_stands(make_archive: Any) -> None:
    records = [{"id": "a", "title": "Tin", "body": "Chuyển đổi số ở xã. Họ di chuyển."}]
    found = kwic(make_archive(records).engine(), parse("chuyển đổi số"), Order.NEWEST)
    assert [line.keyword.text for line in found.lines] == ["Chuyển đổi số"]


def test_words_that_stand_apart_are_lines_each(make_archive: Any) -> None:
    records = [{"id": "a", "title": "Tin", "body": "Lúa chín. Giá cao."}]
    found = kwic(make_archive(records).engine(), parse("giá lúa"), Order.NEWEST)
    assert [line.keyword.text for line in found.lines] == ["Lúa", "Giá"]
