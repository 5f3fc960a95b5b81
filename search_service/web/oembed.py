"""oEmbed 1.0 (https://oembed.com): an article's related list for whoever pastes its address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from lxml import etree
from lxml.builder import E

from search_service.document import Document
from search_service.related import RelatedArticle
from search_service.web import params, present
from search_service.web.addresses import article_at, spoken_at
from search_service.web.caching import STALE, by_generation
from search_service.web.context import settings
from search_service.web.embedding import HEADINGS, Embedding, height
from search_service.web.i18n import translations
from search_service.web.widget import listed

blueprint = Blueprint("oembed", __name__)

WIDTH: Final = 600
"""Width of a frame in pixels where the asker has room: a column of text."""

MOST: Final = 10_000
"""Largest width and height that are asked for, in pixels: more is no column of a page."""


@blueprint.get("/oembed")
@by_generation
def oembed() -> Response:
    """Answer with what embeds the list of the article at ``url``."""
    form = request.args.get("format", "json").strip().lower() or "json"
    if form not in {"json", "xml"}:
        abort(501)
    address = params.read_address(request.args)
    width = min(WIDTH, params.read_whole(request.args, "maxwidth", WIDTH, most=MOST))
    tallest = params.read_whole(request.args, "maxheight", MOST, most=MOST)
    document = article_at(address)
    asked = Embedding(limit=settings().related_limit)
    found = listed(document, asked) if document else ()
    if document is None or not found:
        abort(404)
    fitting = _fitting(found, asked, tallest)
    tall = min(tallest, height(fitting, asked.layout))
    frame = iframe(
        document, replace(asked, limit=len(fitting)), spoken_at(address), width=width, height=tall
    )
    answer = _answer(document, frame, width, tall)
    return _xml(answer) if form == "xml" else jsonify(answer)


def iframe(
    document: Document, asked: Embedding, language: str, *, width: int | str, height: int
) -> str:
    """Return the HTML of a frame with the list of *document*."""
    chosen = {"id": document.article.id, **asked.pairs(language)}
    return render_template(
        "_iframe.html",
        address=f"{present.absolute(url_for('widget.frame'))}?{urlencode(chosen)}",
        title=translations(language).gettext(HEADINGS[asked.placement]),
        width=width,
        height=height,
    )


@blueprint.app_template_global("oembed_url")
def discovery_url(page: str, form: str) -> str:
    """Return the absolute address that answers for the article page at *page*."""
    pairs = urlencode({"url": page, "format": form})
    return f"{present.absolute(url_for('oembed.oembed'))}?{pairs}"


def _fitting(
    found: tuple[RelatedArticle, ...], asked: Embedding, tallest: int
) -> tuple[RelatedArticle, ...]:
    """Return as many articles as fit; the first in any case, which then has to be scrolled."""
    while len(found) > 1 and height(found, asked.layout) > tallest:
        found = found[:-1]
    return found


def _answer(document: Document, frame: str, width: int, height: int) -> dict[str, Any]:
    author = document.article.author
    return {
        "version": "1.0",
        "type": "rich",
        "title": document.article.title,
        **({"author_name": author} if author else {}),
        "provider_name": settings().site_name,
        "provider_url": present.absolute(url_for("pages.home")),
        "cache_age": STALE,
        "width": width,
        "height": height,
        "html": frame,
    }


def _xml(answer: dict[str, Any]) -> Response:
    root = E.oembed(*[E(name, str(value)) for name, value in answer.items()])
    text = etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
    return Response(text, content_type="text/xml; charset=utf-8")
