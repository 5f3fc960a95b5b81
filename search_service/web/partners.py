"""Which other sites may ask and frame: everyone, or the partners that are listed.

Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol) without
credentials: there are none here to share.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from search_service.web.context import partners

SHARED: Final = ("/api/", "/oembed")
"""Beginnings of the paths whose answers scripts of other sites may read."""

EXPOSED: Final = "ETag, RateLimit, RateLimit-Policy, Retry-After"
"""Headers such a script may read besides those that every script may."""

PREFLIGHT_AGE: Final = 7200
"""Seconds a browser keeps the answer to a preflight: no browser takes more than two hours."""


def frame_ancestors() -> list[str]:
    """Return the sources of ``frame-ancestors`` for what may be framed: this site and others."""
    origins = sorted(set(partners().values()))
    return ["'self'", *origins] if origins else ["*"]


def init_app(app: Flask) -> None:
    """Tell browsers who may read an answer, errors and preflights included."""

    @app.after_request
    def share(response: Response) -> Response:
        if request.path.startswith(SHARED):
            _share(response)
        return response


def _share(response: Response) -> None:
    listed = set(partners().values())
    origin = request.headers.get("Origin", "")
    if listed:
        response.vary.add("Origin")  # said to all: a cache must not hand one's answer to another
    if listed and origin not in listed:
        return
    response.headers["Access-Control-Allow-Origin"] = origin if listed else "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_AGE)
