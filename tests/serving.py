"""The service behind real waitress on loopback: in a thread of the tests' process, or in others."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.request import urlopen

import waitress
from flask import Flask
from waitress import wasyncore

from scripts.loopback import reserved

PATIENCE = 120
"""Seconds for what takes one or two: a busy machine is no failure, and a fault may wait so long."""


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
        # What a thread still answers would go on while the next test runs.
        server.task_dispatcher.shutdown(timeout=PATIENCE)
        wasyncore.close_all(server._map)


@contextmanager
def reserved_port() -> Iterator[int]:
    """Keep a port of this machine that a server may listen on, and no other test."""
    with reserved() as held:
        number: int = held.getsockname()[1]
        yield number


def answers(port: int) -> bool:
    """Tell whether a service behind *port* says that it lives."""
    try:
        # The socket may listen already, and nobody be behind it, or somebody who is just killed.
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False


def wait_until_it_answers(port: int, process: subprocess.Popen[Any]) -> None:
    """Wait for the service that *process* is to be behind *port*."""
    while not answers(port):
        assert process.poll() is None, "the server ended before it answered"
        time.sleep(0.05)


def wait_until_it_listens(port: int, process: subprocess.Popen[Any]) -> None:
    """Wait until *process*, of whatever kind, takes connections on *port*."""
    while True:
        assert process.poll() is None, "it ended before it answered"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def wait_for_a_minute_with_room() -> None:
    """Let this minute end where it ends soon: a service counts by minutes of the clock."""
    left = 60 - time.time() % 60
    if left < 20:
        time.sleep(left)
