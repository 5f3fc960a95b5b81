"""Indexing: one pass over the sources; an update does only what differs and loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from search_service import indexer
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.indexer import IndexingFailed, Report, index
from search_service.readers import Problem, SourceError
from tests.conftest import record, write
from tests.serving import PATIENCE


class Listener:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.advanced: list[tuple[int, int, int]] = []

    def advance(self, done: int, total: int, articles: int) -> None:
        self.advanced.append((done, total, articles))

    def problem(self, problem: Problem) -> None:
        self.problems.append(problem)


@pytest.fixture
def archive(tmp_path: Path) -> WhooshArchive:
    return WhooshArchive(tmp_path / "index")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "tin.jsonl", map(record, "abc"))


def run(archive: WhooshArchive, *sources: Path, **options: Any) -> Report:
    return index(archive, sources, listener=Listener(), **options)


def found(archive: WhooshArchive, text: str = "") -> set[str]:
    hits = archive.engine().search(parse(text, size=100)).hits
    return {hit.document.article.id for hit in hits}


def test_a_first_run_indexes_everything(archive: WhooshArchive, source: Path) -> None:
    report = run(archive, source)
    assert (report.added, report.problems) == (3, 0)
    assert report.generation is not None
    assert report.generation.articles == 3
    assert found(archive) == {"a", "b", "c"}


def test_a_run_without_update_replaces_everything(
    archive: WhooshArchive, source: Path, tmp_path: Path
) -> None:
    run(archive, source)
    run(archive, write(tmp_path / "other.jsonl", [record("z")]))
    assert found(archive) == {"z"}


def test_an_update_does_only_what_differs(archive: WhooshArchive, source: Path) -> None:
    run(archive, source)
    write(source, [record("a"), record("b", "Trời mưa."), record("d")])
    report = run(archive, source, update=True)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 1)
    assert found(archive) == {"a", "b", "d"}
    assert found(archive, "mưa") == {"b"}


def test_an_update_without_differences_publishes_nothing(
    archive: WhooshArchive, source: Path
) -> None:
    first = run(archive, source).generation
    report = run(archive, source, update=True)
    assert (report.unchanged, report.generation) == (3, None)
    assert first is not None
    assert archive.engine().generation.name == first.name


def test_an_update_from_one_source_keeps_what_came_from_others(
    archive: WhooshArchive, source: Path, tmp_path: Path
) -> None:
    run(archive, source)
    run(archive, write(tmp_path / "more.jsonl", [record("z")]), update=True)
    assert found(archive) == {"a", "b", "c", "z"}


def test_an_update_of_nothing_indexed_yet_is_a_first_run(
    archive: WhooshArchive, source: Path
) -> None:
    assert run(archive, source, update=True).added == 3


def test_an_update_removes_nothing_while_its_source_cannot_be_read_whole(
    archive: WhooshArchive, source: Path
) -> None:
    run(archive, source)
    source.write_text(json.dumps(record("a")) + "\n{not json\n", encoding="utf-8")
    report = run(archive, source, update=True)
    assert (report.problems, report.removed, report.kept) == (1, 0, 2)
    assert found(archive) == {"a", "b", "c"}


def test_a_bad_record_is_reported_and_the_others_are_indexed(
    archive: WhooshArchive, source: Path
) -> None:
    with source.open("a", encoding="utf-8") as file:
        file.write('{"title": "không có nội dung"}\n')
    listener = Listener()
    report = index(archive, [source], listener=listener)
    assert (report.added, report.problems) == (3, 1)
    assert str(listener.problems[0]).startswith(f"{source}:4: ")


def test_strict_publishes_nothing_when_anything_cannot_be_read(
    archive: WhooshArchive, source: Path
) -> None:
    run(archive, source)
    source.write_text(json.dumps(record("z")) + "\n{not json\n", encoding="utf-8")
    with pytest.raises(IndexingFailed, match="--strict: nothing was published"):
        run(archive, source, strict=True)
    assert found(archive) == {"a", "b", "c"}


def test_sources_without_any_article_do_not_replace_an_index(
    archive: WhooshArchive, source: Path, tmp_path: Path
) -> None:
    run(archive, source)
    with pytest.raises(IndexingFailed, match="no article could be read"):
        run(archive, write(tmp_path / "empty.jsonl", []))
    assert found(archive) == {"a", "b", "c"}


def test_a_source_that_does_not_exist_is_named(archive: WhooshArchive, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        run(archive, tmp_path / "nowhere")


def test_a_record_met_again_unchanged_counts_as_repeated(
    archive: WhooshArchive, source: Path, tmp_path: Path
) -> None:
    again = write(tmp_path / "again.jsonl", [record("a")])
    report = run(archive, source, again)
    assert (report.added, report.repeated, report.problems) == (3, 1, 0)


def test_an_id_with_other_content_is_a_problem_and_the_first_stays(
    archive: WhooshArchive, source: Path, tmp_path: Path
) -> None:
    again = write(tmp_path / "again.jsonl", [record("a", "Trời mưa.")])
    listener = Listener()
    index(archive, [source, again], listener=listener)
    assert "the id 'a' was read before with other content" in str(listener.problems[0])
    assert str(again) in str(listener.problems[0])
    assert found(archive, "nắng") == {"a", "b", "c"}


def test_progress_never_passes_the_total(archive: WhooshArchive, source: Path) -> None:
    listener = Listener()
    index(archive, [source], listener=listener)
    assert [articles for _, _, articles in listener.advanced] == [1, 2, 3]
    assert all(0 <= done <= total for done, total, _ in listener.advanced)


def test_the_number_of_processes_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "SMALL", 0)
    records = [record(f"{n:03}", f"Ông Đỗ Văn Khải thăm xã số {n}.") for n in range(100)]
    source = write(tmp_path / "many.jsonl", records)
    answers = []
    for workers in (1, 2):
        archive = WhooshArchive(tmp_path / f"index-{workers}")
        index(archive, [source], listener=Listener(), workers=workers)
        answers.append(archive.engine().search(parse("thăm xã", size=100), facets=["person"]))
    assert answers[0] == answers[1]
    assert answers[0].total == 100


def test_a_source_whose_name_is_not_utf8_is_indexed(archive: WhooshArchive, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    write(folder / "tin.jsonl", [record("a")])
    assert run(archive, folder).added == 1
    assert run(archive, folder, update=True).unchanged == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the children of a process are read from /proc")
def test_analysis_ends_with_the_process_it_works_for(tmp_path: Path) -> None:
    many = (record(str(number), f"Mưa ngày {number}. " * 200) for number in range(2_000))
    source = str(write(tmp_path / "tin.jsonl", many))
    command = ["index", source, "--index-dir", str(tmp_path / "index")]
    with subprocess.Popen(
        [sys.executable, "-m", "search_service", *command, "--workers", "2"], stderr=subprocess.PIPE
    ) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        while len(children.read_text(encoding="ascii").split()) < 3:  # two, and their tracker
            time.sleep(0.05)
        run.kill()
        # Standard error ends when the last process that holds it does.
        run.communicate(timeout=PATIENCE)
