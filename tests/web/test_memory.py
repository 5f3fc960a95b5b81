"""What a process keeps is let go of where it has more memory than it may."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import MEMORY, Settings
from search_service.web import create_app, memory

PATH = "/api/suggest?q=le"


def told(client: FlaskClient, name: str) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        tuple(sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
        if sample.name == f"search_service_{name}"
    }


@pytest.fixture(autouse=True)
def _the_usual_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_SERVICE_MEMORY_MB", str(MEMORY))


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every look find a process of twice what it may have."""
    monkeypatch.setattr(memory, "PAUSE", 0.0)
    monkeypatch.setattr(memory, "own", lambda: 2 * MEMORY * 1_000_000)


@pytest.mark.skipif(sys.platform != "linux", reason="own memory is told by /proc, which is Linux's")
def test_the_memory_of_a_process_is_told(client: FlaskClient) -> None:
    client.get(PATH)
    size = told(client, "memory_bytes")[()]
    assert 10e6 < size < 10e9


def test_a_process_within_its_bound_keeps_its_answers(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PAUSE", 0.0)
    monkeypatch.setattr(memory, "own", lambda: MEMORY * 1_000_000)
    for _ in range(3):
        client.get(PATH)
    assert told(client, "kept_answers_total") == {("made",): 1, ("kept",): 2}


@pytest.mark.usefixtures("grown")
def test_beyond_it_answers_are_let_go_of_and_made_again(client: FlaskClient) -> None:
    first = client.get(PATH)
    assert client.get(PATH).data == first.data
    assert told(client, "kept_answers_total") == {("made",): 2}


@pytest.mark.usefixtures("grown")
def test_what_was_let_go_of_may_be_kept_again_for_a_while(client: FlaskClient) -> None:
    for _ in range(4):
        client.get(PATH)
    assert told(client, "kept_answers_total") == {("made",): 2, ("kept",): 2}


@pytest.mark.usefixtures("grown")
def test_the_log_says_that_the_setting_was_exceeded(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger=memory.__name__):
        client.get(PATH)
    assert f"{2 * MEMORY} MB are more than memory_mb = {MEMORY}" in caplog.text


def test_where_nobody_tells_how_much_memory_it_is_nothing_is_let_go_of(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(memory, "PAUSE", 0.0)
    monkeypatch.setattr(memory, "_STATE", tmp_path / "none")
    for _ in range(2):
        client.get(PATH)
    assert told(client, "kept_answers_total") == {("made",): 1, ("kept",): 1}


def test_an_archive_that_forgot_answers_as_before(three_articles: WhooshArchive) -> None:
    engine = three_articles.engine()
    people = engine.people(least=1, size=50)
    records = [engine.person(one.value) for one in people]
    three_articles.forget()
    again = three_articles.engine()
    assert again is not engine
    assert again.generation == engine.generation
    assert [again.person(one.value) for one in people] == records


@pytest.mark.parametrize("wrong", ["99", "-1", "much"])
def test_less_than_the_program_itself_takes_is_no_bound(wrong: str) -> None:
    with pytest.raises(ValueError, match="memory_mb"):
        Settings.load(memory_mb=wrong)


def test_a_service_without_an_index_has_nothing_to_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "own", lambda: 2 * MEMORY * 1_000_000)
    app: Flask = create_app(WhooshArchive(tmp_path / "none"), Settings())
    assert app.test_client().get("/healthz").status_code == 200
