"""A text that is sent to find what is related to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask import Request
from pydantic import ValidationError

from search_service.article import VIETNAM, Article, ArticleError
from search_service.document import Document, analyse
from search_service.web.i18n import marked
from search_service.web.parameters import BadParameter, ParameterError
from search_service.wire import PostedArticle
from search_service.wire.articles import MAX_POSTED, MAX_SECTION, MAX_TITLE

ANALYSED: Final = 20_000
"""Characters of a text that are looked at: an article's strongest terms stand in fewer."""

_EXPECTED: Final = {
    "title": (marked("văn bản không quá {most} ký tự"), MAX_TITLE),
    "body": (marked("văn bản không quá {most} ký tự"), MAX_POSTED),
    "url": (marked("địa chỉ của một bài, bắt đầu bằng http:// hoặc https://"), 0),
    "published": (marked("thời điểm theo ISO 8601, như 2022-10-25T15:21:00+07:00"), 0),
    "section": (marked("văn bản không quá {most} ký tự"), MAX_SECTION),
}
_UNKNOWN: Final = (marked("một trường có trong tài liệu API"), 0)
_TEXTLESS: Final = (marked("tiêu đề hoặc nội dung"), 0)


def read_posted(request: Request) -> Document:
    """Return the article in the body of *request* with the persons found in it.

    Raises:
        ParameterError: a field has the wrong form, or there is no text at all.
        BadRequest, UnsupportedMediaType: the body is not JSON.
    """
    sent = request.get_json()
    if not isinstance(sent, dict):
        raise _refused("body", sent, _TEXTLESS)
    try:
        posted = PostedArticle.model_validate(sent)
    except ValidationError as error:
        name = str(error.errors(include_url=False)[0]["loc"][0])
        raise _refused(name, sent.get(name), _EXPECTED.get(name, _UNKNOWN)) from None
    record = posted.model_dump(exclude_none=True)
    # Who sends no date asks for a page of today.
    record.setdefault("published", datetime.now(VIETNAM).isoformat())
    # A title alone is a text too; it then stands for the body.
    record["body"] = record["body"][:ANALYSED] or record["title"]
    try:
        return analyse(Article.from_record(record), "").document
    except ArticleError as error:
        name = str(error).partition(":")[0]
        if name not in _EXPECTED:  # it is about the whole: there is no text
            raise _refused("body", "", _TEXTLESS) from None
        raise _refused(name, sent.get(name), _EXPECTED[name]) from None


def _refused(name: str, value: Any, expected: tuple[str, int]) -> ParameterError:
    shown = "" if value is None else str(value)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    name = name if name in _EXPECTED else name[:40]
    return ParameterError((BadParameter(name, shown, expected[0], {"most": expected[1]}),))
