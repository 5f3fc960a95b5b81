"""The grammar of queries, by examples and by what holds for every text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search_service.grammar import free_spans, parse, parse_days, typed, without_filters
from search_service.people import person_id
from search_service.query import (
    MAX_CHARACTERS,
    MAX_PHRASES,
    MAX_SIZE,
    MAX_TOKENS,
    Filters,
    Phrase,
    Query,
    read_as,
)
from search_service.vietnamese import slug


def phrase(text: str) -> Phrase:
    return Phrase(tuple(text.split()))


# Words


def test_words_are_syllables_in_order_in_normal_form_and_lower_case() -> None:
    assert parse("Tỉnh uỷ  ĐẮK LẮK").tokens == ("tỉnh", "ủy", "đắk", "lắk")


def test_each_word_is_named_once() -> None:
    assert parse("tuyên giáo và tuyên giáo").words == ("tuyên_giáo", "và")


def test_without_marks_no_words_are_told() -> None:
    assert parse("tuyen giao").words == ()


def test_a_reading_tells_the_words_and_leaves_what_is_found() -> None:
    query = read_as(parse("tuyen giao"), ["tuyên", "giáo"])
    assert (query.tokens, query.reading) == (("tuyen", "giao"), ("tuyên", "giáo"))
    assert query.words == ("tuyên_giáo",)


def test_an_empty_text_asks_for_nothing() -> None:
    for text in ("", "   ", "\n\t", "?!…", '""', "“”", "-", "- -"):
        query = parse(text)
        assert not query.ranked
        assert (query.excluded, query.filters) == ((), Filters())


def test_signs_between_words_mean_nothing() -> None:
    assert parse("lũ, bão; (hạn) & mặn?").tokens == ("lũ", "bão", "hạn", "mặn")


def test_a_time_of_day_and_a_score_are_words() -> None:
    assert parse("lúc 15:30 thắng 2:1").tokens == ("lúc", "15", "30", "thắng", "2", "1")
    assert parse("15:30").filters == Filters()


def test_a_web_address_is_words() -> None:
    query = parse("https://bao.example/tin-moi?id=5")
    assert query.tokens == ("https", "bao", "example", "tin", "moi", "id", "5")
    assert (query.excluded, query.filters) == ((), Filters())


def test_control_characters_are_taken_out_as_they_are_of_articles() -> None:
    assert parse("hợp\x00 lo\x07ng").tokens == ("hợp", "long")


# Phrases


@pytest.mark.parametrize(
    "text",
    [
        '"chuyển đổi số"', "“chuyển đổi số”", "„chuyển đổi số“", "«chuyển đổi số»",
        "»chuyển đổi số«", "＂chuyển đổi số＂", '“chuyển đổi số"',
    ],
)  # fmt: skip
def test_quotes_of_every_style_make_a_phrase(text: str) -> None:
    query = parse(text)
    assert query.phrases == (phrase("chuyển đổi số"),)
    assert query.tokens == ()


def test_a_phrase_stands_beside_words() -> None:
    query = parse('tỉnh "chuyển đổi số" 2022')
    assert (query.tokens, query.phrases) == (("tỉnh", "2022"), (phrase("chuyển đổi số"),))


def test_a_phrase_need_not_be_set_off_by_spaces() -> None:
    query = parse('tỉnh"giá lúa"tăng')
    assert (query.tokens, query.phrases) == (("tỉnh", "tăng"), (phrase("giá lúa"),))


def test_one_syllable_in_quotes_is_a_word() -> None:
    query = parse('"lúa"')
    assert (query.tokens, query.phrases) == (("lúa",), ())


@pytest.mark.parametrize(
    "text", ['"chuyển đổi số', 'chuyển đổi số"', 'chuyển "đổi số', "chuyển“ đổi số"]
)
def test_an_unbalanced_quote_is_passed_over(text: str) -> None:
    query = parse(text)
    assert (query.tokens, query.phrases) == (("chuyển", "đổi", "số"), ())


def test_a_phrase_given_twice_is_asked_for_once() -> None:
    assert parse('"giá lúa" "Giá Lúa"').phrases == (phrase("giá lúa"),)


# Exclusions


def test_a_minus_excludes_a_word_or_a_phrase() -> None:
    query = parse('lúa -bóng -"giá vàng" \u2212bão')
    assert query.tokens == ("lúa",)
    assert query.excluded == (phrase("bóng"), phrase("giá vàng"), phrase("bão"))


def test_a_minus_inside_or_after_a_word_or_alone_excludes_nothing() -> None:
    for text in ("Hà Nội-Huế", "Hà Nội- Huế", "Hà Nội - Huế"):
        assert parse(text).tokens == ("hà", "nội", "huế")
        assert parse(text).excluded == ()


def test_what_is_written_as_one_is_excluded_side_by_side() -> None:
    assert parse("-covid-19").excluded == (phrase("covid 19"),)
    query = parse("lúa -họp:sáng")
    assert (query.tokens, query.excluded) == (("lúa",), (phrase("họp sáng"),))


def test_a_filter_cannot_be_excluded_its_words_are() -> None:
    query = parse("-từ:2022")
    assert (query.tokens, query.excluded) == ((), (phrase("từ 2022"),))
    assert query.filters == Filters()


def test_an_exclusion_without_a_letter_excludes_nothing() -> None:
    assert parse('lúa -" -"" -"…" --').excluded == ()


# Filters


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
    assert (query.tokens, query.phrases) == (("họp", "báo"), (phrase("giá lúa"),))


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


# Days

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


# How many words must occur


def test_a_repeated_word_counts_once() -> None:
    assert parse("lúa lúa lúa").distinct == 1
    assert Query().distinct == 0


# Limits


def test_what_follows_the_limits_is_passed_over() -> None:
    assert len(parse(" ".join(f"c{n}" for n in range(100))).tokens) == MAX_TOKENS
    many = " ".join(f'"a {n}" -b{n}' for n in range(60))
    query = parse(many)
    assert (len(query.phrases), len(query.excluded)) == (MAX_PHRASES, MAX_PHRASES)
    assert len(parse('"' + "a " * 400 + '"').phrases[0].tokens) == MAX_TOKENS


@pytest.mark.parametrize(
    "unit", ["a ", '"', '"a b" ', "-", "a:", "từ:1 ", "ế", "\u0301", "((", "mục:x "]
)
def test_a_huge_text_is_read_as_its_beginning(unit: str) -> None:
    huge = (unit * 100_000)[:100_000]
    assert parse(huge) == parse(huge[:MAX_CHARACTERS])
    assert without_filters(huge) == without_filters(huge[:MAX_CHARACTERS])


def test_start_and_size_are_kept_within_their_ranges() -> None:
    assert (parse("", start=-5).start, parse("", size=-1).size) == (0, 0)
    assert parse("", size=1_000).size == MAX_SIZE


# What holds for every text

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf"]),
        st.sampled_from('"“”«»-:_/. \u2212\u202e\u200f\u2066'),
    )
)
GRAMMATICAL = st.lists(
    st.sampled_from(
        ["mục:", "người:", "từ:", "đến:", "to:", "-", '"', "“", "”", " ", " ", ":", "2022",
         "25/10/2022", "Hoà Bình", "thuỷ", "Đường", "giáo dục", "Khoẻ", "QUÝ"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@given(ANY_TEXT | GRAMMATICAL)
def test_every_text_is_a_query_within_the_limits(text: str) -> None:
    query = parse(text)
    query.text.encode("utf-8")
    assert len(query.tokens) <= MAX_TOKENS
    assert all(1 < len(one.tokens) <= MAX_TOKENS for one in query.phrases)
    assert all(0 < len(one.tokens) <= MAX_TOKENS for one in query.excluded)
    assert query.distinct <= MAX_TOKENS
    assert parse(query.text) == query


@given(ANY_TEXT | GRAMMATICAL)
def test_a_text_without_its_filters_asks_for_the_same_words_and_has_no_filter(text: str) -> None:
    bare, whole = parse(without_filters(text)), parse(text)
    assert bare.filters == Filters()
    assert bare.tokens == whole.tokens
    assert (bare.phrases, bare.excluded) == (whole.phrases, whole.excluded)


def _effect(query: Query) -> tuple[object, ...]:
    """What a query asks for, its filters' values as an engine compares them."""
    filters = query.filters
    sections = {slug(section) for section in filters.sections}
    people = {person_id(person) for person in filters.people}
    return (
        query.tokens, query.phrases, query.excluded, sections, people, filters.first, filters.last,
    )  # fmt: skip


