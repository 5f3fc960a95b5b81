"""Tables of queries and of their answers."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from search_service.desk.exporting.delimited import Cell
from search_service.desk.queries import HEADINGS, QueriesError, Row, Wanted, answered, read
from search_service.engines.base import Engine
from search_service.newsroom import Newsroom
from tests.engines.contract import RECORDS


@pytest.fixture
def engine(make_archive: Any) -> Engine:
    return make_archive(RECORDS).engine()


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "newsroom")


def answer(
    engine: Engine, newsroom: Newsroom, table: str, wanted: Wanted, **options: Any
) -> list[dict[str, Cell]]:
    heading, *rows = answered(engine, newsroom, read(table.encode()), wanted, **options)
    assert tuple(heading) == HEADINGS[wanted]
    return [dict(zip(HEADINGS[wanted], row, strict=True)) for row in rows]


class TestReading:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_what_spreadsheets_write_is_read(self, delimiter: str, encoding: str) -> None:
        table = f"id{delimiter}Q\r\n1{delimiter}lũ quét\r\n2{delimiter}lúa\r\n"
        rows = read(table.encode(encoding))
        assert [(row.id, row.text) for row in rows] == [("1", "lũ quét"), ("2", "lúa")]
        assert rows[0].query.tokens == ("lũ", "quét")

    def test_filters_and_sort_are_columns(self) -> None:
        (row,) = read("q,section,person,from,to,sort\nlũ,A; B,Lê Bằng,2020,2021-03,newest".encode())
        filters = row.query.filters
        assert filters.sections == ("A", "B")
        assert filters.people == ("Lê Bằng",)
        assert (str(filters.first), str(filters.last)) == ("2020-01-01", "2021-03-31")
        assert row.query.sort == "newest"

    def test_a_quoted_query_keeps_its_delimiters_and_quotes(self) -> None:
        (row,) = read(b'q,id\n"""a, b"" c",1\n')
        assert (row.text, row.id) == ('"a, b" c', "1")

    def test_columns_of_other_names_and_missing_cells_are_passed_over(self) -> None:
        rows = read("q,note,from\nlũ,x\nlúa,y,2020\n".encode())
        assert [row.error for row in rows] == ["", ""]

    def test_what_cannot_be_read_in_a_row_is_named(self) -> None:
        (row,) = read("q,from,sort\nlũ,mai,best".encode())
        assert row.error == "from: 'mai'; sort: 'best'"

    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (b"", 'no column "q"'),
            ("lũ\nlúa\n".encode(), 'no column "q"'),
            (b"\xff\xfe\xfd", "UTF-16"),
            (b"q\n\x80", "UTF-8"),
            (b'q\n"a', "line 1"),
        ],
    )
    def test_what_is_no_table_of_queries_is_refused(self, raw: bytes, reason: str) -> None:
        with pytest.raises(QueriesError, match=reason):
            read(raw)


class TestCounts:
    def test_a_row_for_each_query_with_its_articles_and_days(
        self, engine: Engine, newsroom: Newsroom
    ) -> None:
        rows = answer(engine, newsroom, "id,q\n7,lúa\n8,cầu\n9,zzz", Wanted.COUNTS)
        assert [tuple(row.values()) for row in rows] == [
            ("7", "lúa", 2, "2022-10-26", "2022-11-02", None),
            ("8", "cầu", 3, "2021-03-01", "2023-01-15", None),
            ("9", "zzz", 0, None, None, None),
        ]

    def test_days_keep_to_the_limits_of_the_query(self, engine: Engine, newsroom: Newsroom) -> None:
        (row,) = answer(engine, newsroom, "q,from,to\ncầu,2022,2022", Wanted.COUNTS)
        assert (row["articles"], row["first"], row["last"]) == (1, "2022-10-25", "2022-10-25")

    def test_a_row_that_cannot_be_read_says_why_and_the_others_are_answered(
        self, engine: Engine, newsroom: Newsroom
    ) -> None:
        bad, good = answer(engine, newsroom, "q,from\nlúa,mai\nlúa,", Wanted.COUNTS)
        assert (bad["articles"], bad["error"]) == (None, "from: 'mai'")
        assert (good["articles"], good["error"]) == (2, None)


class TestHits:
    def test_a_row_for_each_hit_in_order(self, engine: Engine, newsroom: Newsroom) -> None:
        rows = answer(
            engine, newsroom, "q,sort\nlúa,oldest", Wanted.HITS, page=lambda one: one.article.id
        )
        assert [(row["rank"], row["article"], row["page"]) for row in rows] == [
            (1, "lua-1", "lua-1"),
            (2, "lua-2", "lua-2"),
        ]
        assert rows[0]["published"] == "2022-10-26 07:00:00"

    def test_at_most_as_many_as_were_asked_for(self, engine: Engine, newsroom: Newsroom) -> None:
        assert len(answer(engine, newsroom, "q\ncầu\nlúa", Wanted.HITS, limit=1)) == 2

    def test_a_pinned_article_stands_first(self, engine: Engine, tmp_path: Path) -> None:
        folder = tmp_path / "with-pins"
        folder.mkdir()
        (folder / "pins.tsv").write_text("lúa\tcau-1\n", encoding="utf-8")
        rows = answer(engine, Newsroom(folder), "q\nlúa", Wanted.HITS)
        assert rows[0]["article"] == "cau-1"


def test_a_row_is_what_the_csv_module_reads_too() -> None:
    written = StringIO()
    csv.writer(written).writerows([["id", "q"], ["1", 'a,"b"\nc']])
    assert read(written.getvalue().encode())[0] == Row(
        "1", 'a,"b"\nc', read(written.getvalue().encode())[0].query
    )
