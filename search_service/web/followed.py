"""What the newsroom follows, as feeds at addresses that nobody guesses."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, abort, url_for

from search_service.answering import understood
from search_service.desk.following import query_of
from search_service.store.follows import Follow, Follows
from search_service.web import feeds, params
from search_service.web.context import engine, newsroom, store
from search_service.web.markup import answer

blueprint = Blueprint("followed", __name__)


@blueprint.get("/followed/<key>.atom")
def feed(key: str) -> Response:
    """Answer with the newest articles of the search that has this key."""
    follow = Follows(store()).by_key(key)
    if follow is None:
        abort(404)
    query = query_of(follow, params.FEED_LIMIT)
    dated = replace(query.filters, first=query.filters.first or feeds.EARLIEST)
    found = engine().search(replace(understood(engine(), query, newsroom()), filters=dated))
    here = address(follow)
    return answer(feeds.atom(query, found, follow.name, here, {"self": here}), feeds.MIMETYPE)


def address(follow: Follow) -> str:
    """Return where the feed of *follow* is, under this service."""
    return url_for("followed.feed", key=follow.key).partition("?")[0]


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Let no cache and no search engine keep what is meant for whoever has the address."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
