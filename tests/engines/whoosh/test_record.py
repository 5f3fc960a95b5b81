"""The index of record: articles go in whole and come back by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import Document
from search_service.engines.whoosh import record
from search_service.engines.whoosh.record import RecordReader, RecordWriter


def write(folder: Path, *ids: str, update: bool = False) -> RecordWriter:
    writer = RecordWriter(folder, update=update)
    for one in ids:
        writer.add(Document(Article.from_record({"id": one, "body": f"Tin {one}."})))
    writer.commit()
    return writer


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


def test_an_update_tells_the_numbers_of_all(tmp_path: Path) -> None:
    write(tmp_path, "b", "a")
    numbers = write(tmp_path, "c", update=True).numbers()
    assert sorted(numbers) == ["a", "b", "c"]
    assert read(tmp_path, *numbers.values()) == list(numbers)


def test_an_index_of_no_article_can_be_opened(tmp_path: Path) -> None:
    write(tmp_path)
    assert len(RecordReader(tmp_path)) == 0
