"""A server that ends as it should: what has come is answered, nothing new is taken."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any, Final

GRACE: Final = 20.0
"""Seconds that requests under way are given when the server is told to stop: a search takes a
fiftieth of one, and a file of some thousand articles may still be finished."""

_LAST: Final = 1024
"""Turns of the loop before the door is closed, each taking one connection that waits at it."""


def run(server: Any) -> None:
    """Run a server of waitress until SIGTERM or SIGINT, then finish what it has.

    waitress's own way to stop ends with its loop, and leaves unsent what its threads still write.
    A second signal ends the process at once.
    """
    told = False

    def stop(number: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True
        signal.signal(number, signal.SIG_DFL)
        server.pull_trigger()  # the loop may be asleep

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not told:
        _turn(server, timeout=1.0)
    _turn(server, timeout=0, count=_LAST)
    # Of this process alone: other workers, and whoever handed the socket over, keep theirs.
    server.del_channel()
    server.socket.close()
    _drain(server)
    server.task_dispatcher.shutdown(timeout=1)


def _drain(server: Any) -> None:
    """Let the connections that are answered close, and the others be answered."""
    end = time.monotonic() + GRACE
    while server.active_channels and time.monotonic() < end:
        for channel in list(server.active_channels.values()):
            if not (channel.requests or channel.total_outbufs_len):
                channel.will_close = True
        _turn(server, timeout=0.05)


def _turn(server: Any, *, timeout: float, count: int = 1) -> None:
    server.asyncore.loop(timeout=timeout, use_poll=True, map=server._map, count=count)
