"""Files that are sent: their names, their headers, and what they say of where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from flask import Response, stream_with_context

from search_service.article import VIETNAM
from search_service.desk.exporting.snapshot import Labels, Snapshot
from search_service.vietnamese import slug
from search_service.web import present
from search_service.web.context import engine, settings
from search_service.web.i18n import gettext, marked

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


def taken(query: str, articles: int, address: str = "") -> Snapshot:
    """Return what a file of this request says of itself.

    Args:
        query: The search as it can be typed.
        articles: How many articles it found.
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
        address=present.absolute(present.frozen(address)),
    )


def attached(parts: Iterator[bytes], mimetype: str, name: str, suffix: str) -> Response:
    """Return *parts* as a file to keep, sent as they are made.

    Its name is *name* as ASCII and the day, so that files of two days do not replace each other.
    """
    day = datetime.now(VIETNAM)
    plain = slug(name)[:_NAMED].strip("-") or "kho-bao"
    answer = Response(stream_with_context(parts), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}-{day:%Y%m%d}.{suffix}"'
    return answer
