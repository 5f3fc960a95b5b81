"""Who may see the staff pages: nobody by default, and nobody who has not signed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.newsroom.users import changed
from search_service.settings import Settings
from search_service.web import create_app
from search_service.web.staff.access import OPEN
from tests.web.staff.conftest import OURS, PASSWORD, Staff

VALUES = {"name": "people.tsv", "person_id": "lê-hải-bình", "number": 1}


def pages(app: Flask) -> list[tuple[str, str]]:
    """Return (method, path) of everything under /staff that is not the way in."""
    adapter = app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments}))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/staff") and rule.endpoint not in OPEN
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    ]


def test_there_are_no_staff_pages_by_default(three_articles: WhooshArchive, here: Path) -> None:
    app = create_app(three_articles, Settings())
    assert not any("/staff" in rule.rule for rule in app.url_map.iter_rules())
    assert app.test_client().get("/staff/").status_code == 404
    assert not (here / "store.sqlite").exists()


def test_no_page_and_no_write_is_reachable_without_signing_in(app: Flask, visitor: Staff) -> None:
    paths = pages(app)
    assert len(paths) >= 9
    token = visitor.token()
    for method, path in paths:
        answer = visitor.client.open(path, method=method, data={"csrf_token": token}, headers=OURS)
        if method == "GET":
            assert answer.status_code == 303, path
            assert answer.location.startswith("/staff/sign-in?then=")
        else:
            assert answer.status_code == 403, path
    assert not Path("newsroom").exists()


def test_after_signing_in_every_page_is_there(app: Flask, staff: Staff) -> None:
    for method, path in pages(app):
        if method == "GET":
            assert staff.client.get(path).status_code == 200, path


def test_a_form_needs_the_token_of_its_session(app: Flask, staff: Staff) -> None:
    other = Staff(app.test_client())
    other.sign_in("bình", "một hai ba bốn")
    for token in ("", "x", other.token("/staff/")):
        for method, path in pages(app):
            if method == "POST":
                sent = {"csrf_token": token, "text": "ẩn\tLê Hải Bình"}
                assert staff.client.post(path, data=sent, headers=OURS).status_code == 400, path
    assert not Path("newsroom").exists()


def test_a_form_of_another_site_is_refused_even_with_the_token(staff: Staff) -> None:
    sent = {"csrf_token": staff.token("/staff/"), "text": "", "state": ""}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://khac.example"}):
        answer = staff.client.post("/staff/tables/pins.tsv", data=sent, headers=headers)
        assert answer.status_code == 403


def test_staff_pages_are_kept_by_nobody_and_found_by_nobody(staff: Staff) -> None:
    for path in ("/staff/", "/staff/diary"):
        headers = staff.client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_public_pages_know_no_session(staff: Staff) -> None:
    answer = staff.client.get("/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "/staff" not in answer.text


@pytest.fixture
def named(three_articles: WhooshArchive) -> Staff:
    return Staff(create_app(three_articles, Settings(staff_header="X-Remote-User")).test_client())


def test_the_web_server_in_front_may_name_who_it_is(named: Staff) -> None:
    named.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.5"
    named.client.environ_base["HTTP_X_REMOTE_USER"] = "mai"
    answer = named.client.get("/staff/")
    assert answer.status_code == 200
    assert "mai" in answer.text
    assert named.send("/staff/sign-out").status_code == 303


def test_a_name_that_did_not_come_through_it_is_not_believed(named: Staff) -> None:
    assert named.client.get("/staff/", headers={"X-Remote-User": "mai"}).status_code == 403
    assert named.client.get("/staff/", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 403


def test_where_it_says_who_it_is_there_is_no_form_to_sign_in(named: Staff) -> None:
    assert named.client.get("/staff/sign-in").status_code == 404
    sent = {"name": "lan", "password": PASSWORD}
    assert named.client.post("/staff/sign-in", data=sent, headers=OURS).status_code in {400, 404}


def test_a_user_who_is_taken_out_is_out_at_once(staff: Staff, here: Path) -> None:
    file = here / "users.tsv"
    file.write_text(changed(file.read_text(encoding="utf-8"), "lan", None), encoding="utf-8")
    assert staff.client.get("/staff/").status_code == 303


def test_another_password_ends_every_session(staff: Staff, here: Path) -> None:
    file = here / "users.tsv"
    text = changed(file.read_text(encoding="utf-8"), "lan", "một mật khẩu khác")
    file.write_text(text, encoding="utf-8")
    assert staff.client.get("/staff/").status_code == 303
