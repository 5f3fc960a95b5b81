"""Indexing, generations and what is said of them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from search_service.engines.whoosh.segments import appending
from tests.cli.asking import answer, run


class TestIndex:
    def test_it_tells_what_it_did_on_standard_error(self, source: Path, tmp_path: Path) -> None:
        result = run("index", source, "--index-dir", tmp_path / "kho")
        assert result.exit_code == 0
        assert result.stdout == ""
        assert "4 added" in result.stderr
        assert "is live with 4 articles" in result.stderr

    def test_an_update_that_finds_nothing_new_says_so(self, source: Path, index_dir: Path) -> None:
        result = run("index", source, "--index-dir", index_dir, "--update")
        assert "4 unchanged; nothing differs" in result.stderr

    def test_a_source_that_is_not_there_fails_and_is_named(self, tmp_path: Path) -> None:
        result = run("index", tmp_path / "nowhere", "--index-dir", tmp_path / "kho")
        assert result.exit_code == 1
        assert "nowhere" in result.stderr

    def test_without_a_source_it_is_wrong_use(self) -> None:
        assert run("index").exit_code == 2

    def test_strict_fails_when_a_record_is_bad(self, source: Path, tmp_path: Path) -> None:
        source.write_text("{}\n", encoding="utf-8")
        result = run("index", source, "--index-dir", tmp_path / "kho", "--strict")
        assert result.exit_code == 1
        assert f"{source}:1: " in result.stderr

    def test_the_index_folder_can_come_from_the_environment(
        self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SEARCH_SERVICE_INDEX_DIR", str(tmp_path / "env"))
        assert run("index", source).exit_code == 0
        assert (tmp_path / "env" / "CURRENT").is_file()


class TestGenerations:
    def test_status_lists_them_and_rollback_goes_back(self, index_dir: Path, source: Path) -> None:
        first = answer("status", "--index-dir", index_dir)["generations"][0]["name"]
        run("index", source, "--index-dir", index_dir)
        assert len(answer("status", "--index-dir", index_dir)["generations"]) == 2
        assert first in run("rollback", "--index-dir", index_dir).stderr
        live = [
            generation["name"]
            for generation in answer("status", "--index-dir", index_dir)["generations"]
            if generation["live"]
        ]
        assert live == [first]

    def test_merge_says_where_nothing_was_appended(self, index_dir: Path) -> None:
        assert "Nothing was appended" in run("merge", "--index-dir", index_dir).stderr

    def test_merge_makes_a_generation_of_what_was_appended(
        self, index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(appending, "LEAST", 0)
        monkeypatch.setattr(appending, "SHARE", 100.0)
        more = tmp_path / "more.jsonl"
        more.write_text('{"id": "mới", "body": "Lũ về."}\n', encoding="utf-8")
        run("index", more, "--update", "--index-dir", index_dir)
        assert "1 since a merge" in run("status", "--index-dir", index_dir).stdout
        assert "Merged in" in run("merge", "--index-dir", index_dir).stderr
        (merged, before, *_) = answer("status", "--index-dir", index_dir)["generations"]
        assert (merged["appended"], before["appended"]) == (0, 1)
        assert answer("search", "lũ về", "--index-dir", index_dir, "--json")["total"] >= 1

    def test_status_names_pins_whose_article_the_archive_does_not_have(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "newsroom").mkdir()
        lines = "cầu\tcau\ncầu\tmat-roi\ncầu\thttps://bao.example/cau\n"
        (tmp_path / "newsroom" / "pins.tsv").write_text(lines, encoding="utf-8")
        told = run("status", "--index-dir", index_dir)
        assert told.exit_code == 0
        assert [line for line in told.stderr.splitlines() if "pins.tsv" in line] == [
            "newsroom/pins.tsv, line 2: the archive has no article with the id or URL 'mat-roi'"
        ]

    def test_status_tells_a_program_the_release_the_age_and_the_room_left(
        self, index_dir: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "newsroom").mkdir()
        (tmp_path / "newsroom" / "pins.tsv").write_text("cầu\tmat-roi\n", encoding="utf-8")
        told = answer("status", "--index-dir", index_dir)
        assert told["version"] == version("search-service")
        assert told["index_dir"] == str(index_dir)
        assert 0 < told["free_bytes"] <= shutil.disk_usage(index_dir).total
        (generation,) = told["generations"]
        built = datetime.fromisoformat(generation["built"])
        assert abs((datetime.now(UTC) - built).total_seconds() - generation["age_seconds"]) < 60
        assert [line.partition(":")[0] for line in told["idle"]] == ["newsroom/pins.tsv, line 1"]

    def test_verify_fails_on_damage_and_names_the_file(self, index_dir: Path) -> None:
        assert run("verify", "--index-dir", index_dir).exit_code == 0
        current = (index_dir / "CURRENT").read_text(encoding="utf-8").strip()
        (index_dir / current / "arrays" / "day.npy").write_bytes(b"x")
        result = run("verify", "--index-dir", index_dir)
        assert result.exit_code == 1
        assert "day.npy" in result.stderr
