"""Generations: built aside, verified, published at once, kept, rolled back; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.errors import (
    EngineUnavailable,
    GenerationGone,
    IndexBusy,
    IndexMissing,
)
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from tests.engines.whoosh.generated import build, found, records


class TestPublishing:
    def test_before_anything_is_built_the_message_says_how(self, folder: Path) -> None:
        with pytest.raises(IndexMissing, match=r"search-service index SOURCE\.\.\. --index-dir"):
            WhooshArchive(folder).engine()

    def test_a_new_generation_is_served_as_soon_as_it_is_published(
        self, archive: WhooshArchive
    ) -> None:
        before = archive.engine()
        build(archive, records(4, 5))
        assert found(archive) == {"tin-4", "tin-5"}
        assert before.search(parse("")).total == 3, "a request goes on with the engine it has"

    def test_an_error_while_building_publishes_nothing_and_leaves_nothing(
        self, archive: WhooshArchive, folder: Path
    ) -> None:
        before = sorted(folder.iterdir())

        def stop() -> None:
            with archive.writer() as writer:
                writer.add(analyse(Article.from_record(records(9)[0]), "made"))
                raise KeyError("stop")

        with pytest.raises(KeyError):
            stop()
        assert sorted(folder.iterdir()) == before
        assert found(archive) == {"tin-1", "tin-2", "tin-3"}

    def test_a_second_writer_is_refused(self, archive: WhooshArchive, folder: Path) -> None:
        with (
            archive.writer(),
            pytest.raises(IndexBusy, match="another process is writing"),
        ):
            WhooshArchive(folder).writer()
        archive.writer().__exit__(None, None, None)

    def test_what_a_killed_build_left_is_removed_by_the_next(
        self, archive: WhooshArchive, folder: Path
    ) -> None:
        (folder / ".building-20200101T000000-dead").mkdir()
        build(archive, records(1))
        assert not list(folder.glob(".building-*"))

    def test_only_the_newest_generations_are_kept(self, archive: WhooshArchive) -> None:
        for number in range(4):
            build(archive, records(number))
        known = archive.generations()
        assert len(known) == 3
        assert [generation.live for generation in known] == [True, False, False]

    def test_an_index_folder_that_is_a_file_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "file"
        path.write_text("", encoding="utf-8")
        with pytest.raises(EngineUnavailable, match="is a file; name a folder"):
            WhooshArchive(path).writer()
        with pytest.raises(IndexMissing):
            WhooshArchive(path).engine()


class TestUpdating:
    def test_an_update_adds_changes_and_removes(self, archive: WhooshArchive) -> None:
        changed = {**records(2)[0], "title": "Tin đã sửa"}
        with archive.writer(update=True) as writer:
            writer.add(analyse(Article.from_record(changed), "made"))
            writer.add(analyse(Article.from_record(records(7)[0]), "made"))
            writer.remove("tin-3")
            writer.publish()
        assert found(archive) == {"tin-1", "tin-2", "tin-7"}
        assert found(archive, "đã sửa") == {"tin-2"}
        document = archive.engine().document("tin-2")
        assert document is not None
        assert document.article.title == "Tin đã sửa"

    def test_an_updated_index_equals_one_built_at_once(
        self, archive: WhooshArchive, tmp_path: Path
    ) -> None:
        build(archive, records(3, 4, 5), update=True)
        build(archive, records(5, 6), update=True)
        whole = WhooshArchive(tmp_path / "whole")
        build(whole, records(1, 2, 3, 4, 5, 6))
        for text in ("", "khánh thành", '"đỗ văn khải"', "do van khai", "số 4", "mục:giao_duc"):
            facets = ("section", "person", "month", "day")
            ours = archive.engine().search(parse(text), facets=facets)
            theirs = whole.engine().search(parse(text), facets=facets)
            assert (ours.total, ours.facets) == (theirs.total, theirs.facets)
            assert [hit.document.article.id for hit in ours.hits] == [
                hit.document.article.id for hit in theirs.hits
            ]
            assert [hit.score for hit in ours.hits] == pytest.approx(
                [hit.score for hit in theirs.hits], rel=1e-5
            )

    def test_the_generation_before_is_untouched_by_an_update(self, archive: WhooshArchive) -> None:
        build(archive, records(9), update=True)
        archive.rollback()
        assert found(archive) == {"tin-1", "tin-2", "tin-3"}
        assert archive.verify() == []

    def test_fingerprints_change_when_and_only_when_the_record_does(
        self, archive: WhooshArchive
    ) -> None:
        with archive.writer(update=True) as writer:
            known = writer.fingerprints(["made"])
            assert writer.fingerprints(["elsewhere"]) == {}
        same, other = records(1)[0], {**records(1)[0], "author": "Hà My"}
        assert known["tin-1"] == Article.from_record(same).fingerprint()
        assert known["tin-1"] != Article.from_record(other).fingerprint()


class TestRollingBack:
    def test_rollback_serves_the_generation_before(self, archive: WhooshArchive) -> None:
        first = archive.engine().generation.name
        build(archive, records(8))
        assert archive.rollback().name == first
        assert found(archive) == {"tin-1", "tin-2", "tin-3"}

    def test_a_damaged_generation_can_be_rolled_back(
        self, archive: WhooshArchive, folder: Path
    ) -> None:
        name = build(archive, records(8))
        (folder / name / "manifest.json").unlink()
        archive.rollback()
        assert found(WhooshArchive(folder)) == {"tin-1", "tin-2", "tin-3"}

    def test_without_an_earlier_generation_rollback_says_so(self, archive: WhooshArchive) -> None:
        with pytest.raises(IndexMissing, match="no generation before"):
            archive.rollback()
        assert found(archive) == {"tin-1", "tin-2", "tin-3"}


def test_a_generation_that_is_kept_is_read_by_its_name(folder: Path) -> None:
    archive = WhooshArchive(folder)
    first = build(archive, records(1))
    second = build(archive, records(1, 2))
    assert len(archive.engine(name=first)) == 1
    assert archive.engine(name=first).generation.name == first
    assert not archive.engine(name=first).generation.live
    assert len(archive.engine(name=second)) == len(archive.engine()) == 2
    assert archive.engine(name=second) is archive.engine()


def test_a_generation_is_opened_once_for_many_requests(folder: Path) -> None:
    archive = WhooshArchive(folder)
    first = build(archive, records(1))
    build(archive, records(2))
    assert archive.engine(name=first) is archive.engine(name=first)


def test_a_generation_that_was_collected_is_gone_even_when_it_was_open(folder: Path) -> None:
    archive = WhooshArchive(folder, keep=2)
    first = build(archive, records(1))
    build(archive, records(2))
    assert archive.engine(name=first)
    build(archive, records(3))
    with pytest.raises(GenerationGone, match=first):
        archive.engine(name=first)


@pytest.mark.parametrize(
    "name", ["nothing", "..", ".", "/etc", "../index", ".building-000001-x", "a\0b", "x" * 300]
)
def test_what_names_no_generation_is_gone(folder: Path, name: str) -> None:
    archive = WhooshArchive(folder)
    build(archive, records(1))
    with pytest.raises(GenerationGone):
        archive.engine(name=name)
