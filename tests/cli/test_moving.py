"""The commands that move an archive, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.asking import run
from tests.conftest import SAMPLE

SOURCE = SAMPLE / "kinh-te.jsonl"
OTHER = SAMPLE / "van-hoa.jsonl"


@pytest.fixture
def other() -> Path:
    """The settings file of another archive; the tests run in a folder of their own."""
    file = Path("other.toml")
    file.write_text('index_dir = "other"\n', encoding="utf-8")
    return file


def test_shares_are_prepared_and_indexed() -> None:
    for share in ("1/2", "2/2"):
        result = run("prepare", SOURCE, "--shard", share, "--out", share[0], "--workers", 1)
        assert result.exit_code == 0
        assert f"share {share}" in result.stderr
    result = run("index", "--prepared", "1", "2")
    assert result.exit_code == 0
    assert "is live" in result.stderr
    assert run("index", "--update", SOURCE).stderr.endswith("the live generation stays.\n")


def test_a_missing_share_is_refused() -> None:
    run("prepare", SOURCE, "--shard", "1/2", "--out", "1", "--workers", 1)
    result = run("index", "--prepared", "1")
    assert result.exit_code == 1
    assert "the shares 2/2 are missing" in result.stderr


@pytest.mark.parametrize("share", ["3", "0/2", "3/2", "a/b"])
def test_a_share_that_is_none_is_wrong_use(share: str) -> None:
    result = run("prepare", SOURCE, "--shard", share, "--out", "out")
    assert result.exit_code == 2
    assert "write 3/8 for the third of eight" in result.stderr


def test_an_archive_is_migrated_and_compared(other: Path) -> None:
    run("index", SOURCE)
    result = run("migrate", "--to", other, "--workers", 1)
    assert result.exit_code == 0
    assert "of the other archive" in result.stderr
    result = run("compare", "--with", other, "--number", 20, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"queries": 20, "same": 20, "tau": 1.0, "differing": []}
    assert "tau of the first hits, mean" in run("compare", "--with", other).stdout


def test_a_difference_is_failure_and_told(other: Path) -> None:
    run("index", SOURCE)
    run("index", OTHER, "--index-dir", "other")
    Path("queries.txt").write_text("giá\n\n", encoding="utf-8")
    result = run("compare", "--with", other, "--queries", "queries.txt")
    assert result.exit_code == 1
    assert "1 of 1 queries find or count otherwise" in result.stderr
    assert "only in the first: " in result.stdout


def test_the_settings_file_wins_over_the_environment(
    other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_INDEX_DIR", "here")
    run("index", SOURCE)
    assert run("migrate", "--to", other, "--workers", 1).exit_code == 0
    assert Path("other/CURRENT").exists()
    other.write_text("", encoding="utf-8")
    result = run("migrate", "--to", other)
    assert result.exit_code == 1
    assert "both settings name the same archive" in result.stderr


def test_a_settings_file_that_cannot_be_read_is_told(other: Path) -> None:
    run("index", SOURCE)
    other.write_text("index_dir = \n", encoding="utf-8")
    assert "the settings file other.toml cannot be read" in run("compare", "--with", other).stderr
    other.write_text("port = 0\n", encoding="utf-8")
    assert "other.toml: setting port:" in run("compare", "--with", other).stderr
