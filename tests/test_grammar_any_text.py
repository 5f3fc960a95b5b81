"""The grammar of queries, by what holds for every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from search_service.grammar import free_spans, parse, without_filters
from search_service.people import person_id
from search_service.query import (
    MAX_CHARACTERS,
    MAX_TOKENS,
    Filters,
    Query,
)
from search_service.vietnamese import slug

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf"]),
        st.sampled_from('"“”«»-:_/. \u2212\u202e\u200f\u2066'),
    )
)


GRAMMATICAL = st.lists(
    st.sampled_from(
        ["mục:", "người:", "từ:", "với:", "đến:", "to:", "-", '"', "“", "”", " ", " ", ":", "2022",
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
@example('mục:"a"-b')
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
