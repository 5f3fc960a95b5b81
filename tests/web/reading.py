"""A page as its reader has it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from search_service.settings import Settings
from search_service.web import create_app


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    return answer.text


def words(html: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def client_of(archive: Any, **settings: Any) -> FlaskClient:
    return create_app(archive, Settings(**settings)).test_client()
