"""What a newspaper's own system sends: kept before it is acknowledged, by token alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.publishing import Publisher
from search_service.settings import Settings
from search_service.store import Store
from search_service.store.articles import Articles
from search_service.store.tokens import Scope, Tokens
from search_service.web import create_app
from tests.conftest import MakeArchive

BODY = {"title": "Mưa lớn", "body": "Mưa lớn ở miền núi.", "published": "2022-10-25"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept" / "store.sqlite")


@pytest.fixture
def archive(make_archive: MakeArchive) -> WhooshArchive:
    return make_archive([{"id": "cũ", "title": "Tin cũ", "body": "Trời nắng."}])


@pytest.fixture
def client(archive: WhooshArchive, store: Store) -> FlaskClient:
    return create_app(archive, Settings(store_file=store.path)).test_client()


@pytest.fixture
def headers(store: Store) -> dict[str, str]:
    return {"Authorization": f"Bearer {Tokens(store).add('CMS', [Scope.PUBLISH])}"}


def test_an_article_that_is_sent_is_kept_and_then_searchable(
    client: FlaskClient, headers: dict[str, str], store: Store, archive: WhooshArchive
) -> None:
    answer = client.put("/api/articles/moi", json=BODY, headers=headers)
    assert answer.status_code == 201
    assert answer.json
    assert (answer.json["id"], answer.json["title"]) == ("moi", "Mưa lớn")
    assert answer.json["published"] == "2022-10-25T00:00:00+07:00"
    assert list(Articles(store).fingerprints()) == ["moi"]
    assert client.get("/api/articles/moi").status_code == 404, "not before it is published"
    Publisher(archive, Articles(store)).publish()
    assert client.get("/api/articles/moi").status_code == 200
    assert client.get("/api/search?q=mưa").json["total"] == 1  # type: ignore[index]


def test_sending_again_is_no_error(client: FlaskClient, headers: dict[str, str]) -> None:
    def send(record: dict[str, Any]) -> tuple[int, str]:
        answer = client.put("/api/articles/a%2Fb", json=record, headers=headers)
        return answer.status_code, answer.json["outcome"]  # type: ignore[index]

    assert send(BODY) == (201, "created")
    assert send(BODY) == (200, "unchanged")
    assert send({**BODY, "title": "Mưa rất lớn"}) == (200, "changed")


def test_an_article_is_withdrawn_as_often_as_one_likes(
    client: FlaskClient, headers: dict[str, str], archive: WhooshArchive, store: Store
) -> None:
    for _ in range(2):
        answer = client.delete("/api/articles/cũ", headers=headers)
        assert (answer.status_code, answer.data) == (204, b"")
    Publisher(archive, Articles(store)).publish()
    assert client.get("/api/articles/cũ").status_code == 404


@pytest.mark.parametrize("shown", [None, "Bearer kho_wrong", "Basic Og==", "Digest x", "Bearer"])
def test_without_a_token_nothing_is_kept(
    client: FlaskClient, store: Store, headers: dict[str, str], shown: str | None
) -> None:
    sent = {"Authorization": shown} if shown else {}
    for answer in (
        client.put("/api/articles/a", json=BODY, headers=sent),
        client.delete("/api/articles/a", headers=sent),
        client.post("/api/hooks/wordpress", json={"post_id": 1}, headers=sent),
    ):
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="search-service"')
    assert headers
    assert Articles(store).sequence() == 0


def test_a_token_for_something_else_is_not_enough(client: FlaskClient, store: Store) -> None:
    secret = Tokens(store).add("reader", [])
    answer = client.delete("/api/articles/a", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 403
    assert 'error="insufficient_scope", scope="publish"' in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_is_refused_at_once(
    client: FlaskClient, store: Store, headers: dict[str, str]
) -> None:
    Tokens(store).revoke("CMS")
    answer = client.delete("/api/articles/a", headers=headers)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_the_password_of_an_address_is_a_token_too(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    secret = headers["Authorization"].removeprefix("Bearer ")
    assert client.delete("/api/articles/a", auth=("wp", secret)).status_code == 204


@pytest.mark.parametrize(
    ("record", "names", "reason"),
    [
        ({"title": "Không có gì"}, [], "there is no text"),
        ({"body": 7}, ["body"], "must be text"),
        ({"body": "Mưa.", "published": "hôm qua"}, ["published"], "ISO 8601"),
        ({"body": "Mưa.", "url": "javascript:alert(1)"}, ["url"], "http://"),
        ({"body": "Mưa.", "id": "other"}, ["id"], "as in the address"),
        ([], [], "JSON object"),
    ],
)
def test_what_cannot_be_an_article_is_named(
    client: FlaskClient, headers: dict[str, str], store: Store, record: Any, names: list[str],
    reason: str,
) -> None:  # fmt: skip
    answer = client.put("/api/articles/a", json=record, headers=headers)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    assert answer.json.get("parameters", []) == names
    assert reason in answer.json["detail"]
    assert Articles(store).sequence() == 0


def test_the_id_may_be_in_the_record_as_it_is_in_the_address(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert client.put("/api/articles/7", json={**BODY, "id": 7}, headers=headers).status_code == 201


def test_an_id_that_could_not_be_kept_is_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    for name in ("x" * 201, "a%00b", "e%CC%81"):
        answer = client.put(f"/api/articles/{name}", json=BODY, headers=headers)
        assert answer.status_code == 422, name
    assert client.delete(f"/api/articles/{'x' * 201}", headers=headers).status_code == 422


def test_what_is_too_large_or_no_json_is_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    large = client.put("/api/articles/a", json={"body": "x" * 2**20}, headers=headers)
    assert large.status_code == 413
    assert client.put("/api/articles/a", data="{", headers=headers).status_code == 415


def test_json_nested_without_end_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.put(
        "/api/articles/a",
        data="[" * 500_000,
        headers={**headers, "Content-Type": "application/json"},
    )
    assert answer.status_code in {400, 422}


def test_a_store_that_cannot_be_written_is_503_and_not_success(
    client: FlaskClient, headers: dict[str, str], store: Store
) -> None:
    for path in store.path.parent.iterdir():
        path.unlink()
    store.path.mkdir()
    answer = client.put("/api/articles/a", json=BODY, headers=headers)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_no_cache_keeps_what_was_sent(client: FlaskClient, headers: dict[str, str]) -> None:
    for answer in (
        client.put("/api/articles/a", json=BODY, headers=headers),
        client.delete("/api/articles/a", headers=headers),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_browser_of_another_site_may_not_send(client: FlaskClient) -> None:
    asked = {"Origin": "https://la.example", "Access-Control-Request-Method": "PUT"}
    answer = client.options("/api/articles/a", headers=asked)
    assert "PUT" not in answer.headers["Access-Control-Allow-Methods"]


def test_a_post_of_wordpress_is_kept_and_taken_back(
    client: FlaskClient, headers: dict[str, str], store: Store
) -> None:
    post = {
        "post_id": 42,
        "post_title": "Được mùa",
        "post_content": "<p>Bà con <b>gặt</b> lúa.</p>",
        "post_status": "publish",
        "permalink": "https://bao.example/duoc-mua/",
    }

    def send(**changed: str) -> Any:
        return client.post("/api/hooks/wordpress", json={**post, **changed}, headers=headers).json

    assert send() == {"id": "42", "outcome": "created"}
    (article,) = Articles(store).read(["42"])
    assert article.body == "Bà con gặt lúa."
    assert send() == {"id": "42", "outcome": "unchanged"}
    assert send(post_type="revision") == {"id": None, "outcome": "ignored"}
    assert send(post_status="trash") == {"id": "42", "outcome": "withdrawn"}
    assert Articles(store).fingerprints() == {"42": ""}


def test_a_post_that_cannot_be_used_is_named(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.post("/api/hooks/wordpress", json={"post_title": "x"}, headers=headers)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["parameters"] == ["post_id"]
