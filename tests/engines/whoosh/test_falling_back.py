"""A generation that is damaged, or becomes so while it is served, answers nothing any more."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.errors import EngineUnavailable, IndexMissing
from search_service.engines.records import Generation
from search_service.engines.whoosh import archive as archives
from search_service.engines.whoosh import generations, guarding
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse


def build(folder: Path, names: Iterable[str], *, update: bool = False) -> str:
    with WhooshArchive(folder).writer(update=update) as writer:
        for name in names:
            record = {"id": name, "title": f"Tin {name}", "body": "Mưa lớn ở miền núi."}
            writer.add(analyse(Article.from_record(record), "made"))
        return writer.publish().name


def found(archive: WhooshArchive) -> set[str]:
    return {hit.document.article.id for hit in archive.engine().search(parse("mưa")).hits}


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "index", "ab")
    build(tmp_path / "index", "abc")
    return tmp_path / "index"


@pytest.fixture
def live(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text(encoding="utf-8").strip()


@pytest.fixture
def at_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "PAUSE", 0.0)


def test_a_changed_byte_of_the_live_generation_leaves_the_one_before_in_service(
    folder: Path, live: Path, caplog: pytest.LogCaptureFixture
) -> None:
    flip(live / "arrays" / "titles.text.npy")
    archive = WhooshArchive(folder, checked=True)
    assert found(archive) == found(archive) == {"a", "b"}
    assert archive.engine().generation.live is False
    (warning,) = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert "titles.text.npy has changed since it was built" in warning
    assert "still serving generation 000001-" in warning


def test_a_generation_that_is_mended_is_served_again(
    folder: Path, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(live / "arrays" / "day.npy")
    archive = WhooshArchive(folder, checked=True)
    assert found(archive) == {"a", "b"}
    flip(live / "arrays" / "day.npy")
    assert found(archive) == {"a", "b"}, "it is not tried again at once"
    monkeypatch.setattr(archives.time, "monotonic", lambda: 1e9)
    assert found(archive) == {"a", "b", "c"}


@pytest.mark.usefixtures("at_every_request")
@pytest.mark.parametrize("harm", [flip, lambda path: path.write_bytes(b""), Path.unlink])
def test_what_is_written_into_the_generation_that_is_being_served_is_noticed(
    folder: Path, live: Path, harm: object
) -> None:
    archive = WhooshArchive(folder, checked=True)
    assert found(archive) == {"a", "b", "c"}
    assert callable(harm)
    harm(live / "arrays" / "postings.word_docs.npy")
    assert found(archive) == {"a", "b"}


@pytest.mark.usefixtures("at_every_request")
def test_a_generation_served_by_its_name_is_looked_at_too(folder: Path) -> None:
    archive = WhooshArchive(folder, checked=True)
    name = next(one.name for one in archive.generations() if not one.live)
    assert len(archive.engine(name=name)) == 2
    flip(folder / name / "arrays" / "day.npy")
    with pytest.raises(EngineUnavailable, match="has changed since it was built"):
        archive.engine(name=name)


def test_where_every_generation_is_damaged_the_message_says_what_is_wrong_and_what_to_do(
    folder: Path,
) -> None:
    for path in folder.glob("*/arrays/day.npy"):
        flip(path)
    with pytest.raises(EngineUnavailable, match=r"day\.npy has changed .*search-service rollback"):
        WhooshArchive(folder, checked=True).engine()


def test_a_changed_byte_of_a_manifest_is_found(folder: Path, live: Path) -> None:
    manifest = live / "manifest.json"
    written = manifest.read_text(encoding="utf-8")
    manifest.write_text(written.replace('"articles": 3', '"articles": 7'), encoding="utf-8")
    (wrong,) = WhooshArchive(folder).verify()
    assert "manifest.json has changed since it was built" in wrong
    assert found(WhooshArchive(folder)) == {"a", "b"}


def test_a_file_that_is_too_many_is_refused(folder: Path, live: Path) -> None:
    (live / "whoosh" / "_MAIN_99.toc").write_bytes(b"from elsewhere")
    assert any("_MAIN_99.toc is not part of" in line for line in WhooshArchive(folder).verify())
    assert found(WhooshArchive(folder)) == {"a", "b"}


def test_an_update_does_not_give_damage_new_checksums(folder: Path, live: Path) -> None:
    flip(live / "arrays" / "titles.text.npy")
    build(folder, "d", update=True)
    archive = WhooshArchive(folder, checked=True)
    assert archive.verify() == []
    assert found(archive) == {"a", "b", "d"}, "it begins with the newest generation that is whole"


def test_a_rebuild_needs_nothing_of_the_old_index(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in {"CURRENT", "LOCK"}:
            path.write_bytes(b"")
    build(folder, "xyz")
    assert found(WhooshArchive(folder, checked=True)) == {"x", "y", "z"}


def test_rollback_passes_over_a_damaged_generation(folder: Path) -> None:
    first, second = sorted(path.name for path in folder.glob("0*"))
    build(folder, "abcd")
    flip(folder / second / "arrays" / "day.npy")
    assert WhooshArchive(folder).rollback().name == first


def test_rollback_with_nothing_whole_to_go_back_to_changes_nothing(folder: Path) -> None:
    first, second = sorted(path.name for path in folder.glob("0*"))
    flip(folder / first / "arrays" / "day.npy")
    with pytest.raises(IndexMissing):
        WhooshArchive(folder).rollback()
    assert WhooshArchive(folder).engine().generation.name == second


def test_what_a_killed_removal_left_is_no_generation_and_is_removed(
    folder: Path, live: Path
) -> None:
    first = next(path for path in sorted(folder.glob("0*")) if path != live)
    shutil.copytree(first, folder / f".removing-{first.name}")
    (folder / ".CURRENT-1234").write_text("half", encoding="utf-8")
    build(folder, "d", update=True)
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_damaged_generation_is_removed_when_a_newer_one_is_live(folder: Path) -> None:
    first = min(folder.glob("0*"))
    (first / "manifest.json").write_bytes(b"{")
    build(folder, "d", update=True)
    assert not first.exists()


# Which generations are kept


def kept(minutes: list[int], keep: int) -> list[int]:
    """Return how old, in minutes, those are that are kept of generations so old."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    known = [
        Generation(str(age), now - timedelta(minutes=age), 1, live=not place)
        for place, age in enumerate(minutes)
    ]
    return [int(one.name) for one in generations._spaced(known, keep)]


