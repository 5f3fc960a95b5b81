"""A whole result taken away: as a file, or as a list to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from flask import Blueprint, Response, request, stream_template

from search_service.answering import asked
from search_service.desk.citing import Reference
from search_service.desk.exporting import FORMATS, Format, Snapshot, export
from search_service.document import Document
from search_service.grammar import typed
from search_service.query import Query
from search_service.web import desk_params, params, present
from search_service.web.context import engine, newsroom, settings
from search_service.web.downloads import attached, headings, in_turn, taken
from search_service.web.i18n import marked
from search_service.web.parameters import BadParameter, ParameterError

blueprint = Blueprint("exports", __name__)

MAX_EXPORTED: Final = 100_000
"""Most articles of one file: minutes of work, 500 MB of whole texts. The command line has no such
limit."""


@blueprint.get("/export")
def file() -> Response:
    """Send every article of a search in the format asked for, or the page of them to print."""
    query, kind = desk_params.read_export(request.args)
    query = asked(engine(), query, newsroom())
    total = engine().search(replace(query, size=0)).total
    if total > MAX_EXPORTED:
        expected = marked("nhiều nhất {most} bài; nhiều hơn thì dùng lệnh search-service export")
        problem = BadParameter("q", query.text[:40], expected, {"most": MAX_EXPORTED})
        raise ParameterError((problem,))
    address = present.search_url(replace(query, start=0, size=0))
    snapshot = taken(typed(query), total, address)
    if kind is None:
        return in_turn(lambda: _printed(query, snapshot))
    return in_turn(lambda: _sent(kind, query, snapshot))


@blueprint.app_template_global()
def export_url(query: Query, kind: str) -> str:
    """Return the address of a file of all that *query* finds."""
    pairs = params.write(replace(query, start=0))
    return present.listing_url("exports.file", [*pairs, ("format", kind)])


def _sent(kind: Format, query: Query, snapshot: Snapshot) -> Response:
    parts = export(
        kind,
        engine().stream(query),
        snapshot,
        page=present.article_page,
        labels=headings(),
    )
    form = FORMATS[kind]
    return attached(parts, form.mimetype, typed(query), form.suffix)


def _printed(query: Query, snapshot: Snapshot) -> Response:
    references = _references(engine().stream(query), snapshot)
    page = stream_template(
        "print.html",
        snapshot=snapshot,
        facts=list(snapshot.facts(headings())),
        references=references,
        query=query,
    )
    return Response(page, mimetype="text/html")


def _references(
    documents: Iterator[Document], snapshot: Snapshot
) -> Iterator[tuple[Document, Reference]]:
    for document in documents:
        reference = Reference.of(
            document.article,
            archive=settings().site_name,
            page=present.article_page(document),
            accessed=snapshot.taken.date(),
        )
        yield document, reference
