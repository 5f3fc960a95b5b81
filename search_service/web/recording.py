"""Keeping the search diary: what readers search for and open, counted where the staff can read it.

Counted in memory and written together, so that no search waits for a disk.
"""

from __future__ import annotations

import atexit
import time
from datetime import datetime
from threading import Lock
from typing import Final

from flask import Flask, Response, current_app, g, request

from search_service.article import VIETNAM
from search_service.store import StoreError
from search_service.store.diary import Diary, Seen
from search_service.web.context import settings, store

EVERY: Final = 20.0
"""Seconds between two writings: what a process that is killed loses."""

MOST: Final = 1_000
"""Searches and clicks held until then; more come from programs, and are not counted."""

PLACE: Final = "n"
"""The parameter by which a link among the hits says its place."""


_EXTENSION: Final = "search_service.recording"


class Recorder:
    """What one process has seen since it last wrote. Safe to use from several threads."""

    def __init__(self, diary: Diary) -> None:
        """Write to *diary*."""
        self._diary = diary
        self._seen: list[Seen] = []
        self._lock = Lock()
        self._written = time.monotonic()

    def add(self, seen: Seen) -> None:
        """Keep *seen*, and write when it is time.

        Raises:
            StoreError: it was time, and nothing can be written.
        """
        with self._lock:
            if len(self._seen) < MOST:
                self._seen.append(seen)
            due = time.monotonic() - self._written >= EVERY
        if due:
            self.write()

    def write(self) -> None:
        """Write what is there.

        Raises:
            StoreError: it cannot be written.
        """
        with self._lock:
            seen, self._seen = self._seen, []
            self._written = time.monotonic()
        if seen:
            self._diary.add(seen, datetime.now(VIETNAM).date())


def init_app(app: Flask) -> None:
    """Keep a diary for *app*, if there is staff to read it and the settings keep it for a day."""
    with app.app_context():
        if not kept():
            return
        recorder = Recorder(Diary(store(), days=settings().diary_days))
    app.extensions[_EXTENSION] = recorder
    atexit.register(_write_last, recorder)

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def record(response: Response) -> Response:
        seen = _seen(response)
        if seen is not None:
            try:
                recorder.add(seen)
            except StoreError as error:
                current_app.logger.error("the search diary: %s", error)  # noqa: TRY400 - says all
        return response


def kept() -> bool:
    """Tell whether there is a diary: staff to read it, and a day that it is kept for."""
    return settings().staff and settings().diary_days > 0


def write_now() -> None:
    """Write what this process has seen: who looks at the diary wants the last minute too.

    Raises:
        StoreError: it cannot be written.
    """
    recorder: Recorder | None = current_app.extensions.get(_EXTENSION)
    if recorder is not None:
        recorder.write()


def found() -> int | None:
    """Return how many articles this request has been said to find, None where nothing was said."""
    number: int | None = g.get("found")
    return number


def searched(found: int) -> None:
    """Say how many articles this request found, for the diary."""
    g.found = found


def _seen(response: Response) -> Seen | None:
    """Return what a reader did: searched, on the first page; or opened one of the hits."""
    query = request.args.get("q", "")
    if not query.strip() or request.method != "GET" or response.status_code not in {200, 304}:
        return None
    if request.endpoint == "pages.search" and "found" in g and not request.args.get("page"):
        return Seen(query, found=g.found, seconds=time.perf_counter() - g.began)
    place = request.args.get(PLACE, 0, type=int)
    if request.endpoint == "pages.article" and place > 0:
        return Seen(query, place=place)
    return None


def _write_last(recorder: Recorder) -> None:
    try:
        recorder.write()
    except StoreError as error:
        print(f"the search diary: {error}")  # noqa: T201 - logging may be over by now
