"""The JSON API; its records are in ``wire``, its errors are problem details (RFC 9457)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, current_app, jsonify, request

from search_service.answering import answer, understood
from search_service.concordance import concordance
from search_service.document import Document
from search_service.grammar import parse
from search_service.query import Filters, Query
from search_service.related import Placement, related
from search_service.vietnamese import nfc
from search_service.web import operations, params, present
from search_service.web.addresses import article_at
from search_service.web.caching import by_day, by_generation
from search_service.web.context import engine, newsroom, settings
from search_service.web.i18n import marked
from search_service.web.metrics import searched
from search_service.web.openapi import document as openapi_document
from search_service.web.operations import Operation, documented, json_answer
from search_service.web.parameters import cursor
from search_service.web.posted import read_posted
from search_service.wire import (
    FACET_NAMES,
    ArticleAnswer,
    ArticlesAnswer,
    PersonAnswer,
    PostedArticle,
    RelatedAnswer,
    SearchAnswer,
    SuggestAnswer,
)

blueprint = Blueprint("api", __name__, url_prefix="/api")

_RELATING: Final = (
    operations.limit(5, operations.MAX_RELATED),
    operations.PLACEMENT,
    operations.LANGUAGE,
)


@blueprint.get("/search")
@documented(Operation(marked("Tìm bài"), SearchAnswer, operations.SEARCHING, (410,)))
@by_day
def search() -> Response:
    """Search; the parameters are those of the search page with ``limit`` and ``offset``."""
    query = params.read_api(request.args)
    answered = answer(engine(), query, newsroom(), facets=tuple(FACET_NAMES))
    searched(answered.results.total)
    return json_answer(SearchAnswer.of(answered))


@blueprint.get("/suggest")
@documented(
    Operation(
        marked("Gợi ý khi đang gõ"),
        SuggestAnswer,
        (
            operations.TEXT,
            operations.limit(operations.SUGGESTIONS, operations.MAX_SUGGESTIONS),
            operations.LANGUAGE,
        ),
        kept=True,
    )
)
@by_generation
def suggest() -> Response:
    """Complete ``q``: people, sections, phrases and titles, each with its page's address."""
    params.check_language(request.args)
    limit = params.read_whole(
        request.args, "limit", operations.SUGGESTIONS, most=operations.MAX_SUGGESTIONS
    )
    text = params.read_text(request.args)
    found = engine().suggest(text, limit=limit)
    return json_answer(SuggestAnswer.of(text, found, present.suggestion_url))


@blueprint.get("/articles")
@documented(
    Operation(
        marked("Đọc lần lượt mọi bài, hoặc mọi bài của một lần tìm"),
        ArticlesAnswer,
        operations.HARVESTING,
        kept=True,
    )
)
@by_generation
def articles() -> Response:
    """Answer with a part of the articles that a query finds, in the order of their ids."""
    query, after = params.read_harvest(request.args)
    query = understood(engine(), query, newsroom())
    found = engine().scan(query, after=after)
    more = len(found) == query.size
    return json_answer(ArticlesAnswer.of(found, cursor(found[-1].article.id) if more else None))


@blueprint.get("/articles/<article_id:article_id>")
@documented(
    Operation(
        marked("Một bài; có q thì thêm mọi chỗ có từ ấy"),
        ArticleAnswer,
        (operations.ARTICLE, operations.WORDS),
        statuses=(404,),
        kept=True,
    )
)
@by_generation
def article(article_id: str) -> Response:
    """Answer with a whole article, and with ``q`` where the words stand in it."""
    query = understood(engine(), parse(params.read_text(request.args)), newsroom())
    document = _found(engine().document(article_id))
    found = concordance(document.article, query) if query.ranked else None
    return json_answer(ArticleAnswer.of(document, found))


@blueprint.get("/articles/<article_id:article_id>/related")
@documented(
    Operation(
        marked("Tin liên quan đến một bài trong kho"),
        RelatedAnswer,
        (operations.ARTICLE, *_RELATING),
        statuses=(404,),
        kept=True,
    )
)
@by_generation
def related_to(article_id: str) -> Response:
    """Answer with the articles related to an article."""
    return _related(_found(engine().document(article_id)))


@blueprint.get("/related")
@documented(
    Operation(
        marked("Tin liên quan đến bài ở một địa chỉ"),
        RelatedAnswer,
        (operations.ADDRESS, *_RELATING),
        statuses=(404,),
        kept=True,
    )
)
@by_generation
def related_to_url() -> Response:
    """Answer with the articles related to the one published at ``url``."""
    return _related(_found(article_at(params.read_address(request.args))))


@blueprint.post("/related")
@documented(
    Operation(
        marked("Tin liên quan đến một bài không có trong kho"),
        RelatedAnswer,
        _RELATING,
        statuses=(413, 415),
        body=PostedArticle,
    )
)
@by_generation
def related_to_text() -> Response:
    """Answer with the articles related to a text that is sent."""
    document = read_posted(request)
    url = document.article.url
    known = engine().document_by_url(url) if url else None
    return _related(known or document, archived=known is not None)


@blueprint.get("/people/<person_id>")
@documented(
    Operation(
        marked("Một nhân vật trong toàn kho"),
        PersonAnswer,
        (operations.PERSON,),
        statuses=(404,),
        kept=True,
    )
)
@by_generation
def person(person_id: str) -> Response:
    """Answer with a person across the archive."""
    record = engine().person(nfc(person_id))
    if record is None:
        abort(404)
    whole = Query(filters=Filters(people=(record.id,)), size=0)
    return json_answer(PersonAnswer.of(record, engine().search(whole, facets=("month", "section"))))


@blueprint.get("/openapi.json")
@by_generation
def openapi() -> Response:
    """Answer with the description of this API: OpenAPI 3.1."""
    described = openapi_document(current_app, settings().site_name, present.absolute(""))
    return jsonify(described)


def _related(document: Document, *, archived: bool = True) -> Response:
    params.check_language(request.args)
    limit = params.read_whole(
        request.args, "limit", settings().related_limit, most=operations.MAX_RELATED
    )
    placement = params.read_choice(request.args, "placement", Placement.ANY)
    found = related(engine(), document, limit=limit, placement=placement)
    article_id = document.article.id if archived else None
    return json_answer(
        RelatedAnswer.of(article_id, found, present.article_page, present.reason_label)
    )


def _found(document: Document | None) -> Document:
    if document is None:
        abort(404)
    return document