def test_generations_that_are_far_apart_are_kept_the_newest_first() -> None:
    assert kept([0, 1440, 2880, 4320], 3) == [0, 1440, 2880]


def test_of_generations_published_every_minute_one_of_the_last_hour_or_two_is_kept() -> None:
    ages = [0]
    for _ in range(400):
        ages = kept([0, *(age + 1 for age in ages)], 4)
        assert ages[:2] == [0, 1] or len(ages) < 2
    assert len(ages) == 4
    assert max(ages) >= 60, "there is one to go back to that is not of the last minutes"


def test_a_clock_that_was_set_back_keeps_no_more_than_asked() -> None:
    assert len(kept([0, -600, 30, -5, 90], 2)) == 2


def test_while_one_request_opens_a_new_generation_the_others_go_on_with_the_old(
    folder: Path,
) -> None:
    archive = WhooshArchive(folder, checked=True)
    assert found(archive) == {"a", "b", "c"}
    build(folder, "z")
    with archive._opening:  # as whoever is opening it holds it
        assert found(archive) == {"a", "b", "c"}
    assert found(archive) == {"z"}


@pytest.mark.usefixtures("at_every_request")
def test_a_generation_that_was_collected_while_it_was_open_is_no_damage(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive = WhooshArchive(folder, checked=True)
    assert found(archive) == {"a", "b", "c"}
    for name in "xyz":
        build(folder, name)
    assert found(archive) == {"z"}
    assert caplog.text == ""


def test_damage_in_a_file_that_all_generations_share_is_answered_by_none_of_them(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "index"
    build(folder, "ab")
    build(folder, "c", update=True)
    live = folder / (folder / "CURRENT").read_text(encoding="utf-8").strip()
    shared = next(path for path in live.rglob("*") if path.is_file() and path.stat().st_nlink > 1)
    flip(shared)
    with pytest.raises(EngineUnavailable, match="index again"):
        WhooshArchive(folder, checked=True).engine()
    build(folder, "abc")
    assert found(WhooshArchive(folder, checked=True)) == {"a", "b", "c"}


@pytest.mark.skipif(sys.platform != "linux", reason="what a descriptor is of is read from /proc")
def test_every_file_and_folder_is_on_disk_before_current_names_the_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        fsync(descriptor)
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(os, "fsync", recorded)
    folder = tmp_path / "index"
    name = build(folder, "ab")
    building = folder / f".building-{name}"
    made = {str(building / path.relative_to(folder / name)) for path in (folder / name).rglob("*")}
    current = next(place for place, path in enumerate(synced) if ".CURRENT-" in path)
    before = synced[:current]
    assert made | {str(building)} <= set(before)
    assert before[-1] == str(folder), "the name of the generation, before it is named"
    assert synced[current + 1 :] == [str(folder)], "CURRENT's own new name"
    assert str(tmp_path) in before, "the folder of the index, where it was made"


def test_articles_are_opened_by_the_first_that_is_read_and_damage_there_is_no_answer(
    folder: Path, live: Path
) -> None:
    (stored,) = (live / "whoosh").glob("*.record.col")
    stored.write_bytes(bytes(stored.stat().st_size))  # of the same length: sizes tell nothing
    engine = WhooshArchive(folder).engine()
    assert engine.rank(parse("mưa")).total == 3
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        engine.search(parse("mưa"))
