"""Spreadsheet files: what is in them, and what a spreadsheet program makes of it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree, html

from search_service.article import VIETNAM
from search_service.desk.exporting import workbook as module
from search_service.desk.exporting.snapshot import Snapshot
from search_service.desk.exporting.workbook import LONGEST, Value, workbook

MOMENT = datetime(2022, 10, 25, 15, 21, tzinfo=VIETNAM)
SNAPSHOT = Snapshot("Kho báo", "lũ quét", 2, "000001-x", MOMENT, MOMENT, "https://kho.example/")
COLUMNS = ("title", "published")
SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def made(rows: Iterable[Sequence[Value]], columns: Sequence[str] = COLUMNS) -> bytes:
    labels = {"title": "Tiêu đề", "articles": "Bài", "query": "Truy vấn"}
    return b"".join(workbook(columns, rows, SNAPSHOT, labels))


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(file: bytes, sheet: int = 1) -> dict[str, tuple[str, str]]:
    """Return (kind, text) of each cell by its place."""
    tree = etree.fromstring(parts(file)[f"xl/worksheets/sheet{sheet}.xml"])
    return {
        cell.get("r"): (cell.get("t", "n"), "".join(cell.itertext()))
        for cell in tree.iterfind(".//s:c", SHEET)
    }


def test_headings_stand_in_the_first_row_in_the_language_asked_for() -> None:
    assert cells(made([]))["A1"] == ("inlineStr", "Tiêu đề")
    assert cells(made([]))["B1"] == ("inlineStr", "published")


def test_a_moment_is_a_number_in_the_form_of_a_date() -> None:
    kind, value = cells(made([["Tin", MOMENT]]))["B2"]
    assert kind == "n"
    assert float(value) == pytest.approx(44859 + (15 * 60 + 21) / (24 * 60))
    assert "dd/mm/yyyy hh:mm" in parts(made([["Tin", MOMENT]]))["xl/styles.xml"].decode()


def test_a_day_before_spreadsheets_count_is_a_text() -> None:
    old = datetime(1890, 5, 19, tzinfo=VIETNAM)
    assert cells(made([["Tin", old]]))["B2"] == ("inlineStr", "19/05/1890")


@pytest.mark.parametrize("text", ["=1+1", "https://bao.example/", "123", "+84", "-x", "@a", "{=1}"])
def test_a_text_stays_a_text(text: str) -> None:
    file = made([[text, None]])
    assert cells(file)["A2"] == ("inlineStr", text)
    assert b"<f>" not in parts(file)["xl/worksheets/sheet1.xml"]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(cells(made([["x" * (LONGEST + 5), None]]))["A2"][1]) == LONGEST


def test_rows_that_one_sheet_does_not_hold_go_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ROWS", 2)
    file = made([[f"Tin {n}", None] for n in range(5)])
    assert [cells(file, sheet)["A2"][1] for sheet in (1, 2, 3)] == ["Tin 0", "Tin 2", "Tin 4"]
    names = etree.fromstring(parts(file)["xl/workbook.xml"]).iterfind(".//s:sheet", SHEET)
    assert [name.get("name") for name in names] == ["Bài", "Bài 2", "Bài 3", "Truy vấn"]


def test_the_last_sheet_says_where_the_rows_are_from() -> None:
    told = cells(made([]), 2)
    facts = {told[f"A{n}"][1]: told[f"B{n}"][1] for n in range(1, 8)}
    assert facts == {
        "archive": "Kho báo",
        "Truy vấn": "lũ quét",
        "Bài": "2",
        "generation": "000001-x",
        "built": "2022-10-25 15:21:00",
        "taken": "2022-10-25 15:21:00",
        "address": "https://kho.example/",
    }


def opened(file: bytes, folder: Path) -> list[list[str]]:
    """Return the cells of the first sheet as LibreOffice shows them, a date with its number."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is missing")
    (folder / "tep.xlsx").write_bytes(file)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, "--headless", profile, "--convert-to", "html", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "tep.xlsx")], check=True, capture_output=True)
    page = html.fromstring((folder / "tep.html").read_bytes())
    rows = page.find(".//table").iterfind(".//tr")
    return [[f"{cell.text_content().strip()}{_number(cell)}" for cell in row] for row in rows]


def _number(cell: html.HtmlElement) -> str:
    value = cell.get("sdval")
    return f" = {float(value):.4f}" if value else ""


def test_a_spreadsheet_program_shows_vietnamese_and_dates(tmp_path: Path) -> None:
    day = datetime(2022, 10, 26, tzinfo=VIETNAM)
    rows = [["Lũ quét ở Mường Lát: “đường” sạt lở", MOMENT], ["=1+1", day]]
    assert opened(made(rows), tmp_path) == [
        ["Tiêu đề", "published"],
        ["Lũ quét ở Mường Lát: “đường” sạt lở", "25/10/2022 15:21 = 44859.6396"],
        ["=1+1", "26/10/2022 = 44860.0000"],
    ]
