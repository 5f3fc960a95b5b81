"""Tables that editors keep: what is read of them, what is refused, and when they are read again."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from search_service.newsroom import NewsroomError
from search_service.newsroom.tables import MAX_BYTES, Row, Watched, rows


def cells(found: Sequence[Row]) -> list[tuple[str, ...]]:
    for row in found:
        if row.cells[0] == "sai":
            raise NewsroomError(f"{row.place}: wrong")
    return [row.cells for row in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.tsv"


def write(path: Path, text: str) -> None:
    """Write and make sure that the file counts as changed, however coarse its clock is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_line_is_split_at_its_tabs_and_knows_its_place(path: Path) -> None:
    write(path, "một\t hai \t\nba\n")
    assert rows(path) == [
        Row(f"{path}, line 1", ("một", "hai", "")),
        Row(f"{path}, line 2", ("ba",)),
    ]


def test_empty_lines_and_comments_are_passed_over_but_counted(path: Path) -> None:
    write(path, "# đầu\n\n  # thụt vào\n \t \nmột\n")
    assert rows(path) == [Row(f"{path}, line 5", ("một",))]


def test_a_file_of_another_system_is_read_alike(path: Path) -> None:
    path.write_bytes("\ufeffmột\thai\r\nba\r\n".encode())
    assert [row.cells for row in rows(path)] == [("một", "hai"), ("ba",)]


def test_a_file_that_is_not_utf8_is_named_with_its_line(path: Path) -> None:
    path.write_bytes("một\nhai\n".encode() + "cộng".encode("utf-16-le"))
    with pytest.raises(NewsroomError, match=rf"{path}, line 3: .*UTF-8"):
        rows(path)


def test_a_file_too_large_to_be_a_table_is_refused(path: Path) -> None:
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(NewsroomError, match="larger than 4 MB"):
        rows(path)


def test_a_file_that_is_not_there_is_an_empty_table(path: Path) -> None:
    assert Watched(path, cells).table() == []


def test_a_wrong_file_is_an_error_at_the_start(path: Path) -> None:
    write(path, "sai\n")
    with pytest.raises(NewsroomError, match=f"{path}, line 1"):
        Watched(path, cells)


def test_a_folder_in_place_of_a_file_is_an_error(path: Path) -> None:
    path.mkdir()
    with pytest.raises(NewsroomError, match=f"{path} cannot be read"):
        Watched(path, cells)


def test_a_changed_file_is_read_again(path: Path) -> None:
    write(path, "một\n")
    watched = Watched(path, cells)
    assert watched.table() == [("một",)]
    write(path, "hai\n")
    assert watched.table() == [("hai",)]


def test_a_file_that_comes_and_goes_is_noticed(path: Path) -> None:
    watched = Watched(path, cells)
    write(path, "một\n")
    assert watched.table() == [("một",)]
    path.unlink()
    assert watched.table() == []


def test_an_unchanged_file_is_read_once(path: Path) -> None:
    write(path, "một\n")
    watched = Watched(path, cells)
    assert watched.table() is watched.table()


def test_a_file_that_becomes_wrong_is_told_once_and_the_last_good_table_stays(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(path, "một\n")
    watched = Watched(path, cells)
    write(path, "sai\n")
    with caplog.at_level(logging.WARNING):
        assert [watched.table() for _ in range(3)] == [[("một",)]] * 3
    assert [record.getMessage() for record in caplog.records] == [
        f"{path}, line 1: wrong; what was read before stays in use"
    ]
    write(path, "hai\n")
    assert watched.table() == [("hai",)]
