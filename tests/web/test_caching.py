"""What is answered without searching again, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app
from search_service.web.caching import LARGEST, Answers

RELATED = "/api/articles/hoi-nghi/related"
KEPT = [
    RELATED,
    "/api/related?url=https://bao.example/hoi-nghi.html",
    "/api/articles/hoi-nghi",
    "/api/articles",
    "/api/people/lê-hải-bình",
    "/api/suggest?q=hai",
    "/api/openapi.json",
    "/api",
]


def tag(client: FlaskClient, path: str = RELATED) -> str:
    return client.get(path).headers["ETag"]


@pytest.mark.parametrize("path", KEPT)
def test_who_shows_the_tag_of_the_live_generation_is_told_that_nothing_changed(
    client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    for answer in (first, again):
        assert (
            answer.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=86400"
        )


def test_nothing_is_searched_for_to_say_that_nothing_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    known = tag(client)
    monkeypatch.delattr("search_service.web.api.related")
    assert client.get(RELATED, headers={"If-None-Match": known}).status_code == 304


def test_an_answer_given_before_is_given_again_without_searching(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    first = client.get(RELATED)
    monkeypatch.delattr("search_service.web.api.related")
    again = client.get(RELATED)
    assert (again.status_code, again.data) == (200, first.data)
    assert again.mimetype == "application/json"


def test_a_text_sent_twice_is_analysed_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    text = {"title": "Tập huấn thông tin đối ngoại ở Đắk Lắk"}
    first = client.post("/api/related", json=text)
    monkeypatch.delattr("search_service.web.api.related")
    assert client.post("/api/related", json=text).data == first.data
    assert client.post("/api/related", json={"title": "Một tin khác"}).status_code == 500


@pytest.mark.parametrize(
    ("path", "where"), [("/api/search?q=lua", "api"), ("/search?q=lua", "pages")]
)
def test_a_search_is_kept_for_the_day_and_nobody_outside_is_told_to(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, where: str
) -> None:
    client = app.test_client()
    first = client.get(path)
    with monkeypatch.context() as patch:
        patch.delattr(f"search_service.web.{where}.answer")
        again = client.get(path)
        assert (again.status_code, again.data) == (200, first.data)
        assert "ETag" not in again.headers
        assert "Cache-Control" not in again.headers

        class Tomorrow(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + timedelta(days=1)

        patch.setattr("search_service.web.caching.datetime", Tomorrow)
        assert client.get(path).status_code == 500, "pins of another day must be looked up"


def test_answers_differ_by_what_was_asked(client: FlaskClient) -> None:
    assert client.get(RELATED).data != client.get(f"{RELATED}?lang=vi").data
    here = client.get(RELATED, base_url="http://kho.example").text
    assert "http://kho.example/article/hoi-nghi-2" in here
    assert "http://localhost/article/hoi-nghi-2" in client.get(RELATED).text


def test_a_new_generation_has_another_tag_and_other_answers(tmp_path: Path) -> None:
    archive = WhooshArchive(tmp_path)

    def publish(*ids: str) -> None:
        with archive.writer() as writer:
            for article_id in ids:
                record = {"id": article_id, "title": "Lũ lớn ở Ea Kar", "body": "Nước lên nhanh."}
                writer.add(analyse(Article.from_record(record), "made"))
            writer.publish()

    publish("a")
    client = create_app(archive, Settings()).test_client()
    before = client.get("/api/articles")
    publish("a", "b")
    after = client.get("/api/articles", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert len(after.json["articles"]) == 2  # type: ignore[index]


def test_the_tag_changes_with_the_settings_and_with_the_newsroom_s_files(
    three_articles: Any, tmp_path: Path
) -> None:
    def of(**settings: Any) -> str:
        return tag(create_app(three_articles, Settings(**settings)).test_client())

    tags = {of(), of(site_name="Báo"), of(newsroom_dir=tmp_path)}
    (tmp_path / "abbreviations.tsv").write_text("ĐN\tđối ngoại\n", encoding="utf-8")
    tags.add(of(newsroom_dir=tmp_path))
    assert len(tags) == 4
    assert of() == of()


def test_what_is_not_there_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/api/articles/none")
    assert answer.status_code == 404
    assert "ETag" not in answer.headers
    assert "Cache-Control" not in answer.headers


def test_only_so_much_is_kept(app: Flask) -> None:
    answers = Answers()
    size = LARGEST
    with app.test_request_context():
        for number in range(100):
            answers.keep(str(number), app.response_class(b"x" * size))
        answers.keep("large", app.response_class(b"x" * (size + 1)))
    assert answers.get("99") is not None
    assert answers.get("0") is None
    assert answers.get("large") is None
