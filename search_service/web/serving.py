"""Serving: waitress in this process, or in several that share one listening socket."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from errno import EINVAL
from threading import Thread
from types import FrameType
from typing import Any, Final

import waitress
from flask import Flask

from search_service.settings import Settings
from search_service.web.admitting import watch
from search_service.web.app import MAX_BODY
from search_service.web.metrics import lost
from search_service.web.stopping import run

BACKLOG: Final = 1024
"""Connections the system may hold back until they are taken."""

CONNECTIONS: Final = 1000
"""Connections of one process, most of them idle or slow: they cost kilobytes, and no thread."""

IDLE: Final = 30
"""Seconds after which a connection on which nothing comes is closed, be it in the middle of a
request: a browser opens another, and whoever sends by the byte does not hold one for free."""

MAX_HEAD: Final = 64 * 1024
"""Bytes of a request's head: the longest query takes 9,000 in an address, 50 filters as many."""

PAUSE: Final = 1.0
"""Seconds a worker must have lived to be replaced at once: one that cannot start would be started
again and again."""

_STOP: Final = frozenset({signal.SIGTERM, signal.SIGINT})

_MOST_SIGNALS: Final = 64
"""Signals taken notice of at once; what is behind them is read in the next round."""

_FIRST_HANDED: Final = 3
"""The number of the first file that systemd hands over."""

_log = logging.getLogger(__name__)


def serve(
    app: Flask,
    settings: Settings,
    *,
    workers: int = 1,
    listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve *app* until SIGINT or SIGTERM, in *workers* processes.

    *listening* is called once connections are taken.

    Raises:
        OSError: the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    listening()
    if workers == 1:
        _run(app, listener, settings)
    else:
        _Workers(app, listener, settings).keep(workers)


def _listen(host: str, port: int) -> socket.socket:
    handed = _handed_over()
    if handed is not None:
        return handed
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(BACKLOG)
    return listener


def _handed_over() -> socket.socket | None:
    """Return the socket that systemd listens on for us, by its protocol (sd_listen_fds(3)).

    While the service is started again it goes on listening: requests wait, none is refused.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    if os.environ.get("LISTEN_FDS") != "1":
        raise OSError(EINVAL, "systemd handed over several sockets; list one in the .socket unit")
    return socket.socket(fileno=_FIRST_HANDED)


def _run(app: Flask, listener: socket.socket, settings: Settings) -> None:
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=settings.threads,
        ident=None,
        **_proxy(settings.trusted_proxy),
        max_request_body_size=MAX_BODY,
        max_request_header_size=MAX_HEAD,
        backlog=BACKLOG,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,  # select takes no more than 1,024 files
        channel_timeout=IDLE,
        cleanup_interval=IDLE // 3,
    )
    watch(app, lambda: len(server.task_dispatcher.queue))
    run(server)


def _proxy(address: str) -> dict[str, Any]:
    """Return whose word is taken for where a request comes from, and for HTTPS in front."""
    if not address:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "clear_untrusted_proxy_headers": True,
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        # Not the host: it becomes part of addresses, and base_url names it.
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Take a signal; that it came is read where it is waited for."""


class _Workers:
    """Keeps processes serving on one socket; a worker that dies is replaced."""

    def __init__(self, app: Flask, listener: socket.socket, settings: Settings) -> None:
        self._app = app
        self._listener = listener
        self._settings = settings
        self._alive: dict[int, float] = {}  # since when, by the clock that never jumps
        # Only this process holds the writing end, so the other one closes when it is killed.
        self._killed, self._held = os.pipe()
        self._signals, self._signalled = os.pipe()

    def keep(self, count: int) -> None:
        """Run *count* workers until this process is told to stop.

        A handler that raised would do so anywhere, be it where Python can only ignore it; so
        signals are read from a pipe, their numbers as bytes (signal.set_wakeup_fd).
        """
        os.set_blocking(self._signalled, False)
        signal.set_wakeup_fd(self._signalled)
        for number in (*_STOP, signal.SIGCHLD):
            signal.signal(number, _noted)
        while True:
            while len(self._alive) < count:
                self._start()
            if _STOP.intersection(os.read(self._signals, _MOST_SIGNALS)):
                break
            self._reap()
        for number in _STOP:
            signal.signal(number, signal.SIG_DFL)  # a second one ends this process at once
        for pid in self._alive:
            os.kill(pid, signal.SIGTERM)
        for pid in self._alive:
            os.waitpid(pid, 0)

    def _reap(self) -> None:
        """Take notice of the workers that died; several may have, for one signal."""
        lived = []
        for pid in list(self._alive):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                lived.append(self._bury(pid, status))
        if lived and min(lived) < PAUSE:
            time.sleep(PAUSE)

    def _bury(self, pid: int, status: int) -> float:
        """Say that a worker died and of what, and return the seconds it lived."""
        lived = time.monotonic() - self._alive.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        ended = f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
        _log.error("worker %d %s after %.0f s; another takes its place", pid, ended, lived)
        lost(self._app, pid)
        return lived

    def _start(self) -> None:
        # Held back until this process knows its worker, and the worker is none that keeps others.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOP)
        pid = os.fork()
        if pid:
            self._alive[pid] = time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
            return
        signal.set_wakeup_fd(-1)
        for number in (*_STOP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP)
        for end in (self._held, self._signals, self._signalled):
            os.close(end)
        Thread(target=self._end_with_parent, daemon=True).start()
        status = 1
        try:
            _run(self._app, self._listener, self._settings)
            status = 0
        except Exception:
            _log.exception("a worker cannot go on")
            raise
        finally:
            os._exit(status)

    def _end_with_parent(self) -> None:
        os.read(self._killed, 1)
        os.kill(os.getpid(), signal.SIGTERM)
