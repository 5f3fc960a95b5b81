"""The words around a search: what its articles have more often than the archive."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template, request

from search_service.answering import understood
from search_service.desk.around import Around, around
from search_service.query import Query
from search_service.web import desk_params, params, present
from search_service.web.caching import by_generation
from search_service.web.context import engine, newsroom
from search_service.web.errors import describe

blueprint = Blueprint("words", __name__)

SHOWN: Final = 30
"""Most words, and most persons, of a page: the rest is barely more frequent than elsewhere."""


@blueprint.get("/words")
@by_generation
def page() -> str:
    """Show the words and the persons typical of a search."""
    query, problems = params.read_page(request.args, size=1)
    return render_template(
        "words.html",
        query=query,
        found=surrounding(query),
        problems=[describe(problem) for problem in problems],
    )


def surrounding(query: Query) -> Around:
    """Return what is typical of the articles of *query*."""
    return around(engine(), understood(engine(), query, newsroom()), size=SHOWN)


@blueprint.app_template_global()
def words_url(query: Query) -> str:
    """Return the address of the words around *query*."""
    return present.listing_url("words.page", desk_params.write_search(query))
