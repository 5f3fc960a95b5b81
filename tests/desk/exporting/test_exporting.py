"""A file has every article of a search, says where it is from, and is never held whole."""

from __future__ import annotations

import csv
import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest

from search_service.article import VIETNAM, Article
from search_service.desk.exporting import FORMATS, Format, Snapshot, export
from search_service.desk.exporting.table import COLUMNS
from search_service.document import Document
from search_service.grammar import parse
from search_service.people import Person
from search_service.query import Sort

MOMENT = datetime(2026, 11, 26, 9, 0, tzinfo=VIETNAM)
SNAPSHOT = Snapshot("Kho báo", "lũ @x", 3, "000002-x", MOMENT, MOMENT, "https://kho.example/s")


def text(kind: Format, documents: Iterator[Document], **options: Any) -> str:
    return b"".join(export(kind, documents, SNAPSHOT, **options)).decode("utf-8")


def article(**record: Any) -> Document:
    return Document(Article.from_record(record), (Person("Lê Bằng", "Giám đốc", ()),))


def ids(kind: Format, file: bytes) -> list[str]:
    """Return the ids of the articles in a file."""
    if kind is Format.XLSX:
        with zipfile.ZipFile(BytesIO(file)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        return re.findall(r'<c r="A\d+" t="inlineStr"><is><t>([^<]*)', sheet)
    lines = file.decode("utf-8-sig")
    if kind is Format.CSV:
        rows = [row for row in csv.reader(StringIO(lines)) if not row[0].startswith("# ")]
        return [row[0] for row in rows[1:]]
    if kind is Format.JSONL:
        return [json.loads(line)["id"] for line in lines.splitlines()[1:]]
    pattern = {Format.BIBTEX: r"^@article\{(.+),$", Format.RIS: r"^ID  - (.+)\r$"}[kind]
    return re.findall(pattern, lines, re.MULTILINE)


@pytest.mark.parametrize("kind", Format)
@pytest.mark.parametrize("sort", Sort)
def test_a_file_has_the_articles_of_the_search_in_its_order(
    sample_archive: Any, kind: Format, sort: Sort
) -> None:
    engine = sample_archive.engine()
    for text in ("cau", 'xã mục:"Thời sự"', ""):
        query = parse(text, sort=sort, size=100)
        pages = [engine.search(replace(query, start=start)) for start in (0, 100)]
        expected = [hit.document.article.id for page in pages for hit in page.hits]
        assert len(expected) == pages[0].total
        assert ids(kind, b"".join(export(kind, engine.stream(query), SNAPSHOT))) == expected


def test_a_table_says_what_its_columns_are_and_where_it_is_from() -> None:
    documents = iter([article(id="1", title="=Tin", body="b", published="2022-10-25", tags="a,b")])
    rows = list(csv.reader(StringIO(text(Format.CSV, documents).removeprefix("\ufeff"))))
    assert [row[0] for row in rows[:7]] == [
        "# archive: Kho báo",
        "# query: lũ @x",
        "# articles: 3",
        "# generation: 000002-x",
        "# built: 2026-11-26 09:00:00",
        "# taken: 2026-11-26 09:00:00",
        "# address: https://kho.example/s",
    ]
    assert tuple(rows[7]) == COLUMNS
    assert dict(zip(COLUMNS, rows[8], strict=True)) == {
        "id": "1", "title": "'=Tin", "published": "2022-10-25", "section": "", "author": "",
        "people": "Lê Bằng", "tags": "a; b", "lead": "", "source": "", "url": "", "page": "",
    }  # fmt: skip


def test_headings_may_be_of_another_language() -> None:
    written = text(Format.CSV, iter([]), labels={"title": "Tiêu đề", "query": "Truy vấn"})
    assert "# Truy vấn: lũ @x" in written
    assert "id,Tiêu đề,published" in written


def test_json_lines_are_records_that_can_be_indexed_again() -> None:
    record = {"id": "1", "title": "Tin", "body": "Nội dung.", "published": "2022-10-25", "x": [1]}
    head, line = text(Format.JSONL, iter([article(**record)])).splitlines()
    assert json.loads(head)["export"]["generation"] == "000002-x"
    again = Article.from_record(json.loads(line))
    assert again.extra == {"x": [1]}
    assert again.published == Article.from_record(record).published
    assert [(one.name, one.role) for one in again.people] == [("Lê Bằng", "Giám đốc")]


def test_a_bibtex_file_begins_with_comments_that_begin_no_entry() -> None:
    written = text(Format.BIBTEX, iter([article(id="1", title="Tin", body="b")]))
    comments, entries = written.split("\n\n", 1)
    assert "% query: lũ (at)x" in comments.splitlines()
    assert "@" not in comments
    assert entries.startswith("@article{1,")


def test_each_ris_entry_says_where_it_is_from() -> None:
    written = text(Format.RIS, iter([article(id=str(n), title="T", body="b") for n in (1, 2)]))
    assert written.count("N1  - Kho báo, 000002-x: lũ @x\r\n") == 2
    assert written.count("TY  - NEWS\r\n") == written.count("ER  - \r\n") == 2


def test_a_page_of_the_archive_stands_where_the_publisher_has_none() -> None:
    own = article(id="1", title="T", body="b")
    published = article(id="2", title="T", body="b", url="https://bao.example/2")

    def page(document: Document) -> str:
        return f"https://kho.example/{document.article.id}"

    written = text(Format.RIS, iter([own, published]), page=page)
    assert re.findall(r"UR  - (.+)\r", written) == [
        "https://kho.example/1",
        "https://bao.example/2",
    ]


def test_each_format_has_a_type_and_a_suffix_of_its_own() -> None:
    assert set(FORMATS) == set(Format)
    assert len({kind.suffix for kind in FORMATS.values()}) == len(Format)


def synthetic(articles: int) -> Iterator[Document]:
    """Articles made as they are read; each takes 2 KB, a list of them all would show."""
    for n in range(articles):
        record = {
            "id": f"tin-{n}",
            "title": f"Tin số {n}",
            "lead": "Lũ về. " * 40,
            "body": "x" * 1500,
        }
        yield Document(Article.stored({**record, "published": "2022-10-25T15:21:00+07:00"}))


def peak(kind: Format, articles: int) -> int:
    """Return the most memory, in bytes, that writing a file takes."""
    tracemalloc.start()
    try:
        for _ in export(kind, synthetic(articles), SNAPSHOT):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", Format)
def test_ten_times_the_articles_take_no_more_memory(kind: Format) -> None:
    peak(kind, 10)  # what is made once: modules, caches
    assert peak(kind, 3_000) < peak(kind, 300) + 300_000


def test_a_query_that_finds_nothing_makes_a_file_that_says_so() -> None:
    nothing = Snapshot("Kho báo", "", 0, "000002-x", MOMENT, MOMENT)
    head, heading = b"".join(export(Format.CSV, iter([]), nothing)).decode().split("id,title", 1)
    assert "# articles: 0" in head
    assert heading.strip().endswith("page")
