"""The way in and out: passwords, tries, and the cookie."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app
from search_service.web.staff.signing import TRIES
from tests.web.staff.conftest import PASSWORD, Staff


def test_a_name_and_its_password_let_in(visitor: Staff) -> None:
    answer = visitor.sign_in()
    assert (answer.status_code, answer.location) == (303, "/staff/")
    assert "lan" in visitor.client.get("/staff/").text


@pytest.mark.parametrize(
    ("name", "password"),
    [("lan", "một hai ba bốn"), ("lan", ""), ("không-ai", PASSWORD), ("", ""), ("lan\x00", "x")],
)
def test_nothing_else_does(visitor: Staff, name: str, password: str) -> None:
    answer = visitor.sign_in(name, password)
    assert answer.status_code == 403
    assert "Tên hoặc mật khẩu không đúng." in answer.text
    assert visitor.client.get("/staff/").status_code == 303


def test_one_client_may_try_a_few_times_then_has_to_wait(visitor: Staff) -> None:
    for number in range(TRIES):
        assert visitor.sign_in(f"ai-{number}", "sai").status_code == 403
    answer = visitor.sign_in()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 120
    assert visitor.client.get("/staff/").status_code == 303


def test_a_name_is_guessed_at_no_faster_from_many_places(visitor: Staff) -> None:
    for number in range(TRIES):
        visitor.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        assert visitor.sign_in("lan", "sai").status_code == 403
    visitor.client.environ_base["REMOTE_ADDR"] = "203.0.113.200"
    assert visitor.sign_in("lan", PASSWORD).status_code == 429
    assert visitor.sign_in("bình", "một hai ba bốn").status_code == 303


def test_the_cookie_is_for_the_staff_pages_alone(visitor: Staff) -> None:
    cookie = visitor.sign_in().headers["Set-Cookie"]
    assert cookie.startswith("staff=")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "Path=/staff", "SameSite=Strict"} <= parts
    assert any(part.startswith("Expires=") for part in parts)


def test_where_the_service_is_reached_by_https_the_cookie_goes_no_other_way(
    three_articles: WhooshArchive, here: Path
) -> None:
    own = Settings(staff_users=here / "users.tsv", base_url="https://kho.example")
    visitor = Staff(create_app(three_articles, own).test_client())
    visitor.client.environ_base["wsgi.url_scheme"] = "https"
    cookie = visitor.client.get("/staff/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Secure-staff=")
    assert "Secure" in {part.strip() for part in cookie.split(";")}


def test_the_session_is_another_after_signing_in(visitor: Staff) -> None:
    before = visitor.client.get("/staff/sign-in").headers["Set-Cookie"].split(";")[0]
    token = visitor.token()
    after = visitor.sign_in().headers["Set-Cookie"].split(";")[0]
    assert after != before
    assert visitor.token("/staff/") != token


def test_one_comes_back_to_the_page_that_was_asked_for(visitor: Staff) -> None:
    asked = visitor.client.get("/staff/tables/pins.tsv?version=3")
    form = visitor.client.get(asked.location)
    assert 'name="then" value="/staff/tables/pins.tsv?version=3"' in form.text
    assert visitor.sign_in(then="/staff/diary").location == "/staff/diary"


@pytest.mark.parametrize(
    "there",
    ["https://khac.example/staff/", "//khac.example/staff/", "/staff/\\khac.example", "/search"],
)
def test_the_way_in_leads_nowhere_else(visitor: Staff, there: str) -> None:
    assert visitor.sign_in(then=there).location == "/staff/"


def test_signing_out_forgets(staff: Staff) -> None:
    assert staff.send("/staff/sign-out").status_code == 303
    assert staff.client.get("/staff/").status_code == 303


def test_a_session_is_good_in_every_process(
    staff: Staff, three_articles: WhooshArchive, here: Path
) -> None:
    other = create_app(three_articles, Settings(staff_users=here / "users.tsv")).test_client()
    cookie = staff.client.get_cookie("staff", path="/staff")
    assert cookie is not None
    other.set_cookie("staff", cookie.value, path="/staff")
    assert other.get("/staff/").status_code == 200


def test_passwords_are_in_no_page_and_no_log(
    visitor: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    answer = visitor.sign_in("lan", "bí mật vô cùng")
    assert "bí mật vô cùng" not in answer.text + caplog.text