_TONE_STYLES = {"hòa": "hoà", "thủy": "thuỷ", "khỏe": "khoẻ", "ủy": "uỷ", "lóe": "loé"}


def _other_style(text: str) -> str:
    for first, second in _TONE_STYLES.items():
        text = text.replace(first, second)
    return text


VIETNAMESE = st.lists(
    st.sampled_from(
        [*(syllable + end for syllable in _TONE_STYLES for end in ' "'),
         "mục:", "người:", "từ:2022 ", "đến:10/2022 ", "-", '"', " ", "đường ",
         "giáo dục ", "bình "]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(VIETNAMESE)
def test_encoding_tone_style_and_case_change_nothing(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assume(len(decomposed) <= MAX_CHARACTERS)
    expected = _effect(parse(text))
    assert _effect(parse(decomposed)) == expected
    assert _effect(parse(_other_style(text))) == expected
    assert _effect(parse(text.upper())) == expected
    assert _effect(parse(text.title())) == expected


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("lũ lụt", ["lũ", "lụt"]),
        ('"giá lúa" tăng', ["tăng"]),
        ("lúa -giá", ["lúa"]),
        ("lúa mục:thoi_su từ:2022", ["lúa"]),
        ("họp báo:sáng", ["họp", "báo:sáng"]),
        ('lúa "', ["lúa"]),
        ("", []),
    ],
)
def test_free_words_are_those_of_no_phrase_exclusion_or_filter(text: str, free: list[str]) -> None:
    assert [text[start:end] for start, end in free_spans(text)] == free


@given(st.text(max_size=60) | VIETNAMESE)
def test_free_words_stand_in_order_and_are_words_of_the_query(text: str) -> None:
    query = parse(text)
    spans = free_spans(query.text)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(query.text) for start, end in spans)
    free = " ".join(query.text[start:end] for start, end in spans)
    assert set(parse(free.replace(":", " ")).tokens) <= {*query.tokens}


class TestTyped:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "lũ quét",
            '"chuyển đổi số" -bóng',
            'lúa mục:"Nông nghiệp - Nông thôn" mục:A',
            'người:"Lê Hải Bằng" từ:2022-03 đến:25/10/2022',
        ],
    )
    def test_a_query_typed_out_reads_as_the_same_query(self, text: str) -> None:
        query = parse(text)
        again = parse(typed(query))
        assert replace(again, text=query.text) == query

    def test_filters_from_elsewhere_stand_behind_the_text(self) -> None:
        filters = Filters(("Thời sự",), ("lê-hải-bằng",), date(2022, 1, 1), date(2022, 12, 31))
        query = parse("lũ", filters=filters)
        assert typed(query) == ('lũ mục:"Thời sự" người:"lê-hải-bằng" từ:2022-01-01 đến:2022-12-31')
        assert parse(typed(query)).filters == filters

    def test_quotes_within_a_section_do_not_end_it(self) -> None:
        query = parse("lũ", filters=Filters(('Mục "lạ"',)))
        assert parse(typed(query)).filters.sections == ("Mục lạ",)
        assert parse(typed(query)).tokens == ("lũ",)
