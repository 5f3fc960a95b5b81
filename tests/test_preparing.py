"""Preparing: shares that fill up to all, chunks made once, the same archive as without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search_service import preparing
from search_service.article import Article
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.indexer import index
from search_service.prepared import Listing, PreparedReading
from search_service.preparing import cut, prepare
from search_service.readers import Problem
from search_service.schema import FACETS
from tests.conftest import SAMPLE, StrictListener

RECORDS = [{"id": f"tin-{n}", "title": f"Tin số {n}", "body": f"Lúa thôn {n}."} for n in range(40)]


class Heard(StrictListener):
    def __init__(self) -> None:
        self.problems: list[str] = []

    def problem(self, problem: Problem) -> None:
        self.problems.append(str(problem))


def written(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.glob("*.jsonl.gz")
    }


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "CHUNK", 4)


def arrays(archive: WhooshArchive, folder: Path) -> dict[str, bytes]:
    (live,) = (one.name for one in archive.generations() if one.live)
    there = folder / live / "arrays"
    return {path.name: path.read_bytes() for path in there.iterdir()}


def test_what_is_prepared_and_indexed_is_what_indexing_makes(tmp_path: Path) -> None:
    prepare([SAMPLE], tmp_path / "prepared", listener=StrictListener(), workers=2)
    straight, other = WhooshArchive(tmp_path / "a"), WhooshArchive(tmp_path / "b")
    index(straight, [SAMPLE], listener=StrictListener())
    index(other, PreparedReading([tmp_path / "prepared"]), listener=StrictListener())
    assert arrays(other, tmp_path / "b") == arrays(straight, tmp_path / "a")


def test_all_shares_together_answer_as_indexing_at_once(tmp_path: Path) -> None:
    folders = [tmp_path / str(number) for number in (1, 2, 3)]
    for number, folder in enumerate(folders, 1):
        prepare([SAMPLE], folder, listener=StrictListener(), shard=(number, 3))
    straight, other = WhooshArchive(tmp_path / "a"), WhooshArchive(tmp_path / "b")
    index(straight, [SAMPLE], listener=StrictListener())
    index(other, PreparedReading(folders), listener=StrictListener())
    assert all(Listing.load(folder).articles for folder in folders)
    for text in ("", "lúa", "giao duc", '"nông thôn"', "Hội nghị tổng kết công tác xây dựng Đảng"):
        one, two = (a.engine().search(parse(text), facets=FACETS) for a in (straight, other))
        assert (one.total, one.facets) == (two.total, two.facets)
        assert [hit.document for hit in one.hits] == [hit.document for hit in two.hits]


def test_an_update_from_prepared_articles_removes_what_is_gone(tmp_path: Path) -> None:
    source, out = written(tmp_path / "tin.jsonl", RECORDS), tmp_path / "prepared"
    archive = WhooshArchive(tmp_path / "index")
    index(archive, [source], listener=StrictListener())
    changed = {**RECORDS[1], "title": "Tin đã sửa"}
    written(source, [changed, *RECORDS[2:]])
    prepare([source], out, listener=StrictListener())
    report = index(archive, PreparedReading([out]), listener=StrictListener(), update=True)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 1, 1, 38)


def test_problems_are_told_and_keep_an_update_from_removing(tmp_path: Path) -> None:
    source, out = written(tmp_path / "tin.jsonl", RECORDS), tmp_path / "prepared"
    archive = WhooshArchive(tmp_path / "index")
    index(archive, [source], listener=StrictListener())
    source.write_text(source.read_text().replace('{"id": "tin-7"', '{"id" "tin-7"'))
    preparing_, indexing = Heard(), Heard()
    prepare([source], out, listener=preparing_)
    report = index(archive, PreparedReading([out]), listener=indexing, update=True)
    assert "tin.jsonl:8" in preparing_.problems[0]
    assert "1 problems when it was prepared" in indexing.problems[0]
    assert (report.kept, report.removed) == (1, 0)


@pytest.mark.usefixtures("small_chunks")
def test_chunks_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    source, out = written(tmp_path / "tin.jsonl", RECORDS), tmp_path / "prepared"
    prepare([source], out, listener=StrictListener())
    before = files(out)
    gone = min(before)
    (out / gone).unlink()  # as after an end by force, before the list was written
    (out / "prepared.json").unlink()
    prepare([source], out, listener=StrictListener())
    after = files(out)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {gone}


@pytest.mark.usefixtures("small_chunks")
def test_a_new_article_changes_one_chunk_alone(tmp_path: Path) -> None:
    source, out = written(tmp_path / "tin.jsonl", RECORDS), tmp_path / "prepared"
    prepare([source], out, listener=StrictListener())
    before = files(out)
    new = {"id": "tin-mới", "title": "Mới", "body": "Tin mới."}
    written(source, [*RECORDS[:20], new, *RECORDS[20:]])
    listing = prepare([source], out, listener=StrictListener())
    after = files(out)
    assert listing.articles == 41
    assert len(before.keys() - after.keys()) == len(after.keys() - before.keys()) == 1
    assert len(after) > 3


def test_every_article_is_in_one_share() -> None:
    articles = [Article.from_record(record) for record in RECORDS]
    shares = [sum(preparing.is_in(a, (n, 3)) for n in (1, 2, 3)) for a in articles]
    assert shares == [1] * len(articles)
    assert all(preparing.is_in(article, (1, 1)) for article in articles)


def test_no_chunk_is_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONGEST", 3)
    articles = [("", Article.from_record(record)) for record in RECORDS[:7]]
    chunks = list(cut(articles))
    assert max(map(len, chunks)) <= 3
    assert [one for chunk in chunks for one in chunk] == articles
