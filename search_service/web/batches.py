"""Many searches at once: a table of queries is sent, a table of counts or hits comes back."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from search_service.desk.exporting import delimited
from search_service.desk.queries import LIMIT, QueriesError, Row, Wanted, answered, read
from search_service.query import MAX_SIZE
from search_service.web import present
from search_service.web.context import engine, newsroom
from search_service.web.downloads import attached, headings, in_turn, taken
from search_service.web.errors import describe
from search_service.web.i18n import marked
from search_service.web.origin import require_own_form
from search_service.web.parameters import BadParameter, Reader

blueprint = Blueprint("batches", __name__)

MAX_QUERIES: Final = 500
"""Searches of one table: a minute's work. The command line has no such limit."""

ANSWERS: Final = {
    Wanted.COUNTS: marked("Số bài của từng truy vấn"),
    Wanted.HITS: marked("Các bài đầu của từng truy vấn"),
}


@blueprint.get("/batch")
def page() -> str:
    """Show the form that takes a table."""
    return _page(())


@blueprint.post("/batch")
def send() -> Response:
    """Answer a table of queries with a table; where that cannot be read, with the form again."""
    require_own_form()
    reader = Reader(request.form)
    wanted = reader.choice("answer", Wanted) or Wanted.COUNTS
    limit = reader.whole("limit", LIMIT, least=1, most=MAX_SIZE)
    rows = _rows(reader)
    if reader.problems:
        return make_response(_page(tuple(reader.problems)), 400)
    return in_turn(lambda: _answer(rows, wanted, limit))


def _rows(reader: Reader) -> list[Row]:
    sent = request.files.get("queries")
    expected = marked("một bảng CSV có cột q, mỗi dòng một truy vấn")
    try:
        rows = read(sent.read()) if sent else []
    except QueriesError as error:
        reader.report("queries", str(error), expected)
        return []
    if not rows:
        reader.report("queries", sent.filename or "" if sent else "", expected)
    elif len(rows) > MAX_QUERIES:
        many = marked("nhiều nhất {most} truy vấn; nhiều hơn thì dùng lệnh search-service batch")
        reader.report("queries", str(len(rows)), many, most=MAX_QUERIES)
    return rows


def _answer(rows: list[Row], wanted: Wanted, limit: int) -> Response:
    cells = answered(engine(), newsroom(), rows, wanted, limit=limit, page=present.article_page)
    parts = delimited.table(cells, delimited.comments(taken(None, None), headings()))
    return attached(parts, delimited.MIMETYPE, f"batch {wanted.value}", "csv")


def _page(problems: tuple[BadParameter, ...]) -> str:
    return render_template(
        "batch.html",
        problems=[describe(problem) for problem in problems],
        answers=ANSWERS,
        limit=LIMIT,
        most_hits=MAX_SIZE,
        most=MAX_QUERIES,
    )
