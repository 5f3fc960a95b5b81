"""The staff pages over a real index and a real file of users, and a browser's way through them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.newsroom.users import changed
from search_service.settings import Settings
from search_service.web import create_app

PASSWORD = "mưa thuận gió hòa"  # noqa: S105 - of a made-up user
OURS = {"Sec-Fetch-Site": "same-origin"}


class Staff:
    """A member of the newsroom at a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def token(self, path: str = "/staff/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(path).text)
        assert found
        return found[1]

    def send(self, path: str, page: str = "/staff/", **fields: str) -> TestResponse:
        fields = {"csrf_token": self.token(page), **fields}
        return self.client.post(path, data=fields, headers=OURS)

    def sign_in(self, name: str = "lan", password: str = PASSWORD, then: str = "") -> TestResponse:
        path = "/staff/sign-in"
        return self.send(path, path, name=name, password=password, then=then)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    users = changed("", "lan", PASSWORD)
    Path("users.tsv").write_text(changed(users, "bình", "một hai ba bốn"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def app(here: Path, three_articles: WhooshArchive) -> Flask:
    return create_app(three_articles, Settings(staff_users=here / "users.tsv"))


@pytest.fixture
def visitor(app: Flask) -> Staff:
    return Staff(app.test_client())


@pytest.fixture
def staff(visitor: Staff) -> Staff:
    assert visitor.sign_in().status_code == 303
    return visitor
