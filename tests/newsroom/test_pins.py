"""The newsroom's pins: which queries they are for, and on which days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from search_service.grammar import parse
from search_service.newsroom import Newsroom, NewsroomError, pinned

TODAY = date(2022, 10, 25)


def pins(folder: Path, text: str, query: str, today: date = TODAY) -> tuple[str, ...]:
    (folder / "pins.tsv").write_text(text, encoding="utf-8")
    return pinned(Newsroom(folder).pins(), parse(query), today)


def test_pins_of_a_query_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "bão lụt\tb\nbầu cử\tc\nbão lụt\thttps://bao.example/a\nbão lụt\tb\n"
    assert pins(tmp_path, text, "bão lụt") == ("b", "https://bao.example/a")


@pytest.mark.parametrize("query", ["bão lụt", "  BÃO   Lụt ", "bao lut", "bao lụt", '"bão lụt"'])
def test_case_spaces_and_marks_that_are_not_typed_do_not_matter(tmp_path: Path, query: str) -> None:
    assert pins(tmp_path, "Bão lụt\ta\n", query) == ("a",)


@pytest.mark.parametrize("query", ["báo lụt", "bão", "bão lụt lớn", "bão -lụt", "", "mục:bão"])
def test_other_marks_and_other_words_are_another_query(tmp_path: Path, query: str) -> None:
    assert pins(tmp_path, "bão lụt\ta\n", query) == ()


def test_a_pin_without_any_mark_is_for_every_marking(tmp_path: Path) -> None:
    assert pins(tmp_path, "bao lut\ta\n", "bão lụt") == ("a",)


def test_filters_of_a_query_do_not_matter(tmp_path: Path) -> None:
    assert pins(tmp_path, "bão lụt\ta\n", 'bão lụt mục:"Thời sự"') == ("a",)


@pytest.mark.parametrize(
    ("days", "holds"),
    [
        ("\t25/10/2022", True),
        ("\t26/10/2022", False),
        ("\t\t2022-10-25", True),
        ("\t\t2022-10-24", False),
        ("\t2022\t2022", True),
        ("\t10/2022\t10/2022", True),
        ("\t2021\t2021", False),
    ],
)
def test_a_pin_may_hold_from_and_to_a_day(tmp_path: Path, days: str, holds: bool) -> None:
    assert bool(pins(tmp_path, f"bão\ta{days}\n", "bão")) is holds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bão lụt a\n", "line 1: write the query, a tab"),
        ("bão\t\n", "line 1: write the query, a tab"),
        ("-bão\ta\n", "write words for a query"),
        ("bão mục:x\ta\n", "write words for a query"),
        ("bão\ta\tmai\n", "'mai' is not a date; write 25/10/2022"),
        ("bão\ta\t2023\t2022\n", "the last day comes before the first"),
    ],
)
def test_a_wrong_line_is_named_and_told_what_to_write(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(NewsroomError, match=message):
        pins(tmp_path, text, "bão")
