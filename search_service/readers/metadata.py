"""What an HTML page says of its article for machines: JSON-LD first, then OpenGraph and meta."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from html import unescape
from typing import Any, Final

from lxml.html import HtmlElement

from search_service.readers.moments import read_moment

MAX_NODES: Final = 10_000
"""JSON-LD objects of one page that are looked at: real pages have fewer than a hundred."""

_HOME: Final = frozenset({"trang chủ", "home", "trang nhất"})
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "date", "dc.date.issued", "dc.date",
    "dcterms.created", "dcterms.issued", "datecreated",
)  # fmt: skip


@dataclass(slots=True)
class Metadata:
    """The fields of an article a page declares; see `search_service.article.Article`."""

    title: str | None = None
    lead: str | None = None
    section: str | None = None
    published: datetime | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None
    tags: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)


def read_metadata(tree: HtmlElement) -> Metadata:
    """Return what *tree* declares, each field from the best source that has it."""
    merged = Metadata()
    for source in (_json_ld(tree), _meta(tree)):
        for item in fields(Metadata):
            if not getattr(merged, item.name):
                setattr(merged, item.name, getattr(source, item.name))
    return merged


def _json_ld(tree: HtmlElement) -> Metadata:
    nodes = list(_nodes(tree))
    article = next((node for node in nodes if _is_article(node)), {})
    return Metadata(
        title=_first(article.get("headline")) or _first(article.get("name")),
        lead=_first(article.get("description")),
        section=_first(article.get("articleSection")) or _breadcrumb(nodes),
        published=read_moment(_first(article.get("datePublished")) or ""),
        author=", ".join(_texts(article.get("author"))) or None,
        source=_first(article.get("publisher")),
        url=_first(article.get("url")) or _first(article.get("mainEntityOfPage"), "@id"),
        tags=[tag for text in _texts(article.get("keywords")) for tag in text.split(",")],
        images=_texts(article.get("image"), "url"),
    )


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD; scripts that are not JSON say nothing."""
    waiting: deque[Any] = deque()
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(MAX_NODES):
        node = waiting.popleft() if waiting else None
        if isinstance(node, list):
            waiting.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.append(node.get("@graph"))


def _is_article(node: dict[str, Any]) -> bool:
    return any(
        kind.endswith(("Article", "Posting", "Report")) for kind in _texts(node.get("@type"))
    )


def _breadcrumb(nodes: Sequence[dict[str, Any]]) -> str | None:
    """Return the first step of the page's breadcrumb below the home page."""
    trail = next((node for node in nodes if node.get("@type") == "BreadcrumbList"), {})
    items = trail.get("itemListElement")
    steps = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    names = [_first(step.get("name")) or _first(step.get("item")) for step in steps]
    below = [name for name in names if name and name.casefold() not in _HOME]
    return below[0] if len(below) > 1 else None


def _texts(value: object, key: str = "name") -> list[str]:
    """Return the texts in a JSON-LD value: a text, an object's *key*, or a list of either."""
    items = value if isinstance(value, list) else [value]
    texts = [item.get(key) if isinstance(item, dict) else item for item in items]
    return [unescape(text).strip() for text in texts if isinstance(text, str) and text.strip()]


def _first(value: object, key: str = "name") -> str | None:
    return next(iter(_texts(value, key)), None)


def _meta(tree: HtmlElement) -> Metadata:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := (element.get("content") or "").strip():
            found.setdefault(name.lower(), []).append(content)

    def one(*names: str) -> str | None:
        return next((found[name][0] for name in names if name in found), None)

    moments = (read_moment(text) for name in _PUBLISHED for text in found.get(name, ()))
    tags = found.get("article:tag") or found.get("news_keywords") or found.get("keywords") or []
    return Metadata(
        title=one("og:title", "twitter:title", "title", "dc.title", "headline") or _title(tree),
        lead=one("og:description", "description", "twitter:description", "dc.description"),
        section=one("article:section", "section", "articlesection"),
        published=next(filter(None, moments), None),
        author=one("article:author", "author", "dc.creator", "twitter:creator"),
        source=one("og:site_name", "dc.publisher", "application-name", "copyright"),
        url=next(iter(tree.xpath("//link[@rel='canonical']/@href")), None) or one("og:url"),
        tags=[tag for text in tags for tag in text.split(",")],
        images=found.get("og:image") or found.get("twitter:image") or [],
    )


def _title(tree: HtmlElement) -> str | None:
    """Return the window's title without the name of the site that sites add after a bar."""
    return (tree.findtext(".//title") or "").partition("|")[0].strip() or None
