"""What the machines that watch may count, and who may ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app


def told(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Return the samples of /metrics by name and labels' values."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name.removeprefix("search_service_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_answers_are_counted_and_timed_by_class(client: FlaskClient) -> None:
    for path in ("/search?q=lua", "/api/search?q=lua", "/article/lua", "/nothing-here"):
        client.get(path)
    samples = told(client)
    assert samples["responses_total", "search", "200"] == 2
    assert samples["responses_total", "article", "200"] == 1
    assert samples["responses_total", "none", "404"] == 1
    assert samples["request_seconds_count", "search"] == 2
    assert samples["request_seconds_sum", "search"] > 0


def test_searches_that_find_nothing_are_told_from_those_that_do(client: FlaskClient) -> None:
    for text in ("lua", "tập huấn", "qqqq"):
        client.get("/search", query_string={"q": text})
    client.get("/api/search?q=qqqq")
    samples = told(client)
    assert samples["searches_total", "some"] == 2
    assert samples["searches_total", "none"] == 2


def test_answers_from_memory_are_told_from_those_that_are_made(client: FlaskClient) -> None:
    path = "/api/suggest?q=le"
    tag = client.get(path).headers["ETag"]
    client.get(path)
    client.get(path, headers={"If-None-Match": tag})
    samples = told(client)
    outcomes = {name: samples["kept_answers_total", name] for name in ("made", "kept", "unchanged")}
    assert outcomes == {"made": 1, "kept": 1, "unchanged": 1}


def test_the_live_generation_is_told_with_its_age(
    client: FlaskClient, three_articles: WhooshArchive
) -> None:
    generation = three_articles.engine().generation
    samples = told(client)
    assert samples["ready",] == 1
    assert samples["articles",] == 3
    built = samples["generation_built_seconds", generation.name]
    assert built == pytest.approx(generation.built.timestamp())


def test_a_service_without_an_index_tells_that(tmp_path: Path) -> None:
    client = create_app(WhooshArchive(tmp_path / "none"), Settings()).test_client()
    assert told(client)["ready",] == 0


def test_a_request_is_under_way_until_it_is_answered(client: FlaskClient) -> None:
    client.get("/search")
    assert told(client)["requests_under_way",] == 1  # the one that asks


def test_nothing_of_what_is_searched_for_is_told(client: FlaskClient) -> None:
    client.get("/search?q=bimatcuatoi&section=bimatcuatoi")
    client.get("/bimatcuatoi")
    assert "bimatcuatoi" not in client.get("/metrics").text


def test_both_forms_can_be_read(client: FlaskClient) -> None:
    answer = client.get(
        "/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"}
    )
    assert answer.content_type.startswith("application/openmetrics-text")
    names = {family.name for family in openmetrics(answer.text)}
    assert {"search_service_responses", "search_service_articles"} <= names


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", ""])
def test_for_the_world_there_are_no_metrics(client: FlaskClient, address: str) -> None:
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404


def test_the_settings_say_who_may_ask(three_articles: Any) -> None:
    client = create_app(three_articles, Settings(metrics_from=("10.0.0.0/8",))).test_client()
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 404
