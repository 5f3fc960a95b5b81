"""Prepared articles: what is read is what was written, and what is not whole is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.prepared import (
    LIST,
    Listing,
    PreparedError,
    PreparedReading,
    chunk_name,
    read_chunk,
    write_chunk,
)

RECORDS = [
    {
        "id": "cau",
        "title": "Khởi công cầu Vĩnh Lộc",
        "body": "Ông Lê Hải Bằng, Giám đốc, dự lễ. Ủy ban nhân dân (UBND) tỉnh khen.",
        "published": "2021-03-01T08:00:00+07:00",
        "people": [{"name": "Lê Hải Bằng", "role": "Giám đốc"}],
        "images": [{"url": "https://bao.example/a.jpg", "caption": "Đường qua Hòa Sơn"}],
        "tags": ["cầu đường"],
        "chuyên mục": {"a": [1, None]},
    },
    {"id": "lua", "body": "Giá lúa tăng."},
]
ARTICLES = [("/báo", Article.from_record(record)) for record in RECORDS]
DOCUMENTS = [analyse(article, origin) for origin, article in ARTICLES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_chunk(tmp_path / "chunk.jsonl.gz", DOCUMENTS)
    Listing(origins=("/báo",), chunks=(("chunk.jsonl.gz", 2),)).save(tmp_path)
    return tmp_path


def test_what_is_read_is_what_was_analysed(folder: Path) -> None:
    assert list(read_chunk(folder / "chunk.jsonl.gz", 2)) == DOCUMENTS
    assert list(PreparedReading([folder])) == [("/báo", document) for document in DOCUMENTS]


def test_the_same_articles_make_the_same_file(folder: Path) -> None:
    again = folder / "again.jsonl.gz"
    write_chunk(again, DOCUMENTS)
    assert again.read_bytes() == (folder / "chunk.jsonl.gz").read_bytes()


def test_a_chunk_is_named_by_its_articles_and_where_they_come_from() -> None:
    (_, first), second = ARTICLES
    changed = first.model_copy(update={"title": "Khánh thành cầu Vĩnh Lộc"})
    names = [
        chunk_name(ARTICLES),
        chunk_name([second]),
        chunk_name([("/báo", changed), second]),
        chunk_name([("/khác", first), second]),
    ]
    assert len(set(names)) == len(names)
    assert chunk_name(ARTICLES) == names[0]


@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_chunk_that_is_not_whole_is_refused(folder: Path, harm: str) -> None:
    chunk = folder / "chunk.jsonl.gz"
    content = chunk.read_bytes()
    if harm == "gone":
        chunk.unlink()
    else:
        middle = len(content) // 2
        rest = b"" if harm == "cut" else b"\0\0" + content[middle + 2 :]
        chunk.write_bytes(content[:middle] + rest)
    with pytest.raises(PreparedError, match=r"cannot be read.*prepare again"):
        list(PreparedReading([folder]))


def test_a_chunk_of_other_articles_than_listed_is_refused(folder: Path) -> None:
    write_chunk(folder / "chunk.jsonl.gz", DOCUMENTS[:1])
    with pytest.raises(PreparedError, match="has 1 articles, not 2"):
        list(PreparedReading([folder]))


def test_a_folder_whose_preparing_has_not_ended_is_refused(folder: Path) -> None:
    (folder / LIST).unlink()
    with pytest.raises(PreparedError, match="its preparing has not ended"):
        PreparedReading([folder])


def test_a_list_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / LIST).write_text("{", encoding="utf-8")
    with pytest.raises(PreparedError, match=r"prepared\.json cannot be read"):
        PreparedReading([folder])


def test_what_another_analyser_prepared_is_refused(folder: Path) -> None:
    Listing(analyzer_version="0+pyvi-0", chunks=()).save(folder)
    with pytest.raises(PreparedError, match=r"prepared by analyser 0\+pyvi-0.*prepare it again"):
        PreparedReading([folder])


def test_every_share_of_an_input_must_be_named(tmp_path: Path) -> None:
    for number in (1, 3):
        (tmp_path / str(number)).mkdir()
        Listing(shard=(number, 3), origins=("/báo",), chunks=()).save(tmp_path / str(number))
    with pytest.raises(PreparedError, match="of /báo the shares 2/3 are missing"):
        PreparedReading([tmp_path / "1", tmp_path / "3"])
