from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from search_service.article import Article
from search_service.readers import Problem, Reading

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"


def record(name: str) -> str:
    return json.dumps({"id": name, "body": f"Bài {name}."}) + "\n"


def test_every_item_comes_with_the_source_it_is_from(read, tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "1.jsonl").write_text(record("1"))
    single = tmp_path / "2.jsonl"
    single.write_text(record("2") + "rubbish\n")
    result = read(folder, single)
    assert result.origins == [str(folder), str(single), str(single)]


def test_the_origin_is_absolute_however_the_source_is_named(read, tmp_path, monkeypatch):
    (tmp_path / "a.jsonl").write_text(record("1"))
    monkeypatch.chdir(tmp_path)
    assert read(Path("a.jsonl")).origins == [str(tmp_path / "a.jsonl")]


def test_folders_are_walked_in_sorted_order(read, tmp_path):
    for name in ("b/1.jsonl", "a/2.jsonl", "c.jsonl", "a/1.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(record(name))
    assert [article.id for article in read(tmp_path).articles] == [
        "a/1.jsonl",
        "a/2.jsonl",
        "b/1.jsonl",
        "c.jsonl",
    ]


def test_hidden_files_and_folders_are_passed_over(read, tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("rubbish")
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "a.jsonl").write_text(record("1"))
    result = read(tmp_path)
    assert (len(result.articles), result.problems) == (1, [])


def test_what_plainly_holds_no_article_is_counted_and_not_reported(read, tmp_path):
    for name in ("README.md", "style.css", "anh.JPG", "main.js"):
        (tmp_path / name).write_text("<h1>không phải bài</h1>")
    (tmp_path / "a.jsonl").write_text(record("1"))
    result = read(tmp_path)
    assert (len(result.articles), result.problems) == (1, [])
    assert (result.reading.ignored, result.reading.files) == (4, 1)


def test_such_a_file_is_read_when_it_is_named_itself(read, tmp_path):
    path = tmp_path / "bai.md"
    path.write_text(record("1"))
    assert len(read(path).articles) == 1


def test_a_file_of_unknown_format_in_a_folder_is_reported(read, tmp_path):
    (tmp_path / "a.jsonl").write_text(record("1"))
    (tmp_path / "bai.docx").write_bytes(b"PK\x03\x04")
    assert [problem.path.name for problem in read(tmp_path).problems] == ["bai.docx"]


def test_a_file_that_two_sources_have_is_read_once(read, tmp_path):
    path = tmp_path / "a" / "a.jsonl"
    path.parent.mkdir()
    path.write_text(record("1"))
    (path.parent / "link.jsonl").symlink_to(path)
    result = read(path, tmp_path, path.parent)
    assert len(result.articles) == 1
    assert result.problems == []


def test_a_named_link_to_a_folder_is_followed(read, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.jsonl").write_text(record("1"))
    (tmp_path / "link").symlink_to(tmp_path / "a")
    result = read(tmp_path / "link")
    assert result.origins == [str(tmp_path / "link")]
    assert len(result.articles) == 1


def test_progress_is_in_bytes_as_stored(tmp_path):
    lines = "".join(record(str(number)) for number in range(20_000)).encode()
    (tmp_path / "a.jsonl").write_bytes(lines)
    (tmp_path / "b.jsonl").write_bytes(gzip.compress(lines))
    reading = Reading([tmp_path])
    assert reading.total == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert reading.done == 0
    seen = [reading.done for _ in reading]
    assert seen == sorted(seen)
    assert len(set(seen)) > 20
    assert reading.done == reading.total


def test_a_problem_prints_its_place_and_reason():
    assert str(Problem(Path("/a/b.jsonl"), 7, "is wrong")) == "/a/b.jsonl:7: is wrong"
    assert str(Problem(Path("/a/b.jsonl"), None, "is wrong")) == "/a/b.jsonl: is wrong"


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared folder beside the checkout is not here")
def test_every_article_of_a_real_archive_is_read():
    items = [item for _, item in Reading([CORPUS / "dated.jsonl.gz"])]
    assert len(items) == 6540
    assert all(isinstance(item, Article) and item.published for item in items)
