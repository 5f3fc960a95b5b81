"""The web app over real indexes, and a client that reads its pages."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app

EVENT = {
    "id": "hoi-nghi",
    "url": "https://bao.example/hoi-nghi.html",
    "title": "Đắk Lắk tập huấn công tác thông tin đối ngoại",
    "lead": "Tỉnh ủy Đắk Lắk tổ chức hội nghị tập huấn.",
    "body": "Đồng chí Lê Hải Bình, Phó trưởng Ban Tuyên giáo Trung ương, dự hội nghị.\n"
    "Cùng dự có đồng chí Phạm Minh Tấn, Phó Bí thư Thường trực Tỉnh ủy Đắk Lắk.",
    "section": "Tuyên giáo các cấp",
    "published": "2022-10-25T15:21:00+07:00",
    "author": "Nhật Minh",
    "tags": ["đối ngoại", "báo cáo viên"],
    "images": [{"url": "https://bao.example/anh.jpg", "caption": "Quang cảnh hội nghị."}],
    "source": "Tạp chí Lâm Giang",
}
FOLLOW_UP = {
    **EVENT,
    "id": "hoi-nghi-2",
    "url": "https://bao.example/hoi-nghi-2.html",
    "title": "Đắk Lắk tiếp tục tập huấn thông tin đối ngoại cho báo cáo viên",
    "body": "Ngày thứ hai có đồng chí Lê Hải Bình, Phó trưởng Ban Tuyên giáo Trung ương.\n"
    "Tiếp tục dự có đồng chí Phạm Minh Tấn, Phó Bí thư Thường trực Tỉnh ủy Đắk Lắk.",
    "published": "2022-10-26",
}
RICE = {
    "id": "lua",
    "title": "Được mùa lúa đông xuân",
    "body": "Bà con xã Ea Kar gặt lúa. Năng suất cao hơn vụ trước.",
    "section": "Nông nghiệp - Nông thôn",
    "published": "2021-04-02",
}
ARTICLES = [EVENT, FOLLOW_UP, RICE]


@pytest.fixture(scope="session")
def three_articles(tmp_path_factory: pytest.TempPathFactory) -> WhooshArchive:
    """Only read from: building it anew for every test would take most of their time."""
    archive = WhooshArchive(tmp_path_factory.mktemp("three") / "index")
    with archive.writer() as writer:
        for record in ARTICLES:
            writer.add(analyse(Article.from_record(record), "made"))
        writer.publish()
    return archive


@pytest.fixture(autouse=True)
def _no_minute_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock that allowances are counted by: a new minute gives some of them back."""
    monkeypatch.setattr("limits.storage.memory.time", SimpleNamespace(time=lambda: 1.8e9))


@pytest.fixture
def app(three_articles: WhooshArchive) -> Flask:
    return create_app(three_articles, Settings())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sample_client(sample_archive: Any) -> FlaskClient:
    return create_app(sample_archive, Settings()).test_client()


@pytest.fixture
def vietnamese(app: Flask) -> Iterator[None]:
    """A request for a Vietnamese page is under way."""
    with app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """A request for an English page is under way."""
    with app.test_request_context("/?lang=en"):
        yield
