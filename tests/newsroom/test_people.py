"""people.tsv: what the newsroom says of who is who, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.identity import Ruling, Verb
from search_service.newsroom import Newsroom, NewsroomError


def read(folder: Path, text: str) -> tuple[Ruling, ...]:
    (folder / "people.tsv").write_text(text, encoding="utf-8")
    return Newsroom(folder).people()


def test_each_verb_is_read_in_vietnamese_and_in_english(tmp_path: Path) -> None:
    lines = (
        "cùng\tBa Lực\tHồ Sỹ Lực\n"
        "khác\tSelmak\tBertold Selmak\n"
        "không phải người\tDược Sông Lâm\n"
        "tên\tHồ Sỹ Lực\tNghệ nhân Hồ Sỹ Lực\n"
        "ẩn\tLê Hải Bằng (cầu thủ)\n"
    )
    english = (
        lines.replace("cùng", "same").replace("khác", "different").replace("ẩn", "Hide")
        .replace("không phải người", "not a person").replace("tên", "name")
    )  # fmt: skip
    place = tmp_path / "people.tsv"
    wanted = (
        Ruling(f"{place}, line 1", Verb.SAME, "Ba Lực", ("Hồ Sỹ Lực",)),
        Ruling(f"{place}, line 2", Verb.DIFFERENT, "Selmak", ("Bertold Selmak",)),
        Ruling(f"{place}, line 3", Verb.NOT_A_PERSON, "Dược Sông Lâm"),
        Ruling(f"{place}, line 4", Verb.NAME, "Hồ Sỹ Lực", ("Nghệ nhân Hồ Sỹ Lực",)),
        Ruling(f"{place}, line 5", Verb.HIDE, "Lê Hải Bằng (cầu thủ)"),
    )
    assert read(tmp_path, lines) == wanted
    assert read(tmp_path, english) == wanted


def test_articles_follow_the_role_that_is_anothers(tmp_path: Path) -> None:
    (ruling,) = read(tmp_path, "khác\tLê Hải Bằng\tcầu thủ\tbong-1\thttps://bao.example/2\n")
    assert ruling.others == ("cầu thủ",)
    assert ruling.articles == ("bong-1", "https://bao.example/2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("giống\tA\tB", "begin the line with cùng, khác"),
        ("Hồ Sỹ Lực", "begin the line with cùng, khác"),
        ("cùng", "write cùng, a tab, a name"),
        ("khác\tA", "write khác, a tab"),
        ("tên\tA", "write tên, a tab"),
        ("tên\tA\tB\tC", "write tên, a tab"),
        ("ẩn\tA\tB", "write ẩn, a tab"),
        ("cùng\tA\t\tB", "write cùng"),
        (f"ẩn\t{'a' * 201}", "longer than 200"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_to_write(
    tmp_path: Path, line: str, reason: str
) -> None:
    with pytest.raises(NewsroomError, match=rf"people.tsv, line 2: .*{reason}"):
        read(tmp_path, f"# nhân vật\n{line}\n")


@pytest.mark.parametrize(
    "lines", ["cùng\tA\tB\nkhác\tB\tA\n", "tên\tA\tX\ntên\ta\tY\n", "cùng\tA\tB\ncùng\tB\tA\n"]
)
def test_lines_that_contradict_each_other_are_refused(tmp_path: Path, lines: str) -> None:
    with pytest.raises(NewsroomError, match=r"line 2: .*line 1 says otherwise"):
        read(tmp_path, lines)


def test_a_changed_file_is_read_again_and_a_wrong_one_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "people.tsv"
    newsroom = Newsroom(tmp_path)
    assert newsroom.people() == ()
    before = newsroom.state()
    file.write_text("ẩn\tBa Lực\n", encoding="utf-8")
    (ruling,) = newsroom.people()
    assert newsroom.people() is newsroom.people()
    assert newsroom.state() != before
    file.write_text("ẩn Ba Lực, không có tab\n", encoding="utf-8")
    assert newsroom.people() == (ruling,)
    file.unlink()
    assert newsroom.people() == ()
