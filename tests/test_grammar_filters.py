"""Filters in a query: sections, persons, days, and a query typed out with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.grammar import parse, parse_days, typed, without_filters
from search_service.query import Filters, Phrase


@pytest.mark.parametrize("name", ["mục", "muc", "section", "Mục", "MỤC", "Section"])
def test_a_section_is_named_with_or_without_marks_or_in_english(name: str) -> None:
    assert parse(f"{name}:giáo_dục").filters == Filters(sections=("giáo dục",))
    assert parse(f'{name}:"Thời sự"').filters == Filters(sections=("Thời sự",))


@pytest.mark.parametrize("name", ["người", "nguoi", "person", "NGƯỜI"])
def test_a_person_is_named_with_or_without_marks_or_in_english(name: str) -> None:
    assert parse(f"{name}:“Lê Hải Bình”").filters == Filters(people=("Lê Hải Bình",))


@pytest.mark.parametrize(("first", "last"), [("từ", "đến"), ("tu", "den"), ("from", "to")])
def test_days_are_named_with_or_without_marks_or_in_english(first: str, last: str) -> None:
    filters = parse(f"{first}:10/2021 {last}:2022").filters
    assert filters == Filters(first=date(2021, 10, 1), last=date(2022, 12, 31))


def test_an_operator_keeps_its_marks_as_every_marked_word_does() -> None:
    for text in ("mức:cao", "mực:tím", "tư:2022", "đèn:2022", "ngươi:ai"):
        assert parse(text).filters == Filters()
        assert parse(text).tokens == tuple(text.split(":"))


def test_filters_are_not_words() -> None:
    query = parse('lũ mục:"Thời sự" người:"Lê Hải Bình" từ:2022')
    assert (query.tokens, query.phrases, query.words) == (("lũ",), (), ("lũ",))


def test_values_of_one_filter_gather_each_once() -> None:
    filters = parse('mục:kinh_tế mục:"Thời sự" mục:kinh_tế người:a người:b').filters
    assert filters == Filters(sections=("kinh tế", "Thời sự"), people=("a", "b"))


def test_given_filters_are_kept_beside_those_of_the_text() -> None:
    given_filters = Filters(sections=("Kinh tế",), first=date(2020, 1, 1), last=date(2022, 6, 30))
    filters = parse('mục:"Thời sự" từ:2021 đến:2022', filters=given_filters).filters
    assert filters.sections == ("Kinh tế", "Thời sự")
    assert (filters.first, filters.last) == (date(2021, 1, 1), date(2022, 6, 30))


def test_of_two_limits_the_narrower_holds_in_any_order() -> None:
    expected = Filters(first=date(2022, 1, 1), last=date(2022, 6, 30))
    assert parse("từ:2021 từ:2022 đến:6/2022 đến:2023").filters == expected
    assert parse("đến:2023 đến:6/2022 từ:2022 từ:2021").filters == expected


@pytest.mark.parametrize(
    "value", ["31/6/2022", "2022-13", "0000", "hôm-qua", "12345", "22", "2022-10-"]
)
def test_a_day_that_does_not_exist_is_searched_for_as_words(value: str) -> None:
    query = parse(f"từ:{value}")
    assert query.filters == Filters()
    assert query.tokens == ("từ", *value.strip("-").replace("/", "-").split("-"))


def test_a_word_before_a_colon_that_is_no_operator_is_a_word() -> None:
    assert parse("họp báo:sáng").tokens == ("họp", "báo", "sáng")
    query = parse('họp báo:"giá lúa"')
    assert (query.tokens, query.phrases) == (("họp", "báo"), (Phrase(("giá", "lúa")),))


@pytest.mark.parametrize("text", ['họp báo:"', "họp báo:", 'họp báo:""', "họp báo: "])
def test_a_word_before_a_colon_with_nothing_after_it_is_a_word(text: str) -> None:
    assert parse(text).tokens == ("họp", "báo")


@pytest.mark.parametrize("value", ['"', '""', "_", "…", " Thời"])
def test_an_operator_without_a_value_is_a_word(value: str) -> None:
    query = parse(f"mục:{value}")
    assert query.filters == Filters()
    assert query.tokens[0] == "mục"


def test_a_text_without_its_filters_keeps_words_phrases_and_exclusions() -> None:
    text = 'lũ mục:"Thời sự" "giá lúa" từ:2022 -bão từ:mai báo:sáng'
    assert without_filters(text).split() == ["lũ", '"giá', 'lúa"', "-bão", "từ:mai", "báo:sáng"]
    assert without_filters("lũ  lụt") == "lũ  lụt"


DAYS = {
    "2022": ("2022-01-01", "2022-12-31"),
    "2022-10": ("2022-10-01", "2022-10-31"),
    "10/2022": ("2022-10-01", "2022-10-31"),
    "2-2024": ("2024-02-01", "2024-02-29"),
    "2022-10-25": ("2022-10-25", "2022-10-25"),
    "25/10/2022": ("2022-10-25", "2022-10-25"),
    "5/1/2022": ("2022-01-05", "2022-01-05"),
    "25-10-2022": ("2022-10-25", "2022-10-25"),
    "25.10.2022": ("2022-10-25", "2022-10-25"),
    " 2022 ": ("2022-01-01", "2022-12-31"),
}


@pytest.mark.parametrize("text", DAYS)
def test_a_year_a_month_and_a_day_are_their_first_and_last_day(text: str) -> None:
    first, last = DAYS[text]
    assert parse_days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["", "10", "25/10", "10/25/2022", "29/2/2023", "2022-00", "0/2022", "20221025", "x2022"]
)
def test_what_names_no_day_is_none(text: str) -> None:
    assert parse_days(text) is None


@given(st.dates())
def test_every_day_is_read_in_both_orders(day: date) -> None:
    for text in (f"{day.day}/{day.month}/{day.year:04}", f"{day.year:04}-{day.month}-{day.day}"):
        assert parse_days(text) == (day, day)


@given(st.text())
def test_any_text_names_days_in_order_or_none(text: str) -> None:
    days = parse_days(text)
    assert days is None or days[0] <= days[1]


class TestTyped:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "lũ quét",
            '"chuyển đổi số" -bóng',
            'lúa mục:"Nông nghiệp - Nông thôn" mục:A',
            'người:"Lê Hải Bằng" từ:2022-03 đến:25/10/2022',
            'người:"Lê Hải Bằng" với:"Phan Thu Giang" với:"Trần Sĩ Bảo"',
        ],
    )
    def test_a_query_typed_out_reads_as_the_same_query(self, text: str) -> None:
        query = parse(text)
        again = parse(typed(query))
        assert replace(again, text=query.text) == query

    def test_filters_from_elsewhere_stand_behind_the_text(self) -> None:
        days = date(2022, 1, 1), date(2022, 12, 31)
        filters = Filters(("Thời sự",), ("lê-hải-bằng",), *days, ("trần-sĩ-bảo",))
        query = parse("lũ", filters=filters)
        assert typed(query) == (
            'lũ mục:"Thời sự" người:"lê-hải-bằng" với:"trần-sĩ-bảo" từ:2022-01-01 đến:2022-12-31'
        )
        assert parse(typed(query)).filters == filters

    def test_quotes_within_a_section_do_not_end_it(self) -> None:
        query = parse("lũ", filters=Filters(('Mục "lạ"',)))
        assert parse(typed(query)).filters.sections == ("Mục lạ",)
        assert parse(typed(query)).tokens == ("lũ",)
