"""The newsroom's folder as a whole."""

from __future__ import annotations

from pathlib import Path

from search_service.newsroom import Newsroom


def test_its_state_changes_with_every_table_and_is_the_same_for_every_process(
    tmp_path: Path,
) -> None:
    states = [Newsroom(tmp_path).state()]
    for name, line in (("pins.tsv", "bão\tbai-1"), ("abbreviations.tsv", "ĐN\tđối ngoại")):
        newsroom = Newsroom(tmp_path)
        (tmp_path / name).write_text(f"{line}\n", encoding="utf-8")
        states.append(newsroom.state())
    assert len(set(states)) == 3
    assert Newsroom(tmp_path).state() == Newsroom(tmp_path).state() == states[-1]


def test_a_folder_that_is_not_there_has_a_state_too(tmp_path: Path) -> None:
    assert Newsroom(tmp_path / "none").state() == Newsroom(tmp_path / "none").state()
