"""HTML: a page of any site becomes an article, by what sites have in common.

Trafilatura finds the text. Title, date, section and the like are taken from what the page declares
(`metadata`) and else from what stands around the text: the first heading, ``<time>``, a date line,
a summary below the heading, the captions of pictures between heading and last paragraph.
"""

from __future__ import annotations

import codecs
import logging
import re
from io import BufferedIOBase
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import detect_encoding

from search_service.article import Article, ArticleError
from search_service.cleaning import clean
from search_service.readers.base import Items, Problem, UnreadableError, read_whole
from search_service.readers.metadata import read_metadata
from search_service.readers.outline import outline, squeeze
from search_service.readers.record import make_record

MAX_PAGE: Final = 32 * 2**20
"""Bytes: pages saved into one file with their pictures inlined reach 20 MB; text never does."""

MAX_ELEMENTS: Final = 50_000
"""Elements of one page: articles have 500 to 5,000, and finding the text takes time by them."""

# An element of more than 1,000 attributes: libxml2 compares each with all before it, so that
# 100,000 take half a minute; no page has a hundred.
_MANY_ATTRIBUTES = re.compile(
    r"""<\w++(?:\s++[^\s<>"'=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']++))?+){1001}"""
)

# Trafilatura logs every page without text; readers report it as a Problem.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

# What Trafilatura's steps raise on pages they were not made for.
_EXTRACTION_FAULTS: Final = (
    etree.LxmlError, AttributeError, AssertionError, IndexError, KeyError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip

# Only plain character tables: some of Python's codecs (punycode) take forever on a hostile page.
_ENCODINGS = re.compile(
    r"(?:windows|cp|iso-8859|iso8859|koi8|latin|us-ascii|big5|gb\d*|euc)[\w-]*", re.IGNORECASE
)
_NO_TEXT: Final = "there is no article text in this page"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Comments at the top by which browsers and crawlers note where a page came from.
_SAVED_FROM = re.compile(r"<!--[^>]*?(?:saved from url=\(\d+\)|\burl:\s*)(https?://[^\s;>]+)")
_PUBLISHER = re.compile(r"<!--[^>]*?\bpublisher:\s*([^;>]+?)\s*(?:;|--)")


def read(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the article of one page."""
    try:
        yield to_article(read_whole(stream, MAX_PAGE))
    except (UnreadableError, ArticleError) as error:
        yield Problem(path, None, str(error), whole_file=True)


def to_article(content: bytes, url: str | None = None, charset: str | None = None) -> Article:
    """Make an article of a page's bytes.

    Args:
        content: The page as served.
        url: Its address, where it is known from elsewhere.
        charset: Its encoding, where it is known from elsewhere.

    Raises:
        UnreadableError: there is no article text, or far too much markup.
        ArticleError: what was found does not make an article.
    """
    text = _decode(content, charset)
    tree = parse(text)
    declared = read_metadata(tree)
    comment = text[:2000]
    declared.url = url or _match(_SAVED_FROM, comment) or declared.url
    declared.source = declared.source or _match(_PUBLISHER, comment)
    lines = _body_lines(tree)
    record = make_record(declared, outline(tree), lines) if lines else {}
    if not record.get("body") and not record.get("lead"):
        raise UnreadableError(_NO_TEXT)
    return Article.from_record(record)


def _match(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _decode(content: bytes, charset: str | None) -> str:
    """Return the text of a page: by its byte order mark, as UTF-8, as declared, or by guess."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    text = content.decode("utf-8-sig", "replace")
    if text.count("\N{REPLACEMENT CHARACTER}") <= len(text) // 1000:
        return text  # no other encoding reads as UTF-8 by chance; a page may be cut in a letter
    declared = _CHARSET.search(content[:4096])
    named = [charset or "", declared[1].decode("ascii", "ignore") if declared else ""]
    for name in [*filter(_ENCODINGS.fullmatch, named), *detect_encoding(content)]:
        try:
            return content.decode(name, "replace")
        except LookupError:
            continue
    return text


def parse(text: str) -> HtmlElement:
    """Return the tree of a page; libxml2 itself stops at 256 levels and expands no entities.

    Raises:
        UnreadableError: there is nothing in it, or far too much markup.
    """
    refuse_hostile(text)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = document_fromstring(clean(text).encode(), parser=parser)
    except etree.LxmlError:
        raise UnreadableError(_NO_TEXT) from None
    if any(number > MAX_ELEMENTS for number, _ in enumerate(tree.iter(), 1)):
        raise UnreadableError(f"has more than {MAX_ELEMENTS:,} elements: not a page of one article")
    return tree


def refuse_hostile(markup: str) -> None:
    """Raise UnreadableError where parsing *markup* would take minutes."""
    if _MANY_ATTRIBUTES.search(markup):
        raise UnreadableError("has an element with more than 1,000 attributes: not an article")


def _body_lines(tree: HtmlElement) -> list[str]:
    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True)
    except _EXTRACTION_FAULTS as error:
        reason = f"its text cannot be told from its markup ({type(error).__name__})"
        raise UnreadableError(reason) from None
    text = found.text or "" if isinstance(found, Document) else ""
    return [line for raw in clean(text).split("\n") if (line := squeeze(raw))]
