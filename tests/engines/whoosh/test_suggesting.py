"""Completions: what is offered for what is being typed, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.engines.whoosh.suggesting import Entry, Suggester

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
