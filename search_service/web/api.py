"""The JSON API; its shapes are in ``wire``, its errors are problem details (RFC 9457)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, jsonify, request

from search_service import wire
from search_service.answering import answer, understood
from search_service.article import Article, ArticleError
from search_service.concordance import concordance
from search_service.document import Document, analyse
from search_service.grammar import parse
from search_service.related import related
from search_service.vietnamese import nfc
from search_service.web import params, present
from search_service.web.addresses import article_at
from search_service.web.caching import by_generation
from search_service.web.context import engine, newsroom, settings

blueprint = Blueprint("api", __name__, url_prefix="/api")

MAX_RELATED: Final = 20
MAX_SUGGESTIONS: Final = 20
SUGGESTIONS: Final = 8
"""Completions shown under the search box: as many as are read at a glance."""


@blueprint.get("/search")
def search() -> Response:
    """Search; the parameters are those of the search page with ``limit`` and ``offset``."""
    query = params.read_api(request.args)
    facets = tuple(wire.FACET_NAMES)
    return jsonify(wire.results_json(answer(engine(), query, newsroom(), facets=facets)))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Complete ``q``: people, sections, phrases and titles, each with its page's address."""
    limit = params.read_limit(request.args, default=SUGGESTIONS, most=MAX_SUGGESTIONS)
    text = params.read_text(request.args)
    found = engine().suggest(text, limit=limit)
    completions = [
        {**wire.suggestion_json(item), "page": present.suggestion_url(item)} for item in found
    ]
    return jsonify(query=text, suggestions=completions)


@blueprint.get("/articles/<article_id:article_id>")
def article(article_id: str) -> Response:
    """Answer with a whole article, and with ``q`` where the words stand in it."""
    query = understood(engine(), parse(params.read_text(request.args)), newsroom())
    document = _found(engine().document(article_id))
    found = wire.concordance_json(concordance(document.article, query)) if query.ranked else {}
    return jsonify({**wire.article_json(document), **found})


@blueprint.get("/articles/<article_id:article_id>/related")
@by_generation
def related_to(article_id: str) -> Response:
    """Answer with the articles related to an article."""
    return _related(_found(engine().document(article_id)))


@blueprint.get("/related")
@by_generation
def related_to_url() -> Response:
    """Answer with the articles related to the one published at ``url``."""
    return _related(_found(article_at(params.read_address(request.args))))


@blueprint.post("/related")
def related_to_text() -> Response:
    """Answer with the articles related to a text that is sent: ``url``, ``title``, ``body``."""
    sent = request.get_json()
    if not isinstance(sent, dict):
        abort(400)
    record = {name: sent.get(name) for name in ("url", "title", "body")}
    try:
        return _related(analyse(Article.from_record(record), "").document)
    except ArticleError:
        abort(400)


@blueprint.get("/people/<person_id>")
def person(person_id: str) -> Response:
    """Answer with a person across the archive."""
    record = engine().person(nfc(person_id))
    if record is None:
        abort(404)
    return jsonify(wire.person_json(record))


def _related(document: Document) -> Response:
    limit = params.read_limit(request.args, default=settings().related_limit, most=MAX_RELATED)
    placement = params.read_placement(request.args)
    found = related(engine(), document, limit=limit, placement=placement)
    return jsonify(
        wire.related_json(document, found, page=present.article_page, label=present.reason_label)
    )


def _found(document: Document | None) -> Document:
    if document is None:
        abort(404)
    return document
