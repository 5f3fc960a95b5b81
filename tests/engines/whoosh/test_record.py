"""The index of record: articles go in whole and come back by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import Document
from search_service.engines.whoosh import record
from search_service.engines.whoosh.record import RecordReader, RecordWriter


def write(
    folder: Path, *ids: str, update: bool = False, without: str = ""
) -> tuple[list[int], int]:
    writer = RecordWriter(folder, update=update)
    if without:
        writer.remove(without)
    for one in ids:
        writer.add(Document(Article.from_record({"id": one, "body": f"Tin {one}."})))
    numbers, first = writer.commit()
    return numbers.tolist(), first


def read(folder: Path, *numbers: int) -> list[str]:
    reader = RecordReader(folder)
    try:
        return [reader.document(number).article.id for number in numbers]
    finally:
        reader.close()


@pytest.mark.parametrize("segment", [1, 200, 1 << 30])
def test_articles_are_numbered_as_they_were_added_in_however_many_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int
) -> None:
    """A segment of Whoosh holds 4 GB."""
    monkeypatch.setattr(record, "_SEGMENT", segment)
    write(tmp_path, "b", "a", "c", "e", "d")
    assert read(tmp_path, 0, 1, 2, 3, 4) == ["b", "a", "c", "e", "d"]


@pytest.mark.parametrize("segment", [1, 1 << 30])
@pytest.mark.parametrize("added", [("d",), ("d", "e", "f", "g")])
def test_an_update_tells_the_numbers_of_old_and_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, segment: int, added: tuple[str, ...]
) -> None:
    write(tmp_path, "b", "a", "c")
    monkeypatch.setattr(record, "_SEGMENT", segment)
    numbers, first = write(tmp_path, *added, update=True, without="a")
    assert read(tmp_path, numbers[0], numbers[2]) == ["b", "c"]
    assert read(tmp_path, *range(first, first + len(added))) == list(added)


def test_an_index_of_no_article_can_be_opened(tmp_path: Path) -> None:
    write(tmp_path)
    assert len(RecordReader(tmp_path)) == 0
