"""Serving: waitress in this process, or in several that share one listening socket."""

from __future__ import annotations

import os
import signal
import socket
from threading import Thread
from types import FrameType
from typing import Any, Final

import waitress
from flask import Flask

from search_service.settings import Settings
from search_service.web.app import MAX_BODY

BACKLOG: Final = 1024
"""Connections the system may hold back while every thread is busy."""


def serve(app: Flask, settings: Settings, *, workers: int = 1) -> None:
    """Serve *app* until SIGINT or SIGTERM, in *workers* processes.

    Raises:
        OSError: the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    if workers == 1:
        signal.signal(signal.SIGTERM, _stop)
        _run(app, listener, settings)
    else:
        _Workers(app, listener, settings).keep(workers)


def _listen(host: str, port: int) -> socket.socket:
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


def _run(app: Flask, listener: socket.socket, settings: Settings) -> None:
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=settings.threads,
        ident=None,
        **_proxy(settings.trusted_proxy),
        max_request_body_size=MAX_BODY,
    )
    try:
        server.run()
    except SystemExit:
        server.close()


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


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


class _Workers:
    """Keeps processes serving on one socket; a worker that dies is replaced."""

    def __init__(self, app: Flask, listener: socket.socket, settings: Settings) -> None:
        self._app = app
        self._listener = listener
        self._settings = settings
        self._alive: set[int] = set()
        # Only this process holds the writing end, so the other one closes when it is killed.
        self._killed, self._held = os.pipe()

    def keep(self, count: int) -> None:
        """Run *count* workers until this process is told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        try:
            while True:
                while len(self._alive) < count:
                    self._start()
                pid, _ = os.wait()
                self._alive.discard(pid)
        except SystemExit:
            for pid in self._alive:
                os.kill(pid, signal.SIGTERM)
            for pid in self._alive:
                os.waitpid(pid, 0)

    def _start(self) -> None:
        pid = os.fork()
        if pid:
            self._alive.add(pid)
            return
        os.close(self._held)
        Thread(target=self._end_with_parent, daemon=True).start()
        try:
            _run(self._app, self._listener, self._settings)
        finally:
            os._exit(0)

    def _end_with_parent(self) -> None:
        os.read(self._killed, 1)
        os.kill(os.getpid(), signal.SIGTERM)
