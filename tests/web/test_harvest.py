"""Reading the whole archive part by part."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app


def harvest(client: FlaskClient, parameters: str = "", limit: int = 1) -> list[str]:
    """Return the ids of all articles in the order they come."""
    ids: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(f"/api/articles?limit={limit}&cursor={cursor}{parameters}")
        assert answer.status_code == 200
        found: Any = answer.json
        ids += [one["id"] for one in found["articles"]]
        cursor = found["next"]
    return ids


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_every_article_comes_once_in_the_order_of_the_ids(client: FlaskClient, limit: int) -> None:
    assert harvest(client, limit=limit) == ["hoi-nghi", "hoi-nghi-2", "lua"]


def test_only_what_a_query_finds_comes(client: FlaskClient) -> None:
    assert harvest(client, "&q=tap huan") == ["hoi-nghi", "hoi-nghi-2"]
    assert harvest(client, "&section=Nông nghiệp - Nông thôn") == ["lua"]
    assert harvest(client, "&to=2022-10-25") == ["hoi-nghi", "lua"]
    assert harvest(client, "&q=zzzz") == []


def test_an_article_comes_whole(client: FlaskClient) -> None:
    (first,) = client.get("/api/articles?limit=1").json["articles"]  # type: ignore[index]
    assert first == client.get("/api/articles/hoi-nghi").json


@pytest.mark.parametrize("cursor", ["x", "%00", "aGVsbG8=", "ß", "a b"])
def test_what_is_no_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    refused = client.get(f"/api/articles?cursor={cursor}")
    assert refused.status_code == 400
    assert refused.json
    assert refused.json["parameters"] == ["cursor"]


def test_an_id_of_any_letters_makes_a_cursor(make_archive: Any) -> None:
    ids = ["đường/đi", "https://bao.example/a?b=c&d", "z 9", "ßß", "a" * 200]
    archive = make_archive([{"id": one, "body": "Tin."} for one in ids])
    client = create_app(archive, Settings()).test_client()
    assert sorted(harvest(client)) == sorted(ids)


def test_a_harvest_while_the_archive_is_indexed_again_gets_every_article_once(
    tmp_path: Path,
) -> None:
    archive = WhooshArchive(tmp_path)
    ids = [f"bai-{number:03}" for number in range(60)]

    def publish(extra: int) -> None:
        # In another order each time, and with an article more than before.
        with archive.writer() as writer:
            for one in [*ids[extra:], *ids[:extra], *(f"moi-{n}" for n in range(extra))]:
                writer.add(analyse(Article.from_record({"id": one, "body": "Tin lũ."}), "made"))
            writer.publish()

    publish(0)
    client = create_app(archive, Settings(api_rate_limit=0)).test_client()
    done, generations = Event(), set()

    def index_again() -> None:
        extra = 0
        while not done.is_set():
            extra = (extra + 1) % 5
            publish(extra)

    indexing = Thread(target=index_again)
    indexing.start()
    try:
        while len(generations) < 4:
            found = harvest(client, "&q=lũ", limit=7)
            generations.add(archive.engine().generation.name)
            assert [one for one in found if one.startswith("bai-")] == ids
    finally:
        done.set()
        indexing.join()
