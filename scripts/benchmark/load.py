"""Requests over HTTP: many connections, each with one request on its way, to one of our servers."""

import os
import selectors
import socket
import subprocess  # of our own program
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

from scripts.loopback import reserved

CONNECTIONS = 8
"""Requests on their way at a time: twice as many as two workers on two cores can be busy with."""

CHECKOUT = Path(__file__).resolve().parents[2]

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Load:
    """What came of some requests.

    Attributes:
        answers: Requests answered with 200.
        seconds: Of the clock, from the first to the last.
        processor: Seconds of the server's processes.
        client: Seconds of the processor that asking took: they are not the server's to have.
        waits: Seconds from asking to the last byte, one for each.
    """

    answers: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    client: float = 0.0
    waits: list[float] = field(default_factory=list)


class Server:
    """One of our servers, on a port of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self._process = process
        self.port = port

    def ask(self, paths: Iterable[str], seconds: float) -> Load:
        """Ask for *paths* in turn, again and again."""
        load = Load()
        before, own, started = self._processor(), time.process_time(), time.perf_counter()
        with selectors.DefaultSelector() as waiting:
            each = _Asking(self.port, paths, load, started + seconds)
            for _ in range(CONNECTIONS):
                each.open(waiting)
            while waiting.get_map():
                for key, _ in waiting.select():
                    each.read(waiting, key.data)
        load.seconds = time.perf_counter() - started
        load.processor, load.client = self._processor() - before, time.process_time() - own
        return load

    def warm(self, paths: Sequence[str]) -> None:
        """Ask for *paths* once each, unmeasured."""
        for path in paths:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
                answer.read()

    def processes(self) -> list[int]:
        """Return the ids of the server's process and of its workers'."""
        root = self._process.pid
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
        return [root, *map(int, children)]

    def _processor(self) -> float:
        """Return the seconds of the processor that the server and its workers have used."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICKS


class _Connection:
    """One connection: when it asked, and what has come since."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.asked = 0.0
        self.came = b""

    def whole(self) -> bool:
        """Tell whether the answer is there to its last byte."""
        head, end, body = self.came.partition(b"\r\n\r\n")
        if not end:
            return False
        length = next(
            line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        return len(body) >= int(length.split(b":")[1])


class _Asking:
    """Keeps connections busy until the time is over."""

    def __init__(self, port: int, paths: Iterable[str], load: Load, end: float) -> None:
        self._port, self._load, self._end = port, load, end
        self._paths = cycle(paths) if isinstance(paths, Sequence) else iter(paths)

    def open(self, waiting: selectors.BaseSelector) -> None:
        connection = _Connection(self._port)
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        self._ask(connection)

    def read(self, waiting: selectors.BaseSelector, connection: _Connection) -> None:
        connection.came += connection.socket.recv(1 << 20)
        if not connection.whole():
            return
        now = time.perf_counter()
        if not connection.came.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(connection.came[:300].decode("utf-8", "replace"))
        self._load.answers += 1
        self._load.waits.append(now - connection.asked)
        if now < self._end:
            self._ask(connection)
        else:
            waiting.unregister(connection.socket)
            connection.socket.close()

    def _ask(self, connection: _Connection) -> None:
        path = next(self._paths)
        connection.came = b""
        connection.asked = time.perf_counter()
        connection.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())


@contextmanager
def serving(index: Path, *, workers: int) -> Iterator[Server]:
    """Serve *index* with *workers* processes, on a free port, without a limit on requests."""
    with reserved() as held:
        port: int = held.getsockname()[1]
        command = ["serve", "--workers", str(workers), "--port", str(port)]
        with subprocess.Popen(
            [sys.executable, "-m", "search_service", *command, "--index-dir", str(index)],
            cwd=CHECKOUT,
            env={**os.environ, "SEARCH_SERVICE_API_RATE_LIMIT": "0"},
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                while not _answers(port):
                    if process.poll() is not None:
                        raise RuntimeError("the server ended before it answered")
                    time.sleep(0.1)
                yield Server(process, port)
            finally:
                process.terminate()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):  # it listens already, and nobody is behind it yet
        return False
