"""Generations: built aside, verified, published at once, kept, rolled back; nothing is lost."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.errors import (
    EngineUnavailable,
    GenerationGone,
    IndexBusy,
    IndexMissing,
    IndexOutdated,
)
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse


def records(*numbers: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"tin-{number}",
            "title": f"Tin số {number}",
            "body": f"Ông Đỗ Văn Khải dự lễ khánh thành trường số {number}.",
            "section": "Giáo dục" if number % 2 else "Thời sự",
            "published": f"2022-01-{number % 28 + 1:02}T08:00:00+07:00",
        }
        for number in numbers
    ]


def build(archive: WhooshArchive, made: Iterable[dict[str, Any]], *, update: bool = False) -> str:
    with archive.writer(update=update) as writer:
        for record in made:
            writer.add(analyse(Article.from_record(record), "made"))
        return writer.publish().name


def found(archive: WhooshArchive, text: str = "") -> set[str]:
    hits = archive.engine().search(parse(text, size=100)).hits
    return {hit.document.article.id for hit in hits}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def archive(folder: Path) -> WhooshArchive:
    archive = WhooshArchive(folder, keep=3)
    build(archive, records(1, 2, 3))
    return archive


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


class TestDamage:
    def test_a_whole_generation_verifies(self, archive: WhooshArchive) -> None:
        assert archive.verify() == []

    def test_a_changed_byte_anywhere_is_found_by_verify(
        self, archive: WhooshArchive, folder: Path
    ) -> None:
        files = sorted(
            path
            for path in (folder / archive.engine().generation.name).rglob("*")
            if path.is_file() and path.stat().st_size and path.name != "manifest.json"
        )
        randomness = random.Random(7)
        for path in randomness.sample(files, 20):
            content = path.read_bytes()
            place = randomness.randrange(len(content))
            damaged = bytearray(content)
            damaged[place] ^= 1 << randomness.randrange(8)
            path.write_bytes(damaged)
            assert any(str(path) in line for line in archive.verify())
            path.write_bytes(content)
        assert archive.verify() == []

    def test_missing_and_cut_files_are_named(self, archive: WhooshArchive, folder: Path) -> None:
        arrays = folder / archive.engine().generation.name / "arrays"
        (arrays / "day.npy").unlink()
        (arrays / "section.npy").write_bytes(b"")
        wrong = "\n".join(archive.verify())
        assert "day.npy is missing" in wrong
        assert "section.npy has 0 bytes instead of" in wrong

    def test_a_damaged_new_generation_is_not_served_in_place_of_the_one_at_hand(
        self, archive: WhooshArchive, folder: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        serving = archive.engine().generation.name
        other = WhooshArchive(folder)
        name = build(other, records(6))
        (folder / name / "manifest.json").write_text("{}", encoding="utf-8")
        for _ in range(3):
            assert archive.engine().generation.name == serving
        assert caplog.text.count("still serving generation") == 1, "not once a request"

    @pytest.mark.parametrize("content", ["", "../etc", "nothing-there", "a/b"])
    def test_a_current_that_names_no_generation_is_refused(
        self, archive: WhooshArchive, folder: Path, content: str
    ) -> None:
        assert archive.engine()
        (folder / "CURRENT").write_text(content, encoding="utf-8")
        with pytest.raises(EngineUnavailable):
            WhooshArchive(folder).engine()

    @pytest.mark.parametrize("content", [None, "", "a/b"])
    def test_a_lost_current_is_told_apart_from_no_index_and_restored_by_rollback(
        self, archive: WhooshArchive, folder: Path, content: str | None
    ) -> None:
        name = archive.engine().generation.name
        (folder / "CURRENT").unlink()
        if content is not None:
            (folder / "CURRENT").write_text(content, encoding="utf-8")
        with pytest.raises(EngineUnavailable, match="search-service rollback"):
            WhooshArchive(folder).engine()
        assert archive.rollback().name == name
        assert found(WhooshArchive(folder)) == {"tin-1", "tin-2", "tin-3"}

    def test_a_file_that_is_missing_or_cut_is_noticed_on_opening_with_the_way_out(
        self, archive: WhooshArchive, folder: Path
    ) -> None:
        built = folder / archive.engine().generation.name
        files = sorted(path for path in built.rglob("*") if path.is_file())
        for path in random.Random(5).sample(files, 25):
            content = path.read_bytes()
            # Of Whoosh's own files only what is read back would tell that it was overwritten.
            zeroed = [bytes(len(content))] if path.suffix == ".npy" else []
            cut = [content[: len(content) // 2]] if content else []
            for damaged in (None, *cut, *zeroed):
                path.unlink() if damaged is None else path.write_bytes(damaged)
                with pytest.raises(EngineUnavailable, match="search-service rollback"):
                    assert found(WhooshArchive(folder)) == {"tin-1", "tin-2", "tin-3"}
                path.write_bytes(content)
        assert archive.verify() == []

    @pytest.mark.parametrize("key", ["analyzer_version", "schema_version"])
    def test_an_index_of_another_analyzer_or_schema_is_refused_with_the_way_out(
        self, archive: WhooshArchive, folder: Path, key: str
    ) -> None:
        manifest = folder / archive.engine().generation.name / "manifest.json"
        values = json.loads(manifest.read_text(encoding="utf-8"))
        values[key] = "0" if isinstance(values[key], str) else 0
        manifest.write_text(json.dumps(values), encoding="utf-8")
        with pytest.raises(IndexOutdated, match=r"build it again: search-service index SOURCE"):
            WhooshArchive(folder).engine()

    @pytest.mark.parametrize("open_to_all", ["", "{}", "{}/manifest.json"])
    def test_an_index_that_anyone_can_write_to_is_refused(
        self, archive: WhooshArchive, folder: Path, open_to_all: str
    ) -> None:
        (folder / open_to_all.format(archive.engine().generation.name)).chmod(0o777)
        with pytest.raises(EngineUnavailable, match="chmod -R o-w"):
            WhooshArchive(folder).engine()


BUILD = """
import sys
from pathlib import Path
from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.segments import appending
from search_service.engines.whoosh.archive import WhooshArchive

