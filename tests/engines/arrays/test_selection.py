"""Filters, counts and orders over columns, each at its edges."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.article import Article
from search_service.document import Document
from search_service.engines.arrays.columns import Columns, Row
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.persons import resolved
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.arrays.selection import Selection, _least
from search_service.engines.errors import QueryError
from search_service.identity import NO_RULINGS
from search_service.people import Person
from search_service.query import Filters, Sort

PEOPLE = ["Đoàn Thanh Hà", "Đoàn Thành Hà", "Đoàn Thanh Hạ", "Lê Bằng"]
SECTIONS = ["Thời sự", "Thời Sự", "Kinh tế", None]
DAYS = ["2021-12-31", "2022-01-01", "2022-12-31T23:59:59+07:00", None]
EVERYTHING = np.arange(4)


def row(number: int) -> Row:
    record: dict[str, Any] = {
        "id": str(number), "body": "Tin.", "section": SECTIONS[number], "published": DAYS[number],
    }  # fmt: skip
    person = Person(PEOPLE[number], None, ())
    return Row.of(Document(Article.from_record(record), (person,)))


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    folder: Path = tmp_path_factory.mktemp("columns")
    rows = [row(number) for number in range(4)]
    Rows.of(rows).write(folder)
    resolved.write(folder, Rows.of(rows))
    known = Columns(folder)
    return Selection(known, People.ruled_by(Resolved(folder, known), NO_RULINGS))


def allowed(selection: Selection, **filters: Any) -> list[int]:
    return [int(number) for number in selection.masks(Filters(**filters)).allow(EVERYTHING)]


def test_a_person_named_with_marks_is_that_one_without_any_of_that_spelling(
    selection: Selection,
) -> None:
    assert allowed(selection, people=("đoàn thành hà",)) == [1]
    assert allowed(selection, people=("doan thanh ha",)) == [0, 1, 2]
    assert allowed(selection, people=("ĐOÀN THANH HẠ", "lê-bằng")) == [2, 3]


def test_a_section_is_named_as_printed_or_else_in_any_spelling(selection: Selection) -> None:
    assert allowed(selection, sections=("Thời sự",)) == [0]
    assert allowed(selection, sections=("thời sự",)) == [0, 1]
    assert allowed(selection, sections=("thoi-su", "Kinh tế")) == [0, 1, 2]
    assert allowed(selection, sections=("",)) == []


def test_days_bound_at_both_ends_and_undated_articles_are_in_no_range(
    selection: Selection,
) -> None:
    assert allowed(selection, first=date(2022, 1, 1)) == [1, 2]
    assert allowed(selection, last=date(2022, 1, 1)) == [0, 1]
    assert allowed(selection, first=date.min, last=date.max) == [0, 1, 2]
    assert allowed(selection, first=date(2023, 1, 1), last=date(2022, 1, 1)) == []


def test_every_filter_must_allow_an_article(selection: Selection) -> None:
    assert allowed(selection, sections=("thoi-su",), last=date(2021, 12, 31)) == [0]
    assert allowed(selection, sections=("Kinh tế",), people=("lê bằng",)) == []


def test_a_facet_does_not_ask_its_own_filter(selection: Selection) -> None:
    filters = Filters(sections=("Kinh tế",), first=date(2022, 1, 1))
    facet = selection.facet("section", EVERYTHING, selection.masks(filters), EVERYTHING, filters)
    assert {bucket.value: (bucket.count, bucket.chosen) for bucket in facet.buckets} == {
        "Thời Sự": (1, False),
        "Kinh tế": (1, True),
    }
    facet = selection.facet("year", EVERYTHING, selection.masks(filters), EVERYTHING, filters)
    assert [(bucket.value, bucket.count) for bucket in facet.buckets] == [("2022", 1)]


def test_there_is_no_facet_of_another_name(selection: Selection) -> None:
    with pytest.raises(QueryError, match="'title' is not a facet; there are section, person"):
        selection.facet("title", EVERYTHING, selection.masks(Filters()), EVERYTHING, Filters())


@given(
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.lists(st.sampled_from([0.0, 1.0, 2.0]), min_size=4, max_size=4),
    st.sampled_from(Sort),
    st.integers(0, 5),
)
def test_the_best_are_the_first_of_the_whole_order(
    selection: Selection, chosen: list[bool], scores: list[float], sort: Sort, window: int
) -> None:
    found = np.flatnonzero(chosen)
    values = np.array(scores, dtype=np.float32)[found]
    newest, oldest = {2: 0, 1: 1, 0: 2, 3: 3}, {0: 0, 1: 1, 2: 2, 3: 3}
    keys = {
        Sort.RELEVANCE: lambda number: (-scores[number], newest[number]),
        Sort.NEWEST: newest.__getitem__,
        Sort.OLDEST: oldest.__getitem__,
    }
    expected = sorted(found.tolist(), key=keys[sort])[:window]
    assert selection.best(found, values, sort, window).tolist() == expected


@given(st.lists(st.integers(0, 40), min_size=1, max_size=900), st.integers(0, 12))
def test_what_is_left_for_a_window_has_the_least_keys_and_all_ties(
    keys: list[int], window: int
) -> None:
    numbers, kept = _least(np.arange(len(keys)), np.array(keys), window)
    assert [keys[number] for number in numbers] == kept.tolist()
    worst = sorted(keys)[min(window, len(keys)) - 1] if window else -1
    assert numbers.tolist() == [place for place, key in enumerate(keys) if key <= worst]
