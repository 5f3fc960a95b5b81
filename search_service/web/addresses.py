"""Addresses of articles as other sites know them: the publisher's page, or the page here."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from search_service.document import Document
from search_service.web.context import engine, settings
from search_service.web.i18n import LANGUAGES, SOURCE


def article_at(address: str) -> Document | None:
    """Return the article whose page, here or at its publisher's, has this absolute address."""
    found = engine().document_by_url(address)
    if found is None and (article_id := _page_here(address)):
        found = engine().document(article_id)
    return found


def spoken_at(address: str) -> str:
    """Return the language of the page at *address*: an English page here says so in it."""
    parts = _split(address)
    asked = parse_qs(parts.query).get("lang", [""])[0] if parts else ""
    return asked if asked in LANGUAGES and _page_here(address) else SOURCE


def _page_here(address: str) -> str | None:
    """Return the id in the address of an article's page of this service."""
    parts = _split(address)
    if parts is None or parts.scheme not in {"http", "https"}:
        return None
    for own in filter(None, (settings().base_url, request.url_root)):
        base = urlsplit(own.rstrip("/"))
        prefix = unquote(base.path)
        path = unquote(parts.path)
        # The scheme is not looked at: a proxy may speak plain HTTP to the service.
        if parts.netloc.lower() == base.netloc.lower() and path.startswith(f"{prefix}/"):
            return _article_id(path.removeprefix(prefix))
    return None


def _article_id(path: str) -> str | None:
    try:
        endpoint, values = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(values["article_id"]) if endpoint == "pages.article" else None


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:  # an address no browser could open: http://[
        return None
