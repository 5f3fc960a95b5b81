"""Answers that hold for as long as the generation they were read from.

Such an answer is tagged with the generation, the settings and the newsroom's files. Whoever shows
the tag of the present ones again is told that nothing has changed (304) before anything is searched
for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from search_service.web.context import engine, fingerprint, newsroom

MAX_AGE: Final = 300
"""Seconds an answer is used without asking: how late a new article may be seen elsewhere."""

STALE: Final = 86_400
"""Seconds after that in which it is still shown while the new one is fetched."""

CACHE_CONTROL: Final = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}"

_View = ParamSpec("_View")


def by_generation(
    view: Callable[_View, ResponseReturnValue],
) -> Callable[_View, Response]:
    """Let the answers of *view* be kept while the generation is live.

    For views that read nothing but their address, the settings, the newsroom's files and the
    engine: not today's date.
    """

    @wraps(view)
    def cached(*args: _View.args, **kwargs: _View.kwargs) -> Response:
        tag = f"{engine().generation.name}-{fingerprint()}-{newsroom().state()}"
        if request.if_none_match.contains_weak(tag):
            answer = Response(status=304)
        else:
            answer = make_response(view(*args, **kwargs))
        if answer.status_code in {200, 304}:
            answer.set_etag(tag, weak=True)  # a proxy may compress it
            answer.headers["Cache-Control"] = CACHE_CONTROL
        return answer

    return cached
