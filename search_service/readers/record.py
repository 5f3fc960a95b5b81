"""The record of an HTML page: what it declares, completed by what stands around its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from search_service.readers.metadata import Metadata
from search_service.readers.outline import Kind, Piece, heading_place
from search_service.readers.paragraphs import (
    author_and_source,
    is_credited,
    is_furniture,
    read_credit,
    sort_paragraphs,
    wording,
)

Picture = dict[str, str | None]

SHORTEST_LEAD: Final = 60
"""Characters of a subheading below the heading that is a lead, not the name of a section."""

_CREDITS_BELOW: Final = 3  # pieces below the last paragraph among which the byline may stand


def make_record(
    declared: Metadata, pieces: Sequence[Piece], lines: Sequence[str]
) -> dict[str, Any]:
    """Return the record of an article.

    Args:
        declared: What the page says for machines.
        pieces: The outline of the page.
        lines: The paragraphs of its text, captions and byline perhaps among them.
    """
    inner = _around_text(pieces, lines)
    title = _title(declared.title, pieces)
    lead = _lead(declared.lead, inner, lines, title)
    images = captioned(inner, declared.url)
    elsewhere = {
        wording(text) for text in (title, lead, *(image["caption"] or "" for image in images))
    }
    texts = [line for line in lines if wording(line) not in elsewhere and not is_furniture(line)]
    parts = sort_paragraphs(texts)
    author, source = _makers(inner)
    return {
        "url": web_address(declared.url),
        "title": title,
        "lead": lead,
        "body": "\n".join(parts.body),
        "section": declared.section,
        "published": declared.published or _published(pieces),
        "author": declared.author or parts.author or author,
        "tags": declared.tags,
        "images": with_cover(
            [*images, *({"url": None, "caption": text} for text in parts.captions)],
            declared.images,
            declared.url,
        ),
        "source": declared.source or parts.source or source,
    }


def web_address(address: str | None, base: str | None = None) -> str | None:
    """Return *address* in full, None where it is none that a reader could follow."""
    if not address or not address.strip():
        return None
    try:
        address = urljoin(base or "", address.strip())
    except ValueError:  # "http://[": no address at all
        return None
    return address if address.lower().startswith(("http://", "https://")) else None


def _around_text(pieces: Sequence[Piece], lines: Sequence[str]) -> Sequence[Piece]:
    """Return the pieces from the heading to the byline below the last paragraph."""
    first = heading_place(pieces) or 0
    texts = set(lines)
    ends = [place for place, piece in enumerate(pieces) if piece.text in texts and place >= first]
    last = ends[-1] if ends else len(pieces)
    return pieces[first : last + 1 + _CREDITS_BELOW]


def _title(declared: str | None, pieces: Sequence[Piece]) -> str:
    """Prefer the heading to a declared title that only adds the name of the site."""
    headings = [piece.text for piece in pieces if piece.kind is Kind.HEADING]
    if declared is None:
        return headings[0] if headings else ""
    return next((text for text in headings if wording(text) in wording(declared)), declared)


def _lead(declared: str | None, inner: Sequence[Piece], lines: Sequence[str], title: str) -> str:
    """Return what stands as lead below the heading, else the description the page declares."""
    for piece in inner[1:]:
        long = len(piece.text) >= SHORTEST_LEAD
        if piece.kind is Kind.LEAD or (piece.kind is Kind.SUBHEADING and long):
            return piece.text
        if piece.kind is Kind.TEXT and long:
            break
    stem = (declared or "").rstrip(" .…")
    if len(stem) < SHORTEST_LEAD or wording(stem) == wording(title):
        return ""
    # Descriptions for machines are cut; the paragraph they are cut from is whole.
    return next((line for line in lines[:3] if line.startswith(stem)), declared or "")


def captioned(pieces: Sequence[Piece], base: str | None) -> list[Picture]:
    """Return the pictures of *pieces* that have a caption, as records of an article's images.

    Args:
        pieces: A page's outline, or part of it.
        base: The page's address, which pictures' addresses may be relative to.
    """
    images: list[Picture] = []
    waiting: Piece | None = None
    for piece in pieces:
        if piece.kind is Kind.IMAGE:
            waiting = piece
        elif piece.text and (piece.kind is Kind.CAPTION or _describes(piece, waiting)):
            address = web_address(waiting.url, base) if waiting else None
            images.append({"url": address, "caption": piece.text})
            waiting = None
    return images


def with_cover(
    images: Sequence[Picture], addresses: Iterable[str | None], base: str | None
) -> list[Picture]:
    """Return *images*, and before them the first of *addresses* where they have no address."""
    full = (web_address(address, base) for address in addresses)
    cover = next(filter(None, full), None)
    if cover is None or any(image["url"] for image in images):
        return list(images)
    return [{"url": cover, "caption": ""}, *images]


def _describes(piece: Piece, image: Piece | None) -> bool:
    """Return whether a paragraph is the caption of the image before it."""
    if piece.kind is not Kind.TEXT or image is None:
        return False
    return is_credited(piece.text) or (
        bool(image.text) and wording(piece.text) == wording(image.text)
    )


def _makers(inner: Sequence[Piece]) -> tuple[str | None, str | None]:
    credited = [piece.text for piece in inner if piece.kind is Kind.CREDIT]
    lines = [credit for text in credited if (credit := read_credit(text))]
    author, source = author_and_source(lines)
    return author or next(iter(credited), None), source


def _published(pieces: Sequence[Piece]) -> datetime | None:
    """Return the moment printed nearest to the heading.

    A day without a time counts only below the heading: above it, sites print the present day.
    """
    heading = heading_place(pieces)
    center = heading or 0
    moments = {
        abs(place - center): piece.moment
        for place, piece in reversed(list(enumerate(pieces)))
        if piece.kind is Kind.MOMENT
    }
    if moments:
        return moments[min(moments)]
    below = pieces[heading:] if heading is not None else ()
    return next((piece.moment for piece in below if piece.kind is Kind.DAY), None)
