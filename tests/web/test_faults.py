"""What happens to a server that is told to stop, loses a worker, or meets slow clients."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from search_service.engines.whoosh.archive import WhooshArchive
from tests.serving import PATIENCE, wait_until_it_answers

Serve = Callable[..., subprocess.Popen[bytes]]
LISTENS = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-m", "search_service", *sys.argv[2:]])
"""
"""What systemd does for a service that it listens for."""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that goes on listening while the servers it is handed to come and go."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as held:
        yield held


@pytest.fixture
def port(listener: socket.socket) -> int:
    number: int = listener.getsockname()[1]
    return number


@pytest.fixture
def serve(sample_archive: WhooshArchive, listener: socket.socket) -> Iterator[Serve]:
    """Start a server on the socket; what is returned is its process."""
    folder = sample_archive._generations.folder
    started: list[subprocess.Popen[bytes]] = []

    def serve(workers: int = 1) -> subprocess.Popen[bytes]:
        command = [str(listener.fileno()), "serve", "--workers", str(workers)]
        process = subprocess.Popen(
            [sys.executable, "-c", LISTENS, *command],
            pass_fds=[listener.fileno()],
            env={
                **os.environ,
                "SEARCH_SERVICE_INDEX_DIR": str(folder),
                "SEARCH_SERVICE_LOG_FORMAT": "json",
                "SEARCH_SERVICE_API_RATE_LIMIT": "0",
            },
            stderr=subprocess.PIPE,
        )
        started.append(process)
        wait_until_it_answers(listener.getsockname()[1], process)
        return process

    yield serve
    for process in started:
        process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


def ask(port: int, path: str = "/healthz") -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
        return text


def sent(port: int, number: int) -> HTTPConnection:
    """Send a text that takes a while to analyse."""
    body = json.dumps({"title": f"Số {number}", "body": "Tỉnh ủy họp bàn chuyển đổi số. " * 600})
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/api/related", body.encode(), headers)
    return connection


def related(connection: HTTPConnection) -> int:
    """Return how many articles the text is related to that was sent."""
    with closing(connection):
        return len(json.loads(connection.getresponse().read())["related"])


@pytest.mark.parametrize("workers", [1, 2])
def test_what_has_come_before_the_end_is_answered(serve: Serve, port: int, workers: int) -> None:
    process = serve(workers)
    with ThreadPoolExecutor(16) as clients:
        # All have come before one is answered: who comes later waits for the next service.
        texts = [sent(port, number) for number in range(16)]
        answers = [clients.submit(related, text) for text in texts]
        while not any(answer.done() for answer in answers):
            time.sleep(0.01)
        assert not all(answer.done() for answer in answers), "all were too fast to be under way"
        process.send_signal(signal.SIGTERM)
        assert len([answer.result() for answer in answers]) == 16
    _, said = process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in said


def test_while_it_starts_again_requests_wait_and_none_is_refused(serve: Serve, port: int) -> None:
    first = serve()
    first.send_signal(signal.SIGTERM)
    first.wait()
    with ThreadPoolExecutor(1) as client:
        answer = client.submit(ask, port)
        serve()
        assert json.loads(answer.result()) == {"status": "ok"}


def children(process: subprocess.Popen[bytes]) -> list[int]:
    told = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not told.exists():
        pytest.skip("this system does not tell a process's children")
    return [int(number) for number in told.read_text().split()]


def counted(port: int, name: str) -> float:
    pattern = rf"^search_service_{re.escape(name)} (\S+)$"
    (value,) = re.findall(pattern, ask(port, "/metrics"), re.MULTILINE)
    return float(value)


def test_a_worker_that_is_killed_is_replaced_and_told(serve: Serve, port: int) -> None:
    process = serve(workers=2)
    while len(started := children(process)) < 2:  # one may answer while the other is being started
        time.sleep(0.05)
    killed, other = started
    os.kill(killed, signal.SIGKILL)
    while len(now := set(children(process)) - {killed}) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    assert other in now
    assert counted(port, "workers_lost_total") == 1
    for _ in range(8):
        ask(port)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    told = [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]
    (lost,) = [one for one in told if one["level"] == "error"]
    assert f"worker {killed} was ended by signal 9" in lost["message"]


def test_the_metrics_are_of_all_workers_together(serve: Serve, port: int) -> None:
    serve(workers=2)
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda _: ask(port, "/search?q=lua"), range(40)))
    assert counted(port, 'responses_total{class="search",status="200"}') == 40
    assert counted(port, "requests_under_way") == 1  # the one that asks


@pytest.fixture
def slow(port: int) -> Iterator[list[socket.socket]]:
    """A hundred clients, each in the middle of a request."""
    clients = []
    for _ in range(100):
        client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        client.sendall(b"GET /search?q=lua HTTP/1.1\r\nHost: kho")
        clients.append(client)
    yield clients
    for client in clients:
        client.close()


def test_slow_clients_keep_nobody_else_waiting(
    serve: Serve, port: int, request: pytest.FixtureRequest
) -> None:
    process = serve()
    clients = request.getfixturevalue("slow")
    assert json.loads(ask(port, "/api/search?q=lua"))["total"] > 0
    clients[0].sendall(b".example\r\nConnection: close\r\n\r\n")
    assert clients[0].recv(12) == b"HTTP/1.1 200"
    process.send_signal(signal.SIGTERM)  # nor do they keep it from ending
    assert process.wait() == 0


def test_who_goes_away_before_the_answer_is_no_fault(serve: Serve, port: int) -> None:
    process = serve()
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET /search?q=t HTTP/1.1\r\nHost: kho.example\r\n\r\n")
    ask(port)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert b"Traceback" not in said
    assert b'"error"' not in said


def test_a_head_that_is_too_long_is_refused(serve: Serve, port: int) -> None:
    serve()
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", f"/search?q={'%E1%BA%A5' * 1_000}")
        assert connection.getresponse().status == 200  # the longest query there is
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # it does not wait for the rest
            connection.request("GET", f"/search?q={'x' * 70_000}")
        assert connection.getresponse().status == 431
