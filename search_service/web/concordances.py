"""The concordance of a search over all its articles, as a page and as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from search_service.answering import understood
from search_service.desk.exporting import delimited
from search_service.desk.exporting.snapshot import local
from search_service.desk.kwic import Kwic, Order, every_line, kwic
from search_service.engines.base import MAX_WINDOW
from search_service.grammar import typed
from search_service.query import Query, Sort
from search_service.web import desk_params, present
from search_service.web.caching import by_generation
from search_service.web.context import engine, newsroom
from search_service.web.downloads import attached, headings, in_turn, taken
from search_service.web.errors import describe
from search_service.web.i18n import gettext, marked
from search_service.web.paging import Paging, paging

blueprint = Blueprint("concordances", __name__)

ORDERS: Final = {
    Order.NEWEST: marked("Mới nhất"),
    Order.OLDEST: marked("Cũ nhất"),
    Order.LEFT: marked("Từ bên trái"),
    Order.RIGHT: marked("Từ bên phải"),
}


@blueprint.get("/concordance")
def page() -> Response:
    """Show the lines of a search; with ``format=csv`` send all of them."""
    asked, problems = desk_params.read_concordance(request.args)
    query = understood(engine(), asked.query, newsroom())
    if request.args.get("format") == "csv":
        return in_turn(lambda: _csv(query))
    return _shown(asked, query, [describe(problem) for problem in problems])


@by_generation
def _shown(asked: desk_params.AskedConcordance, query: Query, problems: list[str]) -> Response:
    found = kwic(engine(), query, asked.order, page=asked.page) if query.ranked else None
    shown = render_template(
        "concordance.html",
        asked=asked,
        query=query,
        found=found,
        phrase=replace(query, text='"{}"'.format(query.text.replace('"', " "))),
        orders=ORDERS,
        problems=problems,
        paging=_paging(asked, found) if found else None,
        to_page=partial(_page_url, asked),
        ordered_url=lambda order: _url(replace(asked, order=order, page=1)),
        csv_url=_url(asked, ("format", "csv")),
    )
    return make_response(shown)


@blueprint.app_template_global()
def concordance_url(query: Query) -> str:
    """Return the address of the concordance of *query*."""
    return _url(desk_params.AskedConcordance(query, Order.NEWEST, 1))


def _paging(asked: desk_params.AskedConcordance, found: Kwic) -> Paging:
    window = Query(start=(asked.page - 1) * found.size, size=found.size)
    return paging(window, min(found.total, MAX_WINDOW))


def _page_url(asked: desk_params.AskedConcordance, page: int) -> str:
    return _url(replace(asked, page=page))


def _url(asked: desk_params.AskedConcordance, *more: tuple[str, str]) -> str:
    pairs = [*desk_params.write_concordance(asked), *more]
    return present.listing_url("concordances.page", pairs)


def _csv(query: Query) -> Response:
    newest = replace(query, sort=Sort.NEWEST)
    total = engine().search(replace(newest, size=0)).total
    snapshot = taken(typed(query), total, concordance_url(query))
    head = delimited.comments(snapshot, headings())
    parts = delimited.table(_rows(newest), head)
    return attached(parts, delimited.MIMETYPE, f"kwic {typed(query)}", "csv")


def _rows(query: Query) -> Iterator[list[delimited.Cell]]:
    names = headings()
    yield [
        *(names[name] for name in ("id", "published", "title")),
        *(gettext("Bên trái"), gettext("Từ khóa"), gettext("Bên phải"), names["page"]),
    ]
    for line in every_line(engine().stream(query), query):
        article, keyword = line.document.article, line.keyword
        published = local(article.published) if article.published else None
        yield [
            *(article.id, published, article.title),
            *(keyword.left.strip(), keyword.text, keyword.right.strip()),
            present.article_page(line.document),
        ]
