"""The words around a search: typical, not its own, printed as in the paper."""

from __future__ import annotations

from typing import Any

import pytest

from search_service.desk.around import Around, around, spelt
from search_service.engines.base import Engine
from search_service.grammar import parse

FLOODS = [
    {
        "id": f"lu-{n}",
        "title": "Lũ ở Quảng Trị",
        "body": "Ông Lê Hải Bằng, Chủ tịch UBND tỉnh Quảng Trị, nói về sạt lở và di dời dân. "
        "Bộ đội cứu hộ vùng lũ lụt.",
        "section": "Thời sự",
    }
    for n in range(6)
]
OTHERS = [
    {"id": f"khac-{n}", "body": f"Bộ đội trồng cây thứ {n}. Học sinh tới trường.", "section": "X"}
    for n in range(30)
]


@pytest.fixture
def engine(make_archive: Any) -> Engine:
    return make_archive([*FLOODS, *OTHERS]).engine()


def labels(found: Around) -> list[str]:
    return [one.typical.label for one in found.words]


def test_words_that_the_result_has_far_more_often_come_with_their_counts(engine: Engine) -> None:
    found = around(engine, parse("lũ"))
    assert (found.articles, found.archive) == (6, 36)
    assert {"sạt lở", "di dời", "Quảng Trị"} <= set(labels(found))
    (landslide,) = (one.typical for one in found.words if one.typical.label == "sạt lở")
    assert (landslide.count, landslide.archive) == (6, 6)


def test_what_stands_everywhere_is_not_among_them(engine: Engine) -> None:
    assert "bộ đội" not in labels(around(engine, parse("lũ")))


def test_words_are_printed_as_the_articles_print_them(engine: Engine) -> None:
    assert "quảng trị" not in labels(around(engine, parse("lũ")))


@pytest.mark.parametrize("text", ["lũ lụt", "lu lut", '"lũ lụt"'])
def test_the_words_of_the_search_are_left_out(engine: Engine, text: str) -> None:
    assert "lũ lụt" not in labels(around(engine, parse(text)))


def test_a_word_leads_to_the_search_with_it(engine: Engine) -> None:
    (found,) = (one for one in around(engine, parse("lũ")).words if one.typical.label == "di dời")
    assert found.query.text == 'lũ "di dời"'


def test_persons_come_apart_and_their_names_are_no_words(engine: Engine) -> None:
    found = around(engine, parse("lũ"))
    assert [one.typical.label for one in found.people] == ["Lê Hải Bằng"]
    assert not any("hải bằng" in label.lower() for label in labels(found))
    assert found.people[0].query.filters.people == ("lê-hải-bằng",)


@pytest.mark.parametrize("text", ["người:lê_hải_bằng", 'người:"lê-hải-bằng"', "le hai bang"])
def test_the_person_asked_for_is_left_out(engine: Engine, text: str) -> None:
    assert around(engine, parse(text)).people == ()


def test_nothing_is_typical_of_the_whole_archive(engine: Engine) -> None:
    found = around(engine, parse(""))
    assert (found.words, found.people) == ((), ())


def test_no_more_come_than_were_asked_for(engine: Engine) -> None:
    assert len(around(engine, parse("lũ"), size=2).words) == 2


class TestSpelling:
    def test_the_most_frequent_print_counts(self, engine: Engine) -> None:
        documents = list(engine.stream(parse("lũ")))
        assert spelt(["quảng trị", "sạt lở"], documents) == {
            "quảng trị": "Quảng Trị",
            "sạt lở": "sạt lở",
        }

    def test_a_capital_that_only_begins_a_sentence_is_not_the_words(
        self, make_archive: Any
    ) -> None:
        records = [{"id": "a", "body": "Sạt lở. Sạt lở lớn. Dân sợ sạt lở."}]
        assert spelt(["sạt lở"], make_archive(records).engine().stream(parse(""))) == {
            "sạt lở": "sạt lở"
        }

    def test_a_comma_parts_two_words(self, make_archive: Any) -> None:
        records = [{"id": "a", "body": "Phòng, chống dịch."}]
        assert spelt(["phòng chống"], make_archive(records).engine().stream(parse(""))) == {}
