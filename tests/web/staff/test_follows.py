"""Searches and persons that the newsroom follows from its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.store import Store
from search_service.store.follows import Follows
from tests.web.staff.conftest import Staff


@pytest.fixture
def kept(here: Path) -> Follows:
    return Follows(Store(here / "store.sqlite"))


def test_a_search_is_followed_from_its_page(staff: Staff, kept: Follows) -> None:
    page = staff.client.get("/search?q=tập+huấn&person=lê-hải-bình").text
    assert 'href="/staff/follows?q=' in page
    sent = {"q": 'tập huấn người:"lê-hải-bình"', "name": "Ông Bình", "mail": "lan@bao.example"}
    assert staff.send("/staff/follows", **sent).status_code == 303
    (one,) = kept.all()
    assert (one.query, one.name, one.by) == (sent["q"], "Ông Bình", "lan")
    assert one.seen == {"hoi-nghi", "hoi-nghi-2"}
    page = staff.client.get("/staff/follows").text
    assert f"/followed/{one.key}.atom" in page
    assert staff.send(f"/staff/follows/{one.id}/drop").status_code == 303
    assert kept.all() == []


def test_a_person_is_followed_from_the_person_page(staff: Staff) -> None:
    page = staff.client.get("/person/lê-hải-bình").text
    assert "/staff/follows?q=ng%C6%B0%E1%BB%9Di:" in page.replace("%3A", ":")


def test_what_is_no_address_is_told_and_kept_in_the_form(staff: Staff, kept: Follows) -> None:
    answer = staff.send("/staff/follows", q="lúa", mail="lan")
    assert answer.status_code == 400
    assert "Địa chỉ thư không đúng" in answer.text
    assert 'value="lúa"' in answer.text
    assert kept.all() == []