if sys.argv[2] == "append":
    appending.LEAST, appending.SHARE = 0, 100.0
archive = WhooshArchive(Path(sys.argv[1]))
update = sys.argv[2] != "rebuild"
documents = [
    analyse(Article.from_record({"id": f"mới-{n}", "body": f"Mưa lớn ngày {n}."}), "made")
    for n in range(40)
]
print("ready", flush=True)
with archive.writer(update=update) as writer:
    for document in documents:
        writer.add(document)
    writer.publish()
print("published", flush=True)
"""


@pytest.mark.parametrize("mode", ["rebuild", "update", "append"])
def test_a_build_killed_at_any_moment_leaves_a_whole_generation_live(
    archive: WhooshArchive, folder: Path, mode: str
) -> None:
    randomness = random.Random(mode)
    interrupted = 0
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", BUILD, str(folder), mode], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(randomness.uniform(0, 0.25))
            process.send_signal(signal.SIGKILL)
            interrupted += "published" not in process.stdout.read()
        fresh = WhooshArchive(folder)
        assert fresh.verify() == []
        assert len(found(fresh)) in {3, 40, 43}
    assert interrupted, "every build ended before it was killed"
    build(archive, records(1))
    assert found(archive) == {"tin-1"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on a file's size")
@pytest.mark.parametrize("size", [1, 300, 6_000])
@pytest.mark.usefixtures("archive")
def test_a_disk_that_takes_no_more_is_named_and_leaves_what_was_there(
    folder: Path, size: int
) -> None:
    before = sorted(folder.iterdir())
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, -1));"
    result = subprocess.run(
        [sys.executable, "-c", limit + BUILD, str(folder), "rebuild"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"EngineUnavailable: .*index cannot be written to: .+\n", result.stderr)
    assert "nothing was published" in result.stderr
    assert sorted(folder.iterdir()) == before
    assert found(WhooshArchive(folder)) == {"tin-1", "tin-2", "tin-3"}


# Earlier generations by their names


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
