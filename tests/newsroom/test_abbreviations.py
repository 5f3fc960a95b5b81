"""The table of abbreviations."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.newsroom import Newsroom, NewsroomError


def table(folder: Path, text: str) -> dict[str, tuple[str, ...]]:
    (folder / "abbreviations.tsv").write_text(text, encoding="utf-8")
    return dict(Newsroom(folder).abbreviations())


def test_an_abbreviation_has_its_long_forms(tmp_path: Path) -> None:
    text = "UBND\tỦy ban nhân dân\nQS\tquân sự\tquan sát\n"
    assert table(tmp_path, text) == {
        "UBND": ("Ủy ban nhân dân",),
        "QS": ("quân sự", "quan sát"),
    }


def test_an_abbreviation_without_a_long_form_is_none(tmp_path: Path) -> None:
    assert table(tmp_path, "SN\t\n") == {"SN": ()}


def test_without_a_file_there_is_no_abbreviation(tmp_path: Path) -> None:
    assert dict(Newsroom(tmp_path / "missing").abbreviations()) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UBND: Ủy ban nhân dân\n", "line 1: there is no tab"),
        ("\n\tỦy ban nhân dân\n", "line 2: begin the line with the abbreviation"),
        ("UBND\tỦy ban nhân dân\nubnd\tủy ban\n", "line 2: ubnd stands in .*line 1 too"),
        ("UBND\t---\n", "line 1: write '---' with 1 to 12 syllables"),
        (f"UBND\t{'ủy ' * 13}\n", "with 1 to 12 syllables"),
    ],
)
def test_a_wrong_line_is_named_and_told_what_to_write(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(NewsroomError, match=message):
        table(tmp_path, text)
