"""The outline of an HTML page: what stands around an article's text, in the order of the page.

It knows no site: only elements of HTML, and words every newspaper's style sheet uses in its class
names ("caption", "author", "sapo", the Vietnamese newsroom's word for the lead).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from lxml.html import HtmlElement

from search_service.readers.moments import LONGEST_STAMP, read_moment, read_stamp
from search_service.readers.paragraphs import LONGEST_BYLINE

_SKIPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "form", "select", "svg"}
)
_BLOCKS: Final = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "div", "li", "td", "blockquote", "section", "article"}
    | {"h1", "ul", "ol", "table", "tr", "tbody", "figure", "main", "header"}
)
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:sapo|lead|summary|standfirst|chapeau)(?:$|[\s_-])", re.IGNORECASE
)
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|tac-?gia)(?:$|[\s_-])", re.IGNORECASE)

_SPACES = re.compile(r"\s+")


class Kind(Enum):
    """What a piece of the outline is."""

    HEADING = auto()
    SUBHEADING = auto()
    TEXT = auto()
    LEAD = auto()
    CREDIT = auto()
    CAPTION = auto()
    IMAGE = auto()
    MOMENT = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page.

    Attributes:
        kind: What it is. MOMENT has a time of day, DAY none.
        text: Its text with single spaces; an image's alternative text.
        url: An image's address, as written.
        moment: The moment of a MOMENT or DAY.
    """

    kind: Kind
    text: str = ""
    url: str | None = None
    moment: datetime | None = None


def outline(tree: HtmlElement) -> list[Piece]:
    """Return the pieces of *tree* in the order of the page."""
    pieces: list[Piece] = []
    waiting: list[HtmlElement | str] = [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            pieces.extend(_moments(item))
            continue
        if item.tag in _SKIPPED:
            continue
        found, whole = _piece(item)
        pieces.extend(found)
        if not whole:
            for child in reversed(item):
                waiting.extend([child.tail] if child.tail else [])
                waiting.append(child)
    return pieces


def squeeze(text: str) -> str:
    """Return *text* with single spaces."""
    return " ".join(text.split())


def _piece(element: HtmlElement) -> tuple[list[Piece], bool]:
    """Return what *element* is, and whether that includes all inside it."""
    kind = _marked(element)
    if kind is not None:
        return [Piece(kind, _text(element))], True
    if element.tag == "img":
        return [Piece(Kind.IMAGE, squeeze(element.get("alt") or ""), url=_address(element))], True
    if element.tag == "time":
        moment = read_moment(element.get("datetime") or "")
        return ([Piece(Kind.MOMENT, moment=moment)] if moment else _moments(_text(element))), True
    stamps = _moments(element.text or "")
    if stamps or element.tag not in _BLOCKS or any(child.tag in _BLOCKS for child in element):
        return stamps, False
    kind = Kind.SUBHEADING if element.tag in {"h2", "h3"} else Kind.TEXT
    text = _text(element)
    return ([Piece(kind, text)] if text else []), False


def _marked(element: HtmlElement) -> Kind | None:
    """Return the kind that tag or class name of *element* declare, if they do."""
    if element.tag == "h1":
        return Kind.HEADING if _text(element) else None
    names = element.get("class") or ""
    if element.tag == "figcaption" or (_CAPTION.search(names) and _has_only_text(element)):
        return Kind.CAPTION
    if _LEAD.search(names) and _has_only_text(element):
        return Kind.LEAD
    declared = element.get("itemprop") == "author" or element.get("rel") == "author"
    if (declared or _AUTHOR.search(names)) and 0 < len(_text(element)) <= LONGEST_BYLINE:
        return Kind.CREDIT
    return None


def _has_only_text(element: HtmlElement) -> bool:
    return element.tag not in {"html", "body"} and next(element.iter("img", "h1"), None) is None


def _text(element: HtmlElement) -> str:
    return squeeze("".join(element.itertext()))


def _address(image: HtmlElement) -> str | None:
    """Return the address of *image*; pages that load pictures late have it in another attribute."""
    for name in ("data-src", "data-original", "src"):
        if (address := (image.get(name) or "").strip()) and not address.startswith("data:"):
            return address
    return None


def _moments(text: str) -> list[Piece]:
    stamp = read_stamp(text) if 8 <= len(text.strip()) <= LONGEST_STAMP else None
    if stamp is None or stamp.moment is None:
        return []
    return [Piece(Kind.MOMENT if stamp.timed else Kind.DAY, moment=stamp.moment)]


def heading_place(pieces: Sequence[Piece]) -> int | None:
    """Return the place of the first heading, None where there is none."""
    places: Iterator[int] = (n for n, piece in enumerate(pieces) if piece.kind is Kind.HEADING)
    return next(places, None)


def flowing_lines(tree: HtmlElement) -> list[str]:
    """Return the text of *tree*, a line a block or line break, without captions; it changes *tree*.

    It is for passages that are known to be article text; whole pages need `html`.
    """
    for element in tree.iter():
        element.text = _SPACES.sub(" ", element.text or "")
        element.tail = _SPACES.sub(" ", element.tail or "")
        if element.tag in _SKIPPED or element.tag == "figcaption":
            for inner in element.iter():
                inner.text = inner.tail = ""
        if element.tag == "br" or element.tag in _BLOCKS:
            element.text, element.tail = f"\n{element.text}", f"\n{element.tail}"
    return [line for raw in "".join(tree.itertext()).split("\n") if (line := squeeze(raw))]
