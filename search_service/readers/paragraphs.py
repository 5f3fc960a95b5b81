"""What a paragraph of an article is: text, a picture's caption, the byline or the page's furniture.

Newspapers mark these by their wording, on saved pages and in HTML alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
# "Quang cảnh Hội nghị. (Ảnh: TA)", "Quang cảnh Hội nghị - ảnh: TA." or "Quang cảnh Ảnh: TA"
_CREDIT_END = re.compile(
    rf"\s*(?:\(\s*{_CREDIT}[^()]+\)|(?:(?<!\w)\s{_CREDIT}|\s(?-i:Ảnh)\s*:\s*)[^.!?:;]{{1,60}})\.?$",
    re.IGNORECASE,
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


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line says of who made the article.

    Attributes:
        writer: The names of a byline.
        photographer: Who took the pictures, of a line that names nobody else.
        source: The paper or agency the article follows ("Theo …").
    """

    writer: str | None = None
    photographer: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Parts:
    """An article's paragraphs, sorted.

    Attributes:
        body: Paragraphs of text.
        captions: One a picture.
        author: The byline's names; where there is none, the photographer or the paper named.
        source: The paper or agency the article says it follows, if it does.
    """

    body: list[str]
    captions: list[str]
    author: str | None = None
    source: str | None = None


def sort_paragraphs(paragraphs: Iterable[str], *, doubled: bool = False) -> Parts:
    """Tell apart what stands between an article's title and the end of its page.

    A short paragraph that ends in a photo credit is a caption. Lines such as ``Tin, ảnh: …`` are
    the byline anywhere, bare names and ``Theo …`` only at the end.

    Args:
        paragraphs: In the order of the page.
        doubled: Whether pictures' alternative texts are among them, as in saved text: then a short
            paragraph standing twice, one after the other, is alternative text and caption.
    """
    above = list(takewhile(lambda text: not is_furniture(text), paragraphs))
    made_by = [credit for text in above if (credit := _labelled(text))]
    unlabelled = [text for text in above if not _labelled(text)]
    texts, captions = _without_captions(unlabelled, doubled=doubled)
    while len(texts) > 1 and (credit := read_credit(texts[-1])):
        made_by.append(credit)
        texts.pop()
    return Parts(texts, captions, *author_and_source(made_by))


def author_and_source(made_by: Sequence[Credit]) -> tuple[str | None, str | None]:
    """Return the author and the source; photographer or source stand in for a missing writer."""
    writers = dict.fromkeys(credit.writer for credit in made_by if credit.writer)
    photographers = dict.fromkeys(credit.photographer for credit in made_by if credit.photographer)
    source = next((credit.source for credit in made_by if credit.source), None)
    return ", ".join(writers or photographers) or source, source


def is_furniture(text: str) -> bool:
    """Return whether *text* is a heading of what stands below the articles of a page."""
    return text.strip(" :.»›>-").casefold() in FURNITURE


def wording(text: str) -> str:
    """Return what two printings of a caption have in common: one may lack credit or full stop."""
    if len(text) > LONGEST_CAPTION:
        return text
    return _CREDIT_END.sub("", " ".join(text.split())).rstrip(" .").casefold()


def read_credit(text: str) -> Credit | None:
    """Return what the last line of an article says of its makers, None when it is text."""
    if credit := _labelled(text):
        return credit
    if len(text) > LONGEST_BYLINE:
        return None
    if match := _PHOTOGRAPHER.fullmatch(text):
        return Credit(photographer=match["name"])
    if match := _SOURCE.fullmatch(text):
        return Credit(source=match["name"])
    if match := _NAME_AND_SOURCE.fullmatch(text):
        return Credit(writer=match["name"], source=match["source"].strip())
    return Credit(writer=text.strip(" ().")) if _is_name(text) else None


def _labelled(text: str) -> Credit | None:
    match = _WRITER.fullmatch(text) if len(text) <= LONGEST_BYLINE else None
    return Credit(writer=match["name"]) if match else None


def _without_captions(paragraphs: Sequence[str], *, doubled: bool) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    captions: list[str] = []
    after_caption = False
    for alike in _groups(paragraphs) if doubled else [[text] for text in paragraphs]:
        text = max(alike, key=len)
        if after_caption and _CREDIT_ALONE.fullmatch(text) and not _CREDIT_END.search(captions[-1]):
            captions[-1] = f"{captions[-1]} {text}"
            continue
        after_caption = len(text) <= LONGEST_CAPTION and (len(alike) > 1 or is_credited(text))
        (captions if after_caption else texts).append(text)
    return texts, list(dict.fromkeys(captions))


def _groups(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    """Yield printings of one wording together: one, or alternative text and caption."""
    for _, group in groupby(paragraphs, key=wording):
        yield list(group)


def is_credited(text: str) -> bool:
    """Return whether *text* is a short description that ends in a photo credit."""
    match = _CREDIT_END.search(text) if len(text) <= LONGEST_CAPTION else None
    return match is not None and match.start() > 0


def _is_name(text: str) -> bool:
    """Return whether a last paragraph is a bare name: ``Nhật Minh``, ``(TTXVN/Vietnam+)``."""
    words = re.split(r"[\s,/–-]+", text.strip(" ()."))
    if not 1 <= len(words) <= 8 or not all(word[:1].isupper() for word in words):
        return False
    return text.startswith("(") or text.isupper() or (len(words) > 1 and text[-1] not in ".!?…")
