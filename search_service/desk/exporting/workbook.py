"""Tables as a spreadsheet file (XLSX), written row by row: dates are dates, texts are texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final

import xlsxwriter

from search_service.article import VIETNAM
from search_service.desk.exporting.snapshot import Labels, Snapshot

MIMETYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROWS: Final = 1_000_000
"""Rows of one sheet, a further one then begins: spreadsheets have 1,048,576."""

LONGEST: Final = 32_767
"""Characters of one cell: a spreadsheet's own limit."""

PART: Final = 64 * 1024
"""Bytes that are read back and sent at once."""

WIDTHS: Final[Mapping[str, int]] = {
    "id": 18, "title": 60, "published": 17, "section": 22, "author": 22, "people": 40, "tags": 24,
    "lead": 60, "source": 22, "url": 40, "page": 40,
}  # fmt: skip
"""Widths of columns in characters; others are as wide as the program has them."""

_OPTIONS: Final = {
    "constant_memory": True,  # a row is on disk as soon as the next one begins
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}

Value = str | int | float | datetime | None


def workbook(
    columns: Sequence[str], rows: Iterable[Sequence[Value]], snapshot: Snapshot, labels: Labels
) -> Iterator[bytes]:
    """Yield a workbook of *rows* under the headings of *columns*, and a sheet of where it is from.

    It is put together in a temporary file, since the directory of a zip stands at its end; the
    file is gone when the generator is.
    """
    with TemporaryFile() as file:
        _write(file, columns, rows, snapshot, labels)
        file.seek(0)
        while part := file.read(PART):
            yield part


def _write(
    file: BinaryIO,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    snapshot: Snapshot,
    labels: Labels,
) -> None:
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
            "day": book.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        }
        sheet, at = None, 0
        for number, row in enumerate(rows):
            if number % ROWS == 0:
                sheet, at = _sheet(book, columns, labels, formats, number // ROWS + 1), 0
            at += 1
            for column, value in enumerate(row):
                _put(sheet, at, column, value, formats)
        if sheet is None:
            _sheet(book, columns, labels, formats, 1)
        told = book.add_worksheet(labels.get("query", "query"))
        told.set_column(0, 0, 24)
        told.set_column(1, 1, 90)
        for at, (name, value) in enumerate(snapshot.facts(labels)):
            told.write_string(at, 0, name, formats["heading"])
            told.write_string(at, 1, value[:LONGEST])


def _sheet(
    book: Any, columns: Sequence[str], labels: Labels, formats: Mapping[str, Any], number: int
) -> Any:
    """Begin a sheet: its headings stay in sight, its columns are as wide as what they hold."""
    name = labels.get("articles", "articles")
    sheet = book.add_worksheet(name if number == 1 else f"{name} {number}")
    sheet.freeze_panes(1, 0)
    for column, key in enumerate(columns):
        if key in WIDTHS:
            sheet.set_column(column, column, WIDTHS[key])
    for column, key in enumerate(columns):
        sheet.write_string(0, column, labels.get(key, key), formats["heading"])
    return sheet


def _put(sheet: Any, row: int, column: int, value: Value, formats: Mapping[str, Any]) -> None:
    if isinstance(value, datetime):
        here = value.astimezone(VIETNAM)
        plain = not (here.hour or here.minute or here.second)
        # Spreadsheets count days from 1900; an older date is a text.
        if here.year >= 1900:
            sheet.write_datetime(row, column, here, formats["day" if plain else "moment"])
        else:
            sheet.write_string(row, column, f"{here:%d/%m/%Y}")
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value[:LONGEST])
