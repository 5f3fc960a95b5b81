"""What a paragraph of an article is: text, a picture's caption, the byline or the page's furniture.

Newspapers mark these by their wording, on saved pages and in HTML alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Final

LONGEST_CAPTION: Final = 400
"""Characters; a longer paragraph that names a photographer at its end is text."""

LONGEST_BYLINE: Final = 100
"""Characters, for several names with their papers."""

FURNITURE: Final = frozenset(
    {
        "phản hồi", "gửi phản hồi", "bình luận", "ý kiến bạn đọc", "các tin khác", "tin khác",
        "các bài khác", "các bài mới", "các bài đã đăng", "tin liên quan", "bài liên quan",
        "tin cùng chuyên mục", "cùng chuyên mục", "thư viện ảnh", "liên kết website",
        "liên kết web", "mới nhất", "tin mới nhất", "đọc nhiều", "đọc nhiều nhất", "tin đọc nhiều",
        "xem thêm", "từ khóa", "chia sẻ",
    }
)  # fmt: skip
"""Headings of what a page prints below an article; nothing after one belongs to it."""

_CREDIT = r"(?:nguồn\s+)?ảnh(?:\s+minh\s+h(?:ọa|oạ)|\s+tư\s+liệu)?\s*:\s*"
# "Quang cảnh Hội nghị. (Ảnh: TA)" or "Quang cảnh Hội nghị. Ảnh: TA."
_CREDIT_END = re.compile(
    rf"\s*(?:\(\s*{_CREDIT}[^()]+\)|(?<!\w)\s{_CREDIT}[^.!?:;]{{1,60}})\.?$", re.IGNORECASE
)
_CREDIT_ALONE = re.compile(
    rf"\(?\s*(?:{_CREDIT}[^():]{{1,80}}|ảnh\s+(?:minh\s+h(?:ọa|oạ)|tư\s+liệu|internet))\s*\)?\.?",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"""\(?\s*(?:tin|bài|thực\ hiện|tác\ giả|phóng\ viên|người\ viết)
    (?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|clip|video|hình))*\s*:\s*
    (?P<name>[^:()]+?)(?:\s*[;,–-]\s*ảnh\s*:\s*[^:]+)?\s*\)?\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_PHOTOGRAPHER = re.compile(r"\(?\s*ảnh\s*:\s*(?P<name>[^:()]+?)\s*\)?\.?", re.IGNORECASE)
_SOURCE = re.compile(
    r"\(?\s*(?:theo|nguồn)(?:\s*:\s*|\s+)(?P<name>[^:.!?()]{2,60}?)\s*\)?\.?", re.IGNORECASE
)
_NAME_AND_SOURCE = re.compile(
    r"(?P<name>[^()]{2,60}?)\s*\(\s*theo\s+(?P<source>[^()]+)\)\.?", re.IGNORECASE
)


@dataclass(slots=True)
class Parts:
    """An article's paragraphs, sorted.

    Attributes:
        body: Paragraphs of text.
        captions: One a picture.
        author: The byline's names; where there is none, the photographer or the paper named.
        source: The paper or agency the article says it follows ("Theo …"), if it does.
    """

    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    author: str | None = None
    source: str | None = None


def sort_paragraphs(paragraphs: Iterable[str]) -> Parts:
    """Tell apart what stands between an article's title and the end of its page.

    A short paragraph standing twice, one after the other, is a picture's alternative text and its
    caption; one that ends in a photo credit is a caption too. The byline is looked for at the end.
    """
    parts = Parts()
    above = list(takewhile(lambda text: not _is_furniture(text), paragraphs))
    writers = [match["name"] for text in above if (match := _writer(text))]
    texts, parts.captions = _without_captions([text for text in above if not _writer(text)])
    parts.body = _without_byline(texts, parts, writers)
    return parts


def _is_furniture(text: str) -> bool:
    return text.strip(" :.»›>-").casefold() in FURNITURE


def _without_captions(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    captions: list[str] = []
    after_caption = False
    for _, group in groupby(paragraphs, key=_wording):
        alike = list(group)
        text = max(alike, key=len)
        if after_caption and _CREDIT_ALONE.fullmatch(text) and not _CREDIT_END.search(captions[-1]):
            captions[-1] = f"{captions[-1]} {text}"
            continue
        after_caption = len(text) <= LONGEST_CAPTION and (len(alike) > 1 or is_credited(text))
        (captions if after_caption else texts).append(text)
    return texts, list(dict.fromkeys(captions))


def is_credited(text: str) -> bool:
    """Return whether *text* is a description that ends in a photo credit."""
    match = _CREDIT_END.search(text)
    return match is not None and match.start() > 0


def _wording(text: str) -> str:
    """Return what two printings of a caption have in common: one may lack credit or full stop."""
    return _CREDIT_END.sub("", " ".join(text.split())).rstrip(" .").casefold()


def _writer(text: str) -> re.Match[str] | None:
    return _WRITER.fullmatch(text) if _short(text) else None


def _without_byline(texts: Sequence[str], parts: Parts, writers: list[str]) -> list[str]:
    """Return *texts* without what names writer and source at their end; note that in *parts*."""
    body = list(texts)
    photographers: list[str] = []
    while len(body) > 1 and _short(body[-1]):
        text = body[-1]
        if match := _PHOTOGRAPHER.fullmatch(text):
            photographers.append(match["name"])
        elif match := _SOURCE.fullmatch(text):
            parts.source = match["name"]
        elif match := _NAME_AND_SOURCE.fullmatch(text):
            writers.append(match["name"])
            parts.source = match["source"].strip()
        elif not writers and _is_name(text):
            writers.append(text.strip(" ()."))
        else:
            break
        body.pop()
    names = writers or photographers
    parts.author = ", ".join(dict.fromkeys(names)) or parts.source
    return body


def _short(text: str) -> bool:
    return len(text) <= LONGEST_BYLINE


def _is_name(text: str) -> bool:
    """Return whether a last paragraph is a bare name: ``Nhật Minh``, ``(TTXVN/Vietnam+)``."""
    words = re.split(r"[\s,/–-]+", text.strip(" ()."))
    if not 1 <= len(words) <= 8 or not all(word[:1].isupper() for word in words):
        return False
    return text.startswith("(") or text.isupper() or (len(words) > 1 and text[-1] not in ".!?…")
