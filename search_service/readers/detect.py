"""The format of a file, told from its first bytes: names and suffixes are often wrong."""

from __future__ import annotations

import codecs
import re
from enum import Enum
from typing import Final

from search_service.readers.moments import has_stamp

HEAD: Final = 64 * 2**10
"""Bytes that decide: long enough to pass the comments and declarations before the first element."""

KNOWN_FORMATS: Final = "saved page, HTML, JSON Lines, RSS/Atom, WARC"

_SIGNATURES: Final = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstandard file",
}
# What may stand before the first element, then that element's name; possessive, as hostile files
# would otherwise be tried in endless ways.
_PROLOGUE = re.compile(
    r"""(?:\s++ | <\?.*?\?> | <!--.*?--> | <!DOCTYPE(?!\s+html)[^\[>]*+(?:\[.*?\]\s*+)?+>)*+
    <(!DOCTYPE|[\w:-]+)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_HTML_SIGN = re.compile(r"<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE)
_JSON_START = re.compile(r"""\{\s*(?:"|\}|$)|\[\s*(?:[\[{"\d\]-]|null|true|false|$)""")
_JSON_LINE = re.compile(r'^[ \t]*\{[ \t]*"', re.MULTILINE)
_FEEDS: Final = frozenset({"rss", "feed", "rdf:rdf"})
_HTML_ELEMENTS: Final = frozenset(
    {
        "!doctype", "a", "article", "aside", "b", "base", "body", "br", "center", "div", "em",
        "figure", "font", "form", "h1", "h2", "h3", "head", "header", "html", "i", "img", "link",
        "main", "meta", "nav", "ol", "p", "script", "section", "span", "strong", "style", "table",
        "time", "title", "ul",
    }
)  # fmt: skip


class Format(Enum):
    """A format there is a reader for."""

    PAGE = "saved page"
    HTML = "HTML"
    JSON = "JSON Lines"
    FEED = "RSS/Atom"
    WARC = "WARC"


def detect(head: bytes) -> Format | None:
    """Return the format of a file that begins with *head* (HEAD bytes), None when it is unknown."""
    if head.startswith(b"WARC/"):
        return Format.WARC
    text = _text(head)
    if _JSON_START.match(text) and not head.startswith(b"{\\rtf"):
        return Format.JSON
    if text.startswith("<"):
        return _markup(text)
    if has_stamp(text):
        return Format.PAGE
    if _JSON_LINE.search(text):  # only the first line is broken
        return Format.JSON
    return Format.HTML if _HTML_SIGN.search(text) else None


def unknown(head: bytes) -> str:
    """Return the reason why a file that begins with *head* cannot be read."""
    for signature, name in _SIGNATURES.items():
        if head.startswith(signature):
            return f"is {name}, not a known format ({KNOWN_FORMATS})"
    return f"not a known format ({KNOWN_FORMATS})"


def _text(head: bytes) -> str:
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if utf16 else "utf-8-sig", "ignore").lstrip()


def _markup(text: str) -> Format | None:
    match = _PROLOGUE.match(text)
    name = match[1].lower() if match else ""
    if name in _FEEDS:
        return Format.FEED
    if name in _HTML_ELEMENTS or _HTML_SIGN.search(text):
        return Format.HTML
    return None
