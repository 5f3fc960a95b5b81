"""RSS and Atom: every entry that has text becomes an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BufferedIOBase, BytesIO
from pathlib import Path
from typing import Any, Final, cast
from xml.sax import SAXParseException  # the error alone  # nosec B406

import feedparser

from search_service.article import MAX_ID, Article, ArticleError
from search_service.readers.base import Items, Problem, UnreadableError, read_whole
from search_service.readers.html import parse, refuse_hostile
from search_service.readers.moments import read_moment
from search_service.readers.outline import Kind, Piece, flowing_lines, outline
from search_service.readers.paragraphs import sort_paragraphs
from search_service.readers.record import Picture, captioned, web_address, with_cover

MAX_FEED: Final = 16 * 2**20
"""Bytes: a feed of 1,000 full articles has 10 MB, and reading takes about a second for each."""

MAX_TAGS: Final = 300_000
"""Tags, those inside texts too: 1,000 full articles have 100,000; 400,000 take ten seconds."""


def read(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the articles of a feed. Nothing is fetched: feedparser sees bytes, never an address."""
    try:
        content = read_whole(stream, MAX_FEED)
        feed = _parsed(content)
    except UnreadableError as error:
        yield Problem(path, None, str(error), whole_file=True)
        return
    yield from _entries(feed, path)
    if isinstance(fault := feed.get("bozo_exception"), SAXParseException):
        reason = f"is not well-formed XML ({fault.getMessage()}): entries may be missing"
        yield Problem(path, _line(fault, content), reason, whole_file=True)
    elif not feed.entries:
        yield Problem(path, None, "is a feed without entries", whole_file=True)


def _parsed(content: bytes) -> Any:
    if content.count(b"<") > MAX_TAGS:
        raise UnreadableError(f"has more than {MAX_TAGS:,} tags: not a feed of articles")
    refuse_hostile(content.decode("utf-8", "ignore"))
    try:
        return feedparser.parse(BytesIO(content))
    except (ValueError, LookupError) as error:  # what it declares itself to be written in
        raise UnreadableError(f"is a feed that cannot be read: {error}") from None


def _line(fault: SAXParseException, content: bytes) -> int | None:
    """Return the line of *fault*, None where it cannot be told.

    Feedparser puts a declaration on a line of its own where there is none, and rewrites a DOCTYPE.
    """
    head = content[:1024].lower()
    line = fault.getLineNumber()
    return None if line is None or b"<!doctype" in head else line - (b"<?xml" not in head)


def _entries(feed: Any, path: Path) -> Items:
    source = feed.feed.get("publisher") or feed.feed.get("title")
    for number, entry in enumerate(feed.entries, 1):
        try:
            yield article_of(entry, source)
        except (ArticleError, UnreadableError) as error:
            yield Problem(path, None, f"entry {number}: {error}")


def article_of(entry: Mapping[str, Any], source: str | None) -> Article:
    """Return the article in *entry*, in the form that feedparser gives one.

    Raises:
        ArticleError: there is no text, or a field cannot be used.
        UnreadableError: its HTML cannot be read.
    """
    if not entry.get("title") and not entry.get("link"):
        raise ArticleError("names no article: it has neither title nor link")
    url = web_address(entry.get("link"))
    summary, content = _passage(entry.get("summary")), _passage(_content(entry))
    text = content if content.lines else summary
    parts = sort_paragraphs(text.lines)
    # A description of one paragraph is a lead; some feeds print the whole article there.
    is_lead = text is summary and len(parts.body) == 1
    lead = [] if summary.lines == text.lines and not is_lead else summary.lines
    terms = [tag.get("label") or tag.get("term") for tag in entry.get("tags", ())]
    return Article.from_record(
        {
            "id": "" if url else str(entry.get("id") or "")[:MAX_ID],
            "url": url,
            "title": " ".join(_passage(entry.get("title")).lines),
            "lead": " ".join(lead),
            "body": "" if is_lead else "\n".join(parts.body),
            "section": terms[0] if terms else None,
            "published": _published(entry),
            "author": _author(entry) or parts.author,
            "tags": terms[1:],
            "images": _images(entry, [text, summary], parts.captions, url),
            "source": source,
        }
    )


@dataclass(frozen=True, slots=True)
class _Passage:
    """A piece of HTML in an entry: its lines without captions, and its pictures with them."""

    lines: list[str]
    pieces: list[Piece]


def _passage(html: str | None) -> _Passage:
    if not html or not html.strip():
        return _Passage([], [])
    tree = parse(f"<div>{html}</div>")
    pieces = outline(tree)
    captions = {image["caption"] for image in captioned(pieces, None)}
    return _Passage([line for line in flowing_lines(tree) if line not in captions], pieces)


def _content(entry: Mapping[str, Any]) -> str | None:
    contents = [item for item in entry.get("content", ()) if "text" in item.get("type", "text")]
    return contents[0].get("value") if contents else None


def _published(entry: Mapping[str, Any]) -> object:
    """Return the moment with its own zone; what cannot be read is left for the record to refuse."""
    # FeedParserDict.get("updated") warns when it falls back to another key; dict.get does not.
    written = dict.get(cast("dict[str, Any]", entry), "published") or dict.get(
        cast("dict[str, Any]", entry), "updated"
    )
    return read_moment(written or "") or written


def _author(entry: Mapping[str, Any]) -> str | None:
    names = [author.get("name") for author in entry.get("authors", ())]
    return ", ".join(filter(None, names)) or None


def _images(
    entry: Mapping[str, Any], passages: Sequence[_Passage], captions: Sequence[str], url: str | None
) -> list[Picture]:
    """Return the pictures of the text, else the one the entry encloses."""
    images = captioned(passages[0].pieces, url)
    images.extend({"url": None, "caption": text} for text in captions)
    enclosed = [*entry.get("media_content", ()), *entry.get("enclosures", ())]
    addresses = [
        item.get("url") or item.get("href")
        for item in enclosed
        if item.get("medium") == "image" or str(item.get("type", "")).startswith("image/")
    ]
    addresses += [item.get("url") for item in entry.get("media_thumbnail", ())]
    pieces = [piece for passage in passages for piece in passage.pieces]
    addresses += [piece.url for piece in pieces if piece.kind is Kind.IMAGE]
    return with_cover(images, addresses, url)
