"""Private feeds of what is followed."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

from search_service.store import Store
from search_service.store.follows import Follow, Follows


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follows:
    monkeypatch.chdir(tmp_path)
    return Follows(Store(tmp_path / "store.sqlite"))


@pytest.fixture
def followed(kept: Follows) -> Follow:
    return kept.add('tập huấn người:"Lê Hải Bình"', name="Ông Bình đi tập huấn")


def test_the_feed_has_what_the_search_finds(client: FlaskClient, followed: Follow) -> None:
    answer = client.get(f"/followed/{followed.key}.atom")
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    assert feed.feed.title == "Ông Bình đi tập huấn"
    assert [entry.title for entry in feed.entries] == [
        "Đắk Lắk tiếp tục tập huấn thông tin đối ngoại cho báo cáo viên",
        "Đắk Lắk tập huấn công tác thông tin đối ngoại",
    ]


def test_no_cache_and_no_search_engine_keeps_it(client: FlaskClient, followed: Follow) -> None:
    headers = client.get(f"/followed/{followed.key}.atom").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_it_needs_its_key(client: FlaskClient, kept: Follows, followed: Follow) -> None:
    assert client.get("/followed/x.atom").status_code == 404
    kept.remove(followed.id)
    assert client.get(f"/followed/{followed.key}.atom").status_code == 404
