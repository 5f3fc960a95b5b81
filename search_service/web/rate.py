"""How often one client may ask the API, and the headers that say so.

The headers are those of the IETF draft "RateLimit header fields for HTTP" (draft-ietf-httpapi-
ratelimit-headers-10). Every process counts for itself: N workers let a client ask up to N times as
often.
"""

from __future__ import annotations

import time
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Timer
from typing import Final, NoReturn

from flask import Flask, Response, abort, g, request
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from search_service.web.i18n import is_program

WINDOW: Final = 60
"""Seconds that one allowance is for."""

SWEEP: Final = 10
"""Seconds from one look for counts that are over to the next; they count for nothing before it."""

POST_COST: Final = 10
"""What a text that is sent counts: it is analysed, which takes ten times as long as a search."""

IPV6_CLIENT: Final = 64
"""Bits of an IPv6 address that stand for one client: providers give each such a network or more."""

HEAVY: Final = {"exports.file": 60, "concordances.page": 10, "stories.page": 5, "batches.send": 60}
"""What requests count that take far longer than a search, by their endpoints: with the limit as it
is by default a client makes ten files, or sees sixty pages of lines, in a minute."""

_POLICY: Final = "client"
_FREE: Final = frozenset({"/healthz", "/readyz"})
"""Asked by the machines that watch the service."""


def init_app(app: Flask) -> None:
    """Limit the requests of each client to the API of *app*, if the settings say so."""

    @app.after_request
    def say_when(response: Response) -> Response:
        if "retry_after" in g:
            response.headers["Retry-After"] = str(g.retry_after)
        return response

    allowed = app.config["API_RATE_LIMIT"]
    if not allowed:
        return
    limiter = SlidingWindowCounterRateLimiter(counters())
    allowance = RateLimitItemPerMinute(allowed)

    @app.before_request
    def count() -> None:
        cost = _cost()
        if not cost:
            return
        client = _client(request.remote_addr)
        let_in = limiter.hit(allowance, client, cost=cost)
        g.window = limiter.get_window_stats(allowance, client)
        if not let_in:
            abort(429)

    @app.after_request
    def tell(response: Response) -> Response:
        window = g.get("window")
        if window is not None:
            seconds = max(1, ceil(window.reset_time - time.time()))
            response.headers["RateLimit-Policy"] = f'"{_POLICY}";q={allowed};w={WINDOW}'
            response.headers["RateLimit"] = f'"{_POLICY}";r={window.remaining};t={seconds}'
            if response.status_code == 429:
                response.headers["Retry-After"] = str(seconds)
        return response


class Allowance:
    """How often each client may do one thing, in one process."""

    def __init__(self, allowed: int, seconds: int) -> None:
        """Let every client do it so often within so many *seconds*."""
        self._limiter = SlidingWindowCounterRateLimiter(counters())
        self._item = RateLimitItemPerSecond(allowed, seconds)

    def count(self, who: str = "") -> None:
        """Count this request for its client, or for *who*; or answer with 429."""
        if not self._limiter.hit(self._item, self._counted(who)):
            self._refuse(who)

    def require(self, who: str = "") -> None:
        """Answer with 429 where another request of the client, or of *who*, is one too many."""
        if not self._limiter.test(self._item, self._counted(who)):
            self._refuse(who)

    def _counted(self, who: str) -> str:
        return who or _client(request.remote_addr)

    def _refuse(self, who: str) -> NoReturn:
        window = self._limiter.get_window_stats(self._item, self._counted(who))
        g.retry_after = max(1, ceil(window.reset_time - time.time()))
        abort(429)


class _Sweep(Timer):
    """Stands in for the timer of MemoryStorage, which asks it with each request whether it waits.

    That one starts a thread a hundredth of a second after a request, to look at all clients for
    counts that are over: of 20,000 it takes a fifth of a core. This one looks itself, and seldom.
    """

    _next = 0.0

    def is_alive(self) -> bool:
        """Say that it waits, and do what is due."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + SWEEP
            self.function()
        return True


def counters() -> MemoryStorage:
    """Return what counts in memory, and looks now and then for what is over."""
    made = MemoryStorage()
    made.timer = _Sweep(SWEEP, made.timer.function)
    return made


def _cost() -> int:
    """Return what this request counts: nothing for most pages, which the server in front counts."""
    if request.endpoint in HEAVY:
        return HEAVY[request.endpoint]
    if not is_program() or request.path in _FREE or request.method == "OPTIONS":
        return 0
    return POST_COST if request.method == "POST" else 1


def _client(address: str | None) -> str:
    """Return what stands for the client at *address*: its network where it is IPv6."""
    try:
        ip = ip_address(address or "")
    except ValueError:  # no address: a socket of the system's own
        return "local"
    if isinstance(ip, IPv6Address):
        return str(ip_network((ip, IPV6_CLIENT), strict=False))
    return str(ip)
