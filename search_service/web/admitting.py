"""Which requests are taken at all: those for this host, while there is room for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request

from search_service.settings import Settings
from search_service.web.context import settings
from search_service.web.metrics import metrics

MAX_WAITING: Final = 100
"""Requests that may wait for a thread of one process. At 20 ms each the last of them waits two
seconds; whoever waits longer has gone or asked again."""

RETRY_AFTER: Final = 2
"""Seconds after which a request that was refused is worth another try: as long as the queue."""

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""Names by which this machine asks itself."""

_ALWAYS: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by the machines that watch, by whatever name they have, and most of all under load. Nothing
in their answers is made of the host."""

_PORT: Final = re.compile(r":\d*$")
_EXTENSION: Final = "search_service.waiting"


def init_app(app: Flask) -> None:
    """Refuse what is for another host (421), and everything while too many wait (503)."""

    @app.before_request
    def admit() -> None:
        if request.path in _ALWAYS:
            return
        hosts = allowed_hosts(settings())
        if hosts and not is_allowed(request.host, hosts):
            metrics().refused.labels("host").inc()
            abort(421)
        waiting = _waiting()
        metrics().waiting.set(waiting)
        if waiting > MAX_WAITING:
            metrics().refused.labels("overload").inc()
            g.retry_after = RETRY_AFTER
            abort(503)


def watch(app: Flask, waiting: Callable[[], int]) -> None:
    """Let *waiting* tell *app* how many requests wait for a thread."""
    app.extensions[_EXTENSION] = waiting


def allowed_hosts(settings: Settings) -> list[str]:
    """Return the hosts that requests may name, without ports; none when any will do."""
    own = urlsplit(settings.base_url).hostname
    named = settings.allowed_hosts or ((own.encode("idna").decode(),) if own else ())
    return [*named, *LOOPBACK] if named else []


def is_allowed(host: str, hosts: Iterable[str]) -> bool:
    """Tell whether *host*, with or without a port, is one of *hosts*, or below a ``.host``."""
    name = _PORT.sub("", host).lower()
    return any(name == one or (one.startswith(".") and f".{name}".endswith(one)) for one in hosts)


def _waiting() -> int:
    count: Callable[[], int] | None = current_app.extensions.get(_EXTENSION)
    return count() if count else 0
