"""Answers that hold for as long as what they were made from does.

Such an answer is tagged with the generation, the settings and the newsroom's files. Whoever shows
the tag of the present ones again is told that nothing has changed (304) before anything is searched
for; for everyone else the last answers are kept in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Final, NamedTuple, ParamSpec

from cachetools import LRUCache
from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import Headers

from search_service.article import VIETNAM
from search_service.web import recording
from search_service.web.context import engine, fingerprint, newsroom
from search_service.web.metrics import metrics

MAX_AGE: Final = 300
"""Seconds an answer is used without asking: how late a new article may be seen elsewhere."""

STALE: Final = 86_400
"""Seconds after that in which it is still shown while the new one is fetched."""

CACHE_CONTROL: Final = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}"

KEPT: Final = 32 * 2**20
"""Bytes of answers that one process keeps: ten thousand lists of related articles."""

LARGEST: Final = KEPT // 64
"""Largest answer that is kept, in bytes: one harvest must not drive out the lists."""

_EXTENSION: Final = "search_service.answers"

_View = ParamSpec("_View")


class _Answer(NamedTuple):
    body: bytes
    headers: Headers
    found: int | None

    def again(self) -> Response:
        """Return the answer once more, and tell the search diary what it was told before."""
        if self.found is not None:
            recording.searched(self.found)
        return Response(self.body, headers=self.headers)


class Answers:
    """The answers asked for last, of one process. Safe to use from several threads."""

    def __init__(self) -> None:
        """Keep up to KEPT bytes."""
        self._known: LRUCache[str, _Answer] = LRUCache(KEPT, getsizeof=lambda one: len(one.body))
        self._lock = Lock()

    def get(self, key: str) -> Response | None:
        """Return the answer kept under *key*, None where there is none."""
        with self._lock:
            kept = self._known.get(key)
        return kept.again() if kept else None

    def keep(self, key: str, answer: Response) -> None:
        """Keep *answer* under *key*, if it is one to be asked for again and not too large."""
        if answer.status_code != 200 or answer.is_streamed:
            return
        body = answer.get_data()
        if len(body) <= LARGEST:
            with self._lock:
                self._known[key] = _Answer(body, Headers(answer.headers), recording.found())


def init_app(app: Flask) -> None:
    """Give *app* a place to keep answers."""
    app.extensions[_EXTENSION] = Answers()


def forget(app: Flask) -> None:
    """Let go of all answers that *app* keeps."""
    init_app(app)


def by_generation(view: Callable[_View, ResponseReturnValue]) -> Callable[_View, Response]:
    """Let the answers of *view* be kept until another generation is live.

    For views that read nothing but their request, the settings, the newsroom's files and the
    engine: not today's date, and no header but the one that names the host.
    """

    @wraps(view)
    def cached(*args: _View.args, **kwargs: _View.kwargs) -> Response:
        tag = _tag()
        if request.method == "POST":
            return _kept(tag, lambda: make_response(view(*args, **kwargs)))
        if request.if_none_match.contains_weak(tag):
            metrics().kept.labels("unchanged").inc()
            answer = Response(status=304)
        else:
            answer = _kept(tag, lambda: make_response(view(*args, **kwargs)))
        if answer.status_code in {200, 304}:
            answer.set_etag(tag, weak=True)  # a proxy may compress it
            answer.headers["Cache-Control"] = CACHE_CONTROL
        return answer

    return cached


def by_day(view: Callable[_View, ResponseReturnValue]) -> Callable[_View, Response]:
    """Keep the answers of *view* in this process until another generation is live, or another day.

    For views that read what those of ``by_generation`` may, and today's date: pins have days.
    Nobody outside is told to keep them, since nobody outside knows when a day ends.
    """

    @wraps(view)
    def kept(*args: _View.args, **kwargs: _View.kwargs) -> Response:
        tag = f"{_tag()}-{datetime.now(VIETNAM).date()}"
        return _kept(tag, lambda: make_response(view(*args, **kwargs)))

    return kept


def _tag() -> str:
    return f"{engine().generation.name}-{fingerprint()}-{newsroom().state()}"


def _kept(tag: str, make: Callable[[], Response]) -> Response:
    answers: Answers = current_app.extensions[_EXTENSION]
    body = hashlib.sha256(request.get_data()).hexdigest() if request.method == "POST" else ""
    key = f"{tag} {request.url} {body}"
    answer = answers.get(key)
    metrics().kept.labels("kept" if answer else "made").inc()
    if answer is None:
        answer = make()
        answers.keep(key, answer)
    return answer
