"""Damage is found and named, and what stops a build leaves what was there."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search_service.engines.errors import (
    EngineUnavailable,
    IndexOutdated,
)
from search_service.engines.whoosh.archive import WhooshArchive
from tests.engines.whoosh.generated import build, found, records


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
