"""Comparing: the same archive agrees with itself, and every kind of difference is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from search_service.comparing import Compared, compare, drawn, tau, told
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import Filters, Sort
from tests.conftest import MakeArchive
from tests.engines.contract import RECORDS


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "newsroom")


def one(
    make: MakeArchive, newsroom: Newsroom, others: list[dict[str, Any]], text: str = ""
) -> Compared:
    engines = make(RECORDS).engine(), make(others).engine()
    (found,) = compare(*engines, [parse(text)], newsroom)
    return found


def test_an_archive_agrees_with_itself(make_archive: MakeArchive, newsroom: Newsroom) -> None:
    engine = make_archive(RECORDS).engine()
    queries = drawn(engine, 30)
    found = list(compare(engine, engine, queries, newsroom))
    assert len(found) == len(queries) == 30
    assert all(each.same and each.tau == 1 for each in found)
    assert sum(each.totals[0] for each in found) > 30


def test_articles_that_one_alone_finds_are_named(
    make_archive: MakeArchive, newsroom: Newsroom
) -> None:
    other = {"id": "moi", "body": "Cầu mới.", "section": "Thời sự"}
    found = one(make_archive, newsroom, [*RECORDS[1:], other], "cầu")
    assert not found.same
    assert (found.missing, found.extra) == (("cau-1",), ("moi",))
    assert found.totals == (3, 3)


def test_values_counted_differently_are_named(
    make_archive: MakeArchive, newsroom: Newsroom
) -> None:
    moved = {**RECORDS[2], "section": "Thời sự", "published": "2021-03-01"}
    found = one(make_archive, newsroom, [*RECORDS[:2], moved, *RECORDS[3:]])
    assert (found.missing, found.extra) == ((), ())
    assert not found.same
    assert found.facets["section Kinh tế"] == (1, 0)
    assert found.facets["section Thời sự"] == (2, 3)
    assert found.facets["year 2022"] == (3, 2)


def test_queries_are_drawn_alike_each_time(make_archive: MakeArchive) -> None:
    engine = make_archive(RECORDS).engine()
    queries = drawn(engine, 40)
    assert queries == drawn(engine, 40)
    assert queries[0] == parse("")
    assert {bool(query.phrases) for query in queries} == {True, False}
    assert {query.sort for query in queries} == {Sort.RELEVANCE, Sort.NEWEST}
    assert any(query.filters.sections for query in queries)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("abcd", "abcd", 1),
        ("abcd", "dcba", -1),
        ("abcd", "abdc", 2 / 3),
        ("", "", 1),
        ("ab", "cd", -1),  # what stands in one list alone ranks below all of the other
        ("abc", "abd", 2 / 3),  # of six pairs, c and d alone stand otherwise
    ],
)
def test_tau_of_lists_with_other_members(first: str, second: str, expected: float) -> None:
    assert tau(first, second) == pytest.approx(expected)


def test_a_query_is_told_with_its_filters_and_order() -> None:
    query = parse("lúa", filters=Filters(("Kinh tế",)), sort=Sort.NEWEST)
    assert told(query) == "lúa [section=Kinh tế] [newest]"
