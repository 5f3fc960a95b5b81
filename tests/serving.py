"""The service behind real waitress on loopback, in a thread of the tests' own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import waitress
from flask import Flask
from waitress import wasyncore


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve *app* on a free port of this machine; the address is its.

    The loop ends before anything it waits for is closed: a file closed under `select` is an
    error in that thread, or another's file by then.
    """
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    told = threading.Event()

    def loop() -> None:
        while not told.is_set():
            server.asyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        told.set()
        server.pull_trigger()
        thread.join()
        server.task_dispatcher.shutdown()
        wasyncore.close_all(server._map)
