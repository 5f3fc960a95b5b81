"""The story of an article: its reports on a line of time."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from search_service.desk.story import Story, story
from search_service.document import Document
from search_service.web.caching import by_generation
from search_service.web.context import engine

blueprint = Blueprint("stories", __name__)


@blueprint.get("/story/<article_id:article_id>")
@by_generation
def page(article_id: str) -> str:
    """Show the story that an article belongs to."""
    document, found = told(article_id)
    return render_template("story.html", document=document, story=found)


def told(article_id: str) -> tuple[Document, Story]:
    """Return an article and its story; abort with 404 where there is no such article."""
    document = engine().document(article_id)
    if document is None:
        abort(404)
    return document, story(engine(), document)
