"""What was decided of persons and abbreviations, and what readers report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search_service.newsroom import Newsroom
from search_service.store import Store
from search_service.store.reports import Reports, Subject
from tests.cli.asking import answer, run
from tests.engines.contract import NAMED


class TestPersons:
    @pytest.fixture
    def named_dir(self, tmp_path: Path) -> Path:
        source = tmp_path / "nhan-vat.jsonl"
        lines = (json.dumps(record, ensure_ascii=False) for record in NAMED)
        source.write_text("\n".join(lines), encoding="utf-8")
        assert run("index", source, "--index-dir", tmp_path / "nhan-vat").exit_code == 0
        return tmp_path / "nhan-vat"

    def test_every_decision_is_a_line(self, named_dir: Path) -> None:
        lines = run("persons", "--index-dir", named_dir).stdout.splitlines()
        assert [line.partition(":")[0] for line in lines] == [
            "short", "spelling", "namesakes", "namesakes",
        ]  # fmt: skip
        told = answer("persons", "--index-dir", named_dir)["decisions"]
        assert [one["person"] for one in told] == [
            "bertold-selmak",
            "hồ-sỹ-lực",
            "mai-trung-kiên",
            "mai-trung-kiên-huấn-luyện-viên",
        ]

    @pytest.mark.parametrize("name", ["selmak", "bertold-selmak", "Bertold Selmak"])
    def test_why_prints_the_names_and_the_evidence(self, named_dir: Path, name: str) -> None:
        lines = run("persons", "--why", name, "--index-dir", named_dir).stdout.splitlines()
        assert lines[:-1] == [
            "Bertold Selmak  [bertold-selmak]  5 articles",
            "  printed as Bertold Selmak: 4  [b4, b3, b2]",
            "  printed as Selmak: 1  [b5]",
        ]
        assert lines[-1].startswith("  short: Selmak alone in 1 article: of 4 with a longer name")
        assert lines[-1].endswith("4 print this one  [b5]")
        assert answer("persons", "--why", name, "--index-dir", named_dir)["count"] == 5

    def test_why_prints_what_the_newsroom_says(self, named_dir: Path, tmp_path: Path) -> None:
        (tmp_path / "newsroom").mkdir()
        lines = "cùng\tBa Lực\tHồ Sỹ Lực\nẩn\tKhông Ai Cả\n"
        (tmp_path / "newsroom" / "people.tsv").write_text(lines, encoding="utf-8")
        told = run("persons", "--why", "Ba Lực", "--index-dir", named_dir).stdout
        assert told.splitlines()[0] == "Hồ Sỹ Lực  [hồ-sỹ-lực]  4 articles"
        assert "newsroom: newsroom/people.tsv, line 1: same: Ba Lực, Hồ Sỹ Lực" in told
        status = run("status", "--index-dir", named_dir)
        place = "newsroom/people.tsv, line 2"
        assert f"{place}: nobody is called 'Không Ai Cả'" in status.stderr
        assert "line 1" not in status.stderr

    def test_nobody_of_that_name_fails(self, named_dir: Path) -> None:
        result = run("persons", "--why", "Không Ai Cả", "--index-dir", named_dir)
        assert result.exit_code == 1
        assert "Không Ai Cả" in result.stderr

    def test_a_search_takes_companions_and_lists_those_called_so(self, index_dir: Path) -> None:
        found = answer("search", "", "--with", "Đỗ Văn Khải", "--index-dir", index_dir)
        assert [hit["id"] for hit in found["hits"]] == ["cau"]
        found = answer("search", "", "--person-q", "zz", "--index-dir", index_dir)
        assert (found["total"], found["facets"]["person"]) == (4, [])


class TestReports:
    def test_open_reports_are_shown_and_closed(self) -> None:
        kept = Reports(Store(Path("store.sqlite")))
        kept.add(Subject.PERSON, person="đỗ-văn-khải", text="Không phải ông này.")
        kept.add(Subject.DATE, article="cau")
        first, second = answer("reports")["reports"]
        assert (first["subject"], first["person"], first["article"]) == (
            "person", "đỗ-văn-khải", None,
        )  # fmt: skip
        assert first["text"] == "Không phải ông này."
        assert "Không phải ông này." in run("reports").stdout
        assert run("reports", "--done", first["id"]).exit_code == 0
        assert [one["id"] for one in answer("reports")["reports"]] == [second["id"]]

    def test_a_report_that_is_not_open_cannot_be_closed(self) -> None:
        result = run("reports", "--done", "7")
        assert result.exit_code == 1
        assert "there is no open report 7" in result.stderr


class TestAbbreviations:
    def test_each_is_shown_with_its_source(
        self, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "abbreviations.tsv").write_text("PV\nSGT\tSở Giao thông\n", encoding="utf-8")
        monkeypatch.setenv("SEARCH_SERVICE_NEWSROOM_DIR", str(tmp_path))
        listed = answer("abbreviations", "--index-dir", index_dir)["abbreviations"]
        shown = {item["abbreviation"]: (item["forms"], item["source"]) for item in listed}
        assert shown["SGT"] == (["Sở Giao thông"], "newsroom")
        assert shown["UBND"] == (["Ủy ban nhân dân"], "shipped")
        assert "PV" not in shown

    def test_what_is_printed_is_a_table_for_the_newsroom(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        printed = run("abbreviations", "--index-dir", index_dir).stdout
        (tmp_path / "abbreviations.tsv").write_text(printed, encoding="utf-8")
        assert Newsroom(tmp_path).abbreviations()["UBND"] == ("Ủy ban nhân dân",)
