"""The commands that take results away."""

from __future__ import annotations

import csv
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest

from search_service.cli import progress
from tests.cli.asking import run


def rows(text: str) -> list[list[str]]:
    table = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    return [row for row in table if not row[0].startswith("# ")]


class TestExport:
    def test_to_standard_output_it_writes_csv(self, index_dir: Path) -> None:
        result = run("export", "cầu", "--sort", "oldest", "--index-dir", index_dir)
        assert result.exit_code == 0, result.stderr
        heading, *found = rows(result.stdout)
        assert heading[:3] == ["id", "title", "published"]
        assert [row[0] for row in found] == ["cau-2", "cau"]
        assert "2 articles of generation 000001-" in result.stderr

    @pytest.mark.parametrize(
        ("name", "begins"),
        [
            ("tep.csv", "\ufeff# archive: ".encode()),
            ("tep.xlsx", b"PK"),
            ("tep.jsonl", b'{"export"'),
            ("tep.bib", b"% archive: "),
            ("tep.bibtex", b"% archive: "),
            ("tep.ris", b"TY  - NEWS"),
            ("tep", "\ufeff# archive: ".encode()),
        ],
    )
    def test_the_name_of_the_file_says_the_format(
        self, index_dir: Path, tmp_path: Path, name: str, begins: bytes
    ) -> None:
        file = tmp_path / name
        result = run("export", "cầu", "-o", file, "--index-dir", index_dir)
        assert result.exit_code == 0, result.stderr
        assert result.stdout == ""
        assert file.read_bytes().startswith(begins)

    def test_a_format_that_is_named_wins(self, index_dir: Path, tmp_path: Path) -> None:
        file = tmp_path / "tep.csv"
        run("export", "cầu", "--format", "xlsx", "--output", file, "--index-dir", index_dir)
        assert zipfile.is_zipfile(file)

    def test_filters_are_those_of_search(self, index_dir: Path) -> None:
        options = ["--section", "Thời sự", "--from", "2022", "--to", "2022-12"]
        result = run("export", "", *options, "--index-dir", index_dir)
        assert [row[0] for row in rows(result.stdout)[1:]] == ["cau"]
        assert "# query: mục:" in result.stdout

    def test_what_was_exported_can_be_indexed_again(self, index_dir: Path, tmp_path: Path) -> None:
        file = tmp_path / "kho.jsonl"
        assert run("export", "", "-o", file, "--index-dir", index_dir).exit_code == 0
        again = tmp_path / "again"
        result = run("index", file, "--strict", "--index-dir", again)
        assert result.exit_code == 0, result.stderr
        for query in ("cầu", "người:'Đỗ Văn Khải'", ""):
            found = [
                json.loads(run("search", query, "--json", "--index-dir", one).stdout)["hits"]
                for one in (index_dir, again)
            ]
            assert [hit["id"] for hit in found[0]] == [hit["id"] for hit in found[1]]

    def test_addresses_of_pages_are_made_of_base_url(
        self, index_dir: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SEARCH_SERVICE_BASE_URL", "https://kho.example")
        found = rows(run("export", "lúa", "--index-dir", index_dir).stdout)[1]
        assert found[-1] == "https://kho.example/article/lua"

    def test_a_file_that_cannot_be_written_leaves_nothing_behind(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        result = run("export", "", "-o", tmp_path / "no" / "x.csv", "--index-dir", index_dir)
        assert result.exit_code == 1
        assert "cannot be written" in result.stderr

    def test_an_older_file_stays_until_the_new_one_is_whole(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "tep.csv"
        file.write_text("cũ", encoding="utf-8")
        run("export", "cầu", "-o", file, "--index-dir", index_dir)
        assert "cau-2" in file.read_text(encoding="utf-8")
        assert [path.name for path in tmp_path.glob(".tep*")] == []

    def test_without_an_index_it_fails(self, tmp_path: Path) -> None:
        result = run("export", "", "--index-dir", tmp_path / "nothing")
        assert result.exit_code == 1
        assert "there is no index" in result.stderr

    def test_a_format_that_there_is_not_is_wrong_use(self) -> None:
        assert run("export", "", "--format", "pdf").exit_code == 2


class TestBatchOfCsv:
    TABLE = "id,q,from\n1,cầu,\n2,lúa,2022\n"

    def test_counts_of_each_query(self, index_dir: Path) -> None:
        result = run("batch", "-", "--counts", "--index-dir", index_dir, text=self.TABLE)
        assert result.exit_code == 0, result.stderr
        assert rows(result.stdout) == [
            ["id", "q", "articles", "first", "last", "error"],
            ["1", "cầu", "2", "2021-03-01", "2022-10-25", ""],
            ["2", "lúa", "0", "", "", ""],
        ]

    def test_hits_of_each_query(self, index_dir: Path) -> None:
        result = run(
            "batch", "-", "--hits", "--limit", "1", "--index-dir", index_dir, text=self.TABLE
        )
        heading, *found = rows(result.stdout)
        assert [row[heading.index("article")] for row in found] == ["cau"]

    def test_a_row_that_cannot_be_read_is_answered_and_the_status_is_1(
        self, index_dir: Path
    ) -> None:
        table = "q,from\ncầu,mai\ncầu,\n"
        result = run("batch", "-", "--counts", "--index-dir", index_dir, text=table)
        assert result.exit_code == 1
        assert [row[-1] for row in rows(result.stdout)[1:]] == ["from: 'mai'", ""]
        assert "1 line could not be answered" in result.stderr

    def test_a_table_for_which_nothing_is_wanted_is_wrong_use(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "q.csv"
        file.write_text(self.TABLE, encoding="utf-8")
        result = run("batch", file, "--index-dir", index_dir)
        assert result.exit_code == 2
        assert "a table of queries takes --counts or --hits" in result.stderr

    def test_what_is_no_table_fails_and_the_file_is_named(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "q.csv"
        file.write_text("a,b\n", encoding="utf-8")
        result = run("batch", file, "--counts", "--index-dir", index_dir)
        assert result.exit_code == 1
        assert f'{file}: the first row names no column "q"' in result.stderr


def test_json_lines_that_are_not_utf_8_fail_in_one_line(index_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_bytes(b'{"q": "\xe0"}\n')
    result = run("batch", file, "--index-dir", index_dir)
    assert result.exit_code == 1
    assert "is not UTF-8" in result.stderr


def test_progress_of_a_long_command_is_told_on_standard_error_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter(range(0, 1_000, 6))
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(times)))
    assert list(progress.counting("abcd", 4)) == list("abcd")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == ["2 of 4", "4 of 4"]
