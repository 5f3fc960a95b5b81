"""The table of abbreviations."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.engines.records import Definition
from search_service.newsroom import Newsroom, NewsroomError
from search_service.newsroom.abbreviations import in_effect


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
    assert table(tmp_path, "SN\t\nPV\nTX\t# thị xã\n") == {"SN": (), "PV": (), "TX": ()}


def test_without_a_file_there_is_no_abbreviation(tmp_path: Path) -> None:
    assert dict(Newsroom(tmp_path / "missing").abbreviations()) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("UBND: Ủy ban nhân dân\n", "line 1: there is no tab"),
        ("\n\tỦy ban nhân dân\n", "line 2: begin the line with the abbreviation"),
        ("UBND\tỦy ban nhân dân\nubnd\tủy ban\n", "line 2: ubnd stands in .*line 1 too"),
        ("CA\tcông an\n", "line 1: CA is a word"),
        ("UBND\t---\n", "line 1: write '---' with 1 to 12 syllables"),
        (f"UBND\t{'ủy ' * 13}\n", "with 1 to 12 syllables"),
    ],
)
def test_a_wrong_line_is_named_and_told_what_to_write(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(NewsroomError, match=message):
        table(tmp_path, text)


def effect(own: dict[str, tuple[str, ...]], *mined: tuple[str, str, int]) -> dict[str, object]:
    entries = in_effect(own, [Definition(*one) for one in mined])
    return {entry.short: (entry.forms, entry.source.value) for entry in entries}


def test_the_newsroom_goes_before_what_is_shipped_and_that_before_the_archive() -> None:
    now = effect({"ubnd": ("ủy ban",), "PV": ()}, ("UBND", "x", 9), ("HĐND", "y", 9))
    assert now["ubnd"] == (("ủy ban",), "newsroom")
    assert "UBND" not in now
    assert "PV" not in now
    assert now["HĐND"] == (("Hội đồng nhân dân",), "shipped")


@pytest.mark.parametrize(
    ("mined", "counts"),
    [
        ([("LMLM", "lở mồm long móng", 2)], True),
        ([("LMLM", "lở mồm long móng", 1)], False),
        ([("LMLM", "lở mồm long móng", 4), ("LMLM", "lá mía lá mít", 1)], True),
        ([("LMLM", "lở mồm long móng", 3), ("LMLM", "lá mía lá mít", 1)], False),
        ([("BTC", "ban tổ chức", 9)], False),
        ([("BTC", "ban tổ chức", 10)], True),
        ([("BTC", "ban tổ chức", 30), ("BTC", "Bộ Tài chính", 1)], False),
        ([("AP", "Advanced Placement", 5)], False),
        ([("THE", "Times Higher Education", 9)], False),
    ],
)
def test_the_archive_counts_where_it_is_clear(
    mined: list[tuple[str, str, int]], counts: bool
) -> None:
    assert (mined[0][0] in effect({}, *mined)) is counts


@pytest.mark.parametrize("short", ["TS", "TT", "CP", "CĐ", "BTC", "BTV", "BKS", "BCH"])
def test_what_means_several_things_is_not_shipped(short: str) -> None:
    assert short not in effect({})
