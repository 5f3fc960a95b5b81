"""An article's values enter the columns and come back; ids, addresses and persons are looked up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document
from search_service.engines.arrays.coding import UNDATED
from search_service.engines.arrays.columns import NONE, Columns, Row
from search_service.engines.arrays.gathering import Rows
from search_service.people import Person


def row(article_id: str, people: tuple[Person, ...] = (), **record: Any) -> Row:
    article = Article.from_record({"id": article_id, "body": "Tin.", **record})
    return Row.of(Document(article, people, "tin.jsonl"))


HA = Person("Phạm Thu Hà", "Giám đốc", ())
ROWS = [
    row("b", (HA, Person("Lê Bằng", None, ())), section="Thời sự", url="https://bao.example/b",
        published="2022-10-24T18:00:00+00:00"),
    row("a", section="Kinh tế", published="2022-10-25T01:00:00+07:00"),
    row("d", (Person("PHẠM THU HÀ", None, ()),)),
    row("c", (HA,), section="Thời sự", published="2021-01-01"),
]  # fmt: skip


@pytest.fixture
def known(tmp_path: Path) -> Columns:
    Rows.of(ROWS).write(tmp_path)
    return Columns(tmp_path)


def test_a_row_comes_back_with_a_person_under_the_most_frequent_spelling(known: Columns) -> None:
    assert len(known) == len(ROWS)
    for number in (0, 1, 3):
        assert known.row(number) == ROWS[number]
    assert known.row(2).people == (("phạm-thu-hà", "Phạm Thu Hà", ""),)


def test_ids_addresses_and_persons_are_looked_up(known: Columns) -> None:
    assert [known.number(each.id) for each in ROWS] == [0, 1, 2, 3]
    assert known.number("không-có") is None
    assert known.number_by_url("https://bao.example/b") == 0
    assert known.number_by_url("") is None
    assert known.person_code("phạm-thu-hà") is not None
    assert known.person_code("\ud800") is None


def test_a_day_is_a_day_in_vietnam(known: Columns) -> None:
    day = date(2022, 10, 25).toordinal()
    assert known.day.tolist() == [day, day, UNDATED, date(2021, 1, 1).toordinal()]


def test_ranks_are_by_date_then_id_with_the_undated_last(known: Columns) -> None:
    def order(ranks: Any) -> list[str]:
        return [known.ids[number] for number in ranks.argsort()]

    assert order(known.newest) == ["a", "b", "c", "d"]
    assert order(known.oldest) == ["c", "a", "b", "d"]


def test_no_section_has_the_code_none(known: Columns) -> None:
    assert known.sections[NONE] == ""
    assert [known.sections[int(code)] for code in known.section] == [each.section for each in ROWS]


def test_a_moment_is_kept_to_the_second(tmp_path: Path) -> None:
    moment = datetime(1975, 4, 30, 4, 30, 59, tzinfo=UTC)
    Rows.of([row("a", published=moment.isoformat())]).write(tmp_path)
    assert Columns(tmp_path).row(0).published == moment


def test_columns_may_be_empty(tmp_path: Path) -> None:
    Rows.of([]).write(tmp_path)
    assert len(Columns(tmp_path)) == 0
    assert Columns(tmp_path).number("a") is None
