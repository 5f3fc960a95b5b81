"""Files that are sent: their names, their headers, and what they say of where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final

from flask import Flask, Response, current_app, request, stream_with_context
from werkzeug.exceptions import ServiceUnavailable

from search_service.article import VIETNAM
from search_service.desk.exporting import workbook
from search_service.desk.exporting.snapshot import Labels, Snapshot
from search_service.vietnamese import slug
from search_service.web import present
from search_service.web.context import engine, settings
from search_service.web.i18n import gettext, marked
from search_service.web.states import frozen

RETRY: Final = 30
"""Seconds after which a place may be free again: about what 10,000 articles take."""

_EXTENSION: Final = "search_service.downloads"

_NAMED: Final = 40
"""Characters of a search in the name of a file."""

_HEADINGS: Final = {
    "archive": marked("Kho báo"),
    "query": marked("Truy vấn"),
    "articles": marked("Số bài"),
    "generation": marked("Thế hệ chỉ mục"),
    "built": marked("Lập chỉ mục lúc"),
    "taken": marked("Lấy lúc"),
    "address": marked("Liên kết cố định"),
    "id": marked("Mã bài"),
    "title": marked("Tiêu đề"),
    "published": marked("Ngày đăng"),
    "section": marked("Chuyên mục"),
    "author": marked("Tác giả"),
    "people": marked("Nhân vật"),
    "tags": marked("Từ khóa"),
    "lead": marked("Tóm tắt"),
    "source": marked("Nguồn"),
    "url": marked("Địa chỉ gốc"),
    "page": marked("Trang trong kho"),
}


def headings() -> Labels:
    """Return the names of columns and facts in the language of the page."""
    return {name: gettext(text) for name, text in _HEADINGS.items()}


def taken(query: str | None, articles: int | None, address: str = "") -> Snapshot:
    """Return what a file of this request says of itself.

    Args:
        query: The search as it can be typed, None where there is not one.
        articles: How many articles it found, likewise.
        address: Where they are listed; this request's own address without it.
    """
    generation = engine().generation
    return Snapshot(
        archive=settings().site_name,
        query=query,
        articles=articles,
        generation=generation.name,
        built=generation.built,
        taken=datetime.now(VIETNAM).replace(microsecond=0),
        address=present.absolute(frozen(address)) if request.method == "GET" else "",
    )


def init_app(app: Flask) -> None:
    """Let half the threads of *app* make files: a slow reader of a large one holds its thread."""
    app.extensions[_EXTENSION] = BoundedSemaphore(max(1, app.config["THREADS"] // 2))


def in_turn(make: Callable[[], Response]) -> Response:
    """Return the large file that *make* answers with, while few others are under way.

    Raises:
        ServiceUnavailable: there is no place; it says when to come back.
    """
    places: BoundedSemaphore = current_app.extensions[_EXTENSION]
    if not places.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=RETRY)
    try:
        answer = make()
    except BaseException:
        places.release()
        raise
    answer.call_on_close(places.release)
    answer.headers["Cache-Control"] = "no-store"  # it says when it was taken
    return answer


def attached(parts: Iterator[bytes], mimetype: str, name: str, suffix: str) -> Response:
    """Return *parts* as a file to keep, sent as they are made.

    Its name is *name* as ASCII and the day, so that files of two days do not replace each other.
    """
    day = datetime.now(VIETNAM)
    plain = slug(name)[:_NAMED].strip("-") or "kho-bao"
    answer = Response(stream_with_context(parts), content_type=_with_charset(mimetype))
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}-{day:%Y%m%d}.{suffix}"'
    return answer


def _with_charset(mimetype: str) -> str:
    return mimetype if mimetype == workbook.MIMETYPE else f"{mimetype}; charset=utf-8"
