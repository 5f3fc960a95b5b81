"""CSV that spreadsheets open rightly and run nothing of."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from search_service.desk.exporting.delimited import PART, Cell, guarded, table


def read(parts: list[bytes]) -> list[list[str]]:
    text = b"".join(parts).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_the_file_begins_with_the_mark_of_utf_8_and_its_lines_end_as_the_rfc_says() -> None:
    (part,) = table([["id", "Tiêu đề"]], ["Truy vấn: lũ"])
    assert part == "\ufeff# Truy vấn: lũ\r\nid,Tiêu đề\r\n".encode()


def test_what_was_written_is_read_back() -> None:
    rows = [["a", 'nói "có", rồi'], ["b", "hai\ndòng"], ["c", "đường; phố"]]
    assert read(list(table(rows))) == rows


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_a_formula_is_none_any_more(sign: str) -> None:
    assert guarded(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("cell", ["a=1", "", "# a", None, -1, 0.5])
def test_other_texts_and_all_numbers_stay(cell: Cell) -> None:
    assert guarded(cell) == cell


def test_the_guard_holds_for_every_cell_of_a_table() -> None:
    (row,) = read(list(table([["=cmd|' /C calc'!A0", "x", -3]])))
    assert row == ["'=cmd|' /C calc'!A0", "x", "-3"]


def test_a_comment_is_one_cell_whatever_it_says() -> None:
    head, row = read(list(table([["a"]], ['Truy vấn: "a, b"\n=1'])))
    assert head == ['# Truy vấn: "a, b"\n=1']
    assert row == ["a"]


def test_a_long_table_comes_in_parts_each_of_about_one_size() -> None:
    parts = list(table(["x" * 100] for _ in range(5_000)))
    assert len(parts) > 5
    assert max(map(len, parts)) < PART + 1_000
    assert len(read(parts)) == 5_000
