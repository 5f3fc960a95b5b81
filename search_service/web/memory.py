"""How much memory a process has of its own, and letting go of what it keeps when that is too much.

The index is not counted: it is mapped, shared by all workers, and the system takes its pages back
where it needs them.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Final

from flask import Flask, Response

from search_service.web import caching
from search_service.web.context import forget, settings
from search_service.web.metrics import metrics

PAUSE: Final = 1.0
"""Seconds between two looks, each of some microseconds."""

REST: Final = 60.0
"""Seconds after letting go until that is done again: what was of use is put together anew by then,
and where the setting is too low for the archive, at least not at every request."""

_EXTENSION: Final = "search_service.memory"
_STATE: Final = Path("/proc/self/statm")
_MEGABYTE: Final = 1_000_000

_log = logging.getLogger(__name__)


class Watch:
    """Looks at the memory of one process. Threads may share it: a look too many does no harm."""

    def __init__(self, app: Flask) -> None:
        """Watch over what *app* keeps."""
        self._app = app
        self._looked = self._let_go = float("-inf")

    def look(self) -> None:
        """Tell how much it is, and let go where it is more than ``memory_mb``, when it is time."""
        now = time.monotonic()
        if now - self._looked < PAUSE:
            return
        self._looked = now
        size = own()
        if size is None:
            return
        metrics().memory.set(size)
        limit = settings().memory_mb
        if size > limit * _MEGABYTE and now - self._let_go >= REST:
            self._let_go = now
            _log.info("%d MB are more than memory_mb = %d: starting afresh", size / 1e6, limit)
            caching.forget(self._app)
            forget()


def own() -> int | None:
    """Return the bytes of this process that no file stands behind; None where nobody tells."""
    try:
        _, resident, shared = map(int, _STATE.read_text(encoding="ascii").split()[:3])
    except OSError:  # another system than Linux
        return None
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def init_app(app: Flask) -> None:
    """Look after requests."""
    watch = app.extensions[_EXTENSION] = Watch(app)

    @app.after_request
    def look(response: Response) -> Response:
        watch.look()
        return response
