"""Migrating: every article once, as it was, whatever was interrupted, and the source untouched."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from search_service import migrating, preparing
from search_service.document import Document
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.indexer import index
from search_service.migrating import MigrationFailed, migrate
from search_service.prepared import Listing
from search_service.schema import FACETS
from tests.conftest import MakeArchive, StrictListener
from tests.engines.contract import NAMED, RECORDS


class Heard:
    def __init__(self) -> None:
        self.heard: list[tuple[str, int, int]] = []

    def prepared(self, done: int, total: int) -> None:
        self.heard.append(("prepared", done, total))

    def loaded(self, done: int, total: int) -> None:
        self.heard.append(("loaded", done, total))


class Stopped(Exception):
    """What happens in the middle."""


class Stopping(Heard):
    """Ends the migration after so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._left = itertools.count(steps, -1)

    def prepared(self, done: int, total: int) -> None:
        super().prepared(done, total)
        if next(self._left) == 0:
            raise Stopped

    loaded = prepared


class StoppingAtTheEnd(Heard):
    """Ends the migration when the last article has been handed over."""

    def loaded(self, done: int, total: int) -> None:
        if done == total:
            raise Stopped


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONGEST", 2)


def documents(archive: WhooshArchive) -> list[Document]:
    return list(archive.engine().scan(parse("", size=100)))


def test_an_archive_answers_as_the_one_it_was_made_of(
    sample_archive: WhooshArchive, tmp_path: Path
) -> None:
    target = WhooshArchive(tmp_path / "target")
    done = migrate(sample_archive, target, tmp_path / "work", listener=Heard(), workers=2)
    source = sample_archive.engine()
    assert done.source == source.generation.name
    assert done.generation.articles == done.sampled == source.generation.articles
    for text in ("", "lúa", "giao duc", '"nông thôn"', "Hội nghị tổng kết công tác xây dựng Đảng"):
        one, two = (a.engine().search(parse(text), facets=FACETS) for a in (sample_archive, target))
        assert (one.total, one.facets) == (two.total, two.facets)
        assert [hit.document for hit in one.hits] == [hit.document for hit in two.hits]
    assert target.engine().decisions() == source.decisions()


def test_persons_that_were_joined_are_decided_anew_from_what_was_printed(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    source, target = make_archive(NAMED), WhooshArchive(tmp_path / "target")
    there_and_back = WhooshArchive(tmp_path / "back")
    migrate(source, target, tmp_path / "work", listener=Heard())
    migrate(target, there_and_back, tmp_path / "work", listener=Heard())
    assert documents(there_and_back) == documents(target) == documents(source)
    assert there_and_back.engine().people(least=1, size=50) == source.engine().people(
        least=1, size=50
    )


def test_where_articles_come_from_is_kept_for_updates(tmp_path: Path, sample_folder: Path) -> None:
    archives = [WhooshArchive(tmp_path / name) for name in ("source", "target")]
    index(archives[0], [sample_folder], listener=StrictListener())
    migrate(*archives, tmp_path / "work", listener=Heard())
    report = index(archives[1], [sample_folder], listener=StrictListener(), update=True)
    assert report.unchanged > 0
    assert (report.added, report.changed, report.removed) == (0, 0, 0)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
def test_after_an_interruption_no_chunk_is_made_again(
    make_archive: MakeArchive, tmp_path: Path, steps: int
) -> None:
    source, target, work = make_archive(RECORDS), WhooshArchive(tmp_path / "t"), tmp_path / "work"
    with pytest.raises(Stopped):
        migrate(source, target, work, listener=Stopping(steps))
    assert target.generations() == []
    before = {path.name: path.stat().st_ino for path in work.glob("*.jsonl.gz")}
    assert before
    with pytest.raises(Stopped):
        migrate(source, target, work, listener=StoppingAtTheEnd())
    after = {path.name: path.stat().st_ino for path in work.glob("*.jsonl.gz")}
    assert before.items() <= after.items()
    migrate(source, target, work, listener=Heard())
    assert documents(target) == documents(source)
    assert not work.exists()


def test_once_all_is_analysed_the_source_is_not_read_again(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    source, target, work = make_archive(RECORDS), WhooshArchive(tmp_path / "t"), tmp_path / "work"
    with pytest.raises(Stopped):
        migrate(source, target, work, listener=Stopping(1))
    assert Listing.load(work).generation == source.engine().generation.name
    heard = Heard()
    migrate(source, target, work, listener=heard)
    assert heard.heard == [("loaded", 6, 6)]


def test_what_is_published_meanwhile_is_not_half_there(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    source, target, work = make_archive(RECORDS), WhooshArchive(tmp_path / "t"), tmp_path / "work"
    with pytest.raises(Stopped):
        migrate(source, target, work, listener=Stopping(0))
    with source.writer(update=True) as writer:
        writer.remove("cau-1")
        writer.publish()
    migrate(source, target, work, listener=Heard())
    assert documents(target) == documents(source)


def test_two_names_of_one_archive_are_refused(make_archive: MakeArchive, tmp_path: Path) -> None:
    source = make_archive(RECORDS)
    with pytest.raises(MigrationFailed, match="the same archive"):
        migrate(source, source, tmp_path / "work", listener=Heard())


def test_a_second_migration_in_the_same_folder_is_refused(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    source, work = make_archive(RECORDS), tmp_path / "work"

    class Second(Heard):
        def prepared(self, done: int, total: int) -> None:
            with pytest.raises(MigrationFailed, match="another migration works in"):
                migrate(source, WhooshArchive(tmp_path / "other"), work, listener=Heard())
            super().prepared(done, total)

    second = Second()
    migrate(source, WhooshArchive(tmp_path / "target"), work, listener=second)
    assert ("prepared", 6, 6) in second.heard


def test_a_generation_that_differs_is_told(
    make_archive: MakeArchive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {**RECORDS[2], "section": "Khác"}
    other = make_archive([*RECORDS[:2], changed, *RECORDS[3:]]).engine()
    target = WhooshArchive(tmp_path / "target")
    monkeypatch.setattr(target, "engine", lambda: other)
    with pytest.raises(MigrationFailed, match="do not switch to it: section Khác: 0 and 1"):
        migrate(make_archive(RECORDS), target, tmp_path / "work", listener=Heard())
    monkeypatch.setattr(migrating, "_counts", lambda *_: ())
    with pytest.raises(MigrationFailed, match="article lua-1 is not as it was"):
        migrate(make_archive(RECORDS), target, tmp_path / "work", listener=Heard())
