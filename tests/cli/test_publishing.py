"""Tokens at a terminal, and publishing what was accepted: once, or whenever something is new."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from search_service.article import Article
from search_service.cli import building
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.store import Store
from search_service.store.articles import Articles
from search_service.store.tokens import Scope, Tokens
from tests.cli.asking import run
from tests.serving import PATIENCE

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    return Articles(Store(tmp_path / "store.sqlite"))


def accept(articles: Articles, name: str) -> None:
    articles.accept(Article.from_record({"id": name, "body": "Mưa lớn."}))


def test_a_token_is_printed_once_on_standard_output_alone(tmp_path: Path) -> None:
    result = run("token", "add", "CMS", "--scope", "publish")
    assert result.exit_code == 0
    secret = result.stdout.strip()
    assert Tokens(Store(tmp_path / "store.sqlite")).scopes(secret) == {Scope.PUBLISH}
    assert "not shown again" in result.stderr
    listed = run("token", "list").stdout
    assert listed.startswith("CMS\tpublish\tcreated ")
    assert secret not in listed


def test_a_token_is_revoked_by_its_name() -> None:
    run("token", "add", "CMS", "--scope", "publish")
    assert run("token", "revoke", "CMS").exit_code == 0
    assert "\trevoked " in run("token", "list").stdout
    again = run("token", "revoke", "CMS")
    assert again.exit_code == 1
    assert "no token 'CMS' that holds" in again.stderr


def test_a_token_without_a_scope_or_with_another_is_wrong_use() -> None:
    assert run("token", "add", "CMS").exit_code == 2
    assert run("token", "add", "CMS", "--scope", "everything").exit_code == 2


def test_publish_makes_what_was_accepted_searchable(articles: Articles) -> None:
    accept(articles, "a")
    accept(articles, "b")
    result = run("publish")
    assert result.exit_code == 0
    assert "2 added" in result.stderr
    assert json.loads(run("search", "mưa", "--json").stdout)["total"] == 2
    assert run("publish").stderr == ""


def test_status_says_how_much_waits(articles: Articles) -> None:
    accept(articles, "a")
    run("publish")
    assert json.loads(run("status", "--json").stdout)["waiting"] == 0
    accept(articles, "b")
    articles.withdraw("a")
    articles.withdraw("never-there")
    result = run("status", "--json")
    assert json.loads(result.stdout)["waiting"] == 2
    assert "2 accepted changes wait for search-service publish" in result.stderr


def test_a_source_of_the_settings_is_published(tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl").write_text('{"id": "a", "body": "Mưa."}\n', encoding="utf-8")
    (tmp_path / "search-service.toml").write_text('sources = ["tin.jsonl"]\n', encoding="utf-8")
    assert "1 added" in run("publish").stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watching_publishes_what_comes_and_ends_when_told(
    articles: Articles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    command = [sys.executable, "-m", "search_service", "publish", "--watch", "--every", "0.1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "Looking every 0.1 s (Ctrl-C stops)\n"
        archive = WhooshArchive(tmp_path / "index")
        for count, name in enumerate("ab", 1):
            accept(articles, name)
            assert "1 added" in process.stderr.readline()
            assert archive.engine().generation.articles == count
        with archive.writer():
            accept(articles, "c")
            assert "Not published, trying again: another process" in process.stderr.readline()
        assert "1 added" in process.stderr.readline()
        process.send_signal(number)
        assert process.wait(timeout=PATIENCE) == 0
        assert process.stderr.read() == ""
    assert not list((tmp_path / "index").glob(".*"))


UNHEARD = """
import signal
from search_service.cli import main, publishing

class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

def publish(_):
    Last()

publishing._publish = publish
main(["publish", "--watch", "--every", "0.1"])
"""
"""A program that is told to stop where Python ignores what is raised."""


def test_watching_ends_where_what_the_signal_raises_is_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    ended = subprocess.run(
        [sys.executable, "-c", UNHEARD], capture_output=True, timeout=PATIENCE, check=False
    )
    assert ended.returncode == 0


def test_index_waits_for_its_turn_and_says_so_when_it_does_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tin.jsonl").write_text('{"id": "a", "body": "Mưa."}\n', encoding="utf-8")
    archive = WhooshArchive(tmp_path / "index")
    with archive.writer():
        waiting = Thread(target=run, args=("index", "tin.jsonl"))
        waiting.start()
        waiting.join(timeout=0.5)
        assert waiting.is_alive()
    waiting.join()
    assert archive.engine().generation.articles == 1
    monkeypatch.setattr(building, "PATIENCE", 0.1)
    with archive.writer():
        refused = run("index", "tin.jsonl")
    assert refused.exit_code == 1
    assert "another process is writing" in refused.stderr
