"""Completions: what is offered for what is being typed, and in which order."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_service.engines.arrays.language.entries import Entry
from search_service.engines.arrays.language.suggesting import Suggester

ENTRIES = [
    Entry("person", "lê-hải-bằng", "Lê Hải Bằng", 3),
    Entry("person", "lê-hà", "Lê Hà", 9),
    Entry("section", "Thời sự", "Thời sự", 40),
    Entry("title", "gao", "“Nàng Lâm” bị nhái: 11 tấn gạo", 1),
    Entry("title", "le", "Lễ hội ở Hoà Sơn", 1),
    Entry("title", "dai", "Chuyện dài " + "rất " * 30 + "cuối", 1),
]


@pytest.fixture
def suggester(tmp_path: Path) -> Suggester:
    Suggester.write(tmp_path, ENTRIES)
    return Suggester(tmp_path)


def values(suggester: Suggester, text: str, limit: int = 10) -> list[str]:
    return [suggestion.value for suggestion in suggester.suggest(text, limit)]


def test_people_come_before_sections_and_titles_the_most_frequent_first(
    suggester: Suggester,
) -> None:
    assert values(suggester, "le") == ["lê-hà", "lê-hải-bằng", "le"]
    assert values(suggester, "le", limit=2) == ["lê-hà", "lê-hải-bằng"]


def test_any_syllable_may_begin_what_is_typed(suggester: Suggester) -> None:
    assert values(suggester, "hai b") == ["lê-hải-bằng"]
    assert values(suggester, "son") == ["le"]


def test_the_middle_of_a_syllable_begins_nothing(suggester: Suggester) -> None:
    assert values(suggester, "ang") == []


def test_what_is_typed_with_marks_must_stand_so(suggester: Suggester) -> None:
    assert values(suggester, "lễ") == ["le"]
    assert values(suggester, "lê") == ["lê-hà", "lê-hải-bằng"]
    assert values(suggester, "Hòa Sơn") == ["le"]


def test_signs_in_a_label_do_not_matter(suggester: Suggester) -> None:
    for typed in ("nàng lâm bị", "nang lam bi", "“Nàng Lâm” bị", "nhái 11"):
        assert values(suggester, typed) == ["gao"]


def test_a_suggestion_says_what_it_is_and_of_how_many_articles(suggester: Suggester) -> None:
    [suggestion] = suggester.suggest("thoi", 5)
    assert (suggestion.kind, suggestion.label, suggestion.count) == ("section", "Thời sự", 40)


def test_nobody_types_to_the_end_of_a_long_title(suggester: Suggester) -> None:
    assert values(suggester, "chuyện dài") == ["dai"]
    assert values(suggester, "cuối") == []


def test_nothing_typed_completes_nothing(suggester: Suggester) -> None:
    for typed in ("", "  ", "?!", "\ud800"):
        assert values(suggester, typed) == []


def test_nothing_to_suggest_is_no_failure(tmp_path: Path) -> None:
    Suggester.write(tmp_path, [])
    assert values(Suggester(tmp_path), "a") == []


def test_marks_may_be_left_out_syllable_by_syllable(suggester: Suggester) -> None:
    for typed in ("lê hai bằ", "le hải bang", "lê hải b"):
        assert values(suggester, typed) == ["lê-hải-bằng"]
    assert values(suggester, "lễ hai") == []


def test_the_last_syllable_may_be_half_typed_with_its_tone(tmp_path: Path) -> None:
    Suggester.write(tmp_path, [Entry("person", "hoàng-an", "Hoàng An", 2)])
    for typed in ("hoà", "hò", "hoàn", "hoàng a"):
        assert values(Suggester(tmp_path), typed) == ["hoàng-an"]
    assert values(Suggester(tmp_path), "hoá") == []


def test_a_tone_may_follow_where_nothing_fits_as_typed(tmp_path: Path) -> None:
    Suggester.write(tmp_path, [Entry("person", "nguyễn", "Nguyễn An", 2)])
    assert values(Suggester(tmp_path), "nguyên") == ["nguyễn"]


@pytest.mark.parametrize("typed", ["leef", "le6 ha3i", "lee hari b"])
def test_keys_of_telex_and_vni_complete_where_nothing_else_does(
    suggester: Suggester, typed: str
) -> None:
    expected = [] if typed == "leef" else ["lê-hải-bằng"]
    assert values(suggester, typed) == expected


def test_a_last_name_counts_as_much_as_a_first_syllable(tmp_path: Path) -> None:
    entries = [
        Entry("person", "middle", "Lê Bình An", 90),
        Entry("person", "last", "Lê Hải Bình", 9),
        Entry("person", "first", "Bình Minh", 5),
    ]
    Suggester.write(tmp_path, entries)
    assert values(Suggester(tmp_path), "binh") == ["last", "first", "middle"]


def crowd(tmp_path: Path) -> Suggester:
    kinds = [("person", 30), ("section", 3), ("phrase", 9), ("title", 40)]
    entries = [
        Entry(kind, f"{kind}-{number}", f"Minh số {number}", 1 if kind == "title" else number + 2)
        for kind, many in kinds
        for number in range(many)
    ]
    Suggester.write(tmp_path, entries)
    return Suggester(tmp_path)


def test_five_of_eight_are_people_where_many_fit(tmp_path: Path) -> None:
    kinds = [item.kind for item in crowd(tmp_path).suggest("minh", 8)]
    assert kinds == ["person"] * 5 + ["section", "phrase", "title"]


@pytest.mark.parametrize("limit", range(1, 21))
def test_a_list_is_as_long_as_asked_and_names_nothing_twice(tmp_path: Path, limit: int) -> None:
    found = values(crowd(tmp_path), "minh", limit)
    assert len(found) == len(set(found)) == limit


def test_a_section_goes_before_fewer_than_five_people(tmp_path: Path) -> None:
    entries = [
        Entry("person", "giao", "Trần Ngọc Giao", 2),
        Entry("person", "once", "Giao Linh", 1),
        Entry("section", "Giáo dục", "Giáo dục", 9),
        Entry("phrase", "giao thông", "giao thông", 60),
        Entry("title", "t", "Giao mùa", 1),
    ]
    Suggester.write(tmp_path, entries)
    assert values(Suggester(tmp_path), "giao") == ["Giáo dục", "giao", "giao thông", "once", "t"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60), st.integers(1, 20))
def test_every_text_is_answered(suggester: Suggester, text: str, limit: int) -> None:
    assert len(suggester.suggest(text, limit)) <= limit


_TYPED = st.sampled_from(["Lê Hải", "lễ hội ở hòa", "hoà s", "Thời", "bị nhái", "le ha", "Bằ"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_TYPED, st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_case_encoding_and_place_of_the_tone_change_nothing(
    suggester: Suggester, text: str, form: str, upper: bool
) -> None:
    expected = suggester.suggest(text, 8)
    assert expected
    other = unicodedata.normalize(form, text.replace("hòa", "hoà"))  # type: ignore[arg-type]
    assert suggester.suggest(other.upper() if upper else other, 8) == expected
