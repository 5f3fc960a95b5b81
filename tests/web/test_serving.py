"""Serving in several processes: none outlives the one that keeps them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.web.app import MAX_BODY
from tests.serving import (
    PATIENCE,
    answers,
    reserved_port,
    wait_for_a_minute_with_room,
    wait_until_it_answers,
)


@pytest.fixture
def port() -> Iterator[int]:
    with reserved_port() as number:
        yield number


def command(folder: Path, port: int, workers: int) -> list[str]:
    """Return the command that serves an archive of one article, once it is made."""
    with WhooshArchive(folder).writer() as writer:
        writer.add(analyse(Article.from_record({"id": "a", "body": "Mưa lớn."}), "made"))
        writer.publish()
    serve = ["serve", "--workers", str(workers), "--port", str(port), "--index-dir", str(folder)]
    return [sys.executable, "-m", "search_service", *serve]


@pytest.fixture
def keeper(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process that keeps two workers, once they answer."""
    with subprocess.Popen(command(tmp_path, port, workers=2), stderr=subprocess.PIPE) as process:
        try:
            wait_until_it_answers(port, process)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_workers_end_with_their_keeper(
    keeper: subprocess.Popen[bytes], port: int, number: signal.Signals
) -> None:
    keeper.send_signal(number)
    # Standard error ends when the last process that holds it does.
    _, said = keeper.communicate(timeout=PATIENCE)
    assert b"Traceback" not in said
    assert keeper.returncode == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    assert not answers(port)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_keeper_told_to_stop_while_it_starts_workers_leaves_none(
    tmp_path: Path, port: int, number: signal.Signals
) -> None:
    many = command(tmp_path, port, workers=24)
    with subprocess.Popen(many, stderr=subprocess.PIPE) as process:
        try:
            wait_until_it_answers(port, process)
            process.send_signal(number)
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert b"Exception" not in said
    assert b"Traceback" not in said
    assert process.returncode == 0
    assert not answers(port)


def test_a_worker_that_dies_is_replaced_and_the_log_says_of_what(
    keeper: subprocess.Popen[bytes], port: int
) -> None:
    workers = Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()
    assert keeper.stderr is not None
    for pid in map(int, workers):
        os.kill(pid, signal.SIGKILL)
    for _ in workers:
        assert b"was ended by signal 9" in next(line for line in keeper.stderr if b"worker" in line)
    wait_until_it_answers(port, keeper)


def test_a_body_larger_than_any_request_needs_is_refused(
    keeper: subprocess.Popen[bytes], port: int
) -> None:
    assert keeper.poll() is None
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        # Only announced: what is refused by its length need not be sent.
        connection.putrequest("POST", "/search")
        connection.putheader("Content-Length", str(MAX_BODY + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


@pytest.fixture
def serve(tmp_path: Path, port: int) -> Iterator[Callable[..., None]]:
    """Start a server with settings of the environment; it answers when the call is over."""
    with WhooshArchive(tmp_path).writer() as writer:
        writer.add(analyse(Article.from_record({"id": "a", "body": "Mưa lớn."}), "made"))
        writer.publish()
    started: list[subprocess.Popen[bytes]] = []

    def serve(**environment: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "search_service", "serve", "--port", str(port)],
            env={**os.environ, "SEARCH_SERVICE_INDEX_DIR": str(tmp_path), **environment},
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        wait_until_it_answers(port, process)
        wait_for_a_minute_with_room()

    yield serve
    for process in started:
        process.kill()
        process.wait()


def left(port: int, client: str) -> str:
    """Return what the API says is left to a client that a proxy speaks for."""
    request = Request(f"http://127.0.0.1:{port}/api/search", headers={"X-Forwarded-For": client})
    with urlopen(request, timeout=PATIENCE) as answer:
        told: str = answer.headers["RateLimit"]
    return told.split(";")[1]


def test_a_proxy_on_this_machine_is_believed_whom_it_speaks_for(
    serve: Callable[..., None], port: int
) -> None:
    serve(SEARCH_SERVICE_API_RATE_LIMIT="9")
    assert [left(port, client) for client in ("192.0.2.1", "192.0.2.1", "192.0.2.2")] == [
        "r=8", "r=7", "r=8",
    ]  # fmt: skip
    assert left(port, "192.0.2.9, 192.0.2.1") == "r=6"  # the last one is the proxy's own word


def test_without_a_trusted_proxy_nobody_speaks_for_another(
    serve: Callable[..., None], port: int
) -> None:
    serve(SEARCH_SERVICE_API_RATE_LIMIT="9", SEARCH_SERVICE_TRUSTED_PROXY="")
    assert [left(port, client) for client in ("192.0.2.1", "192.0.2.2")] == ["r=8", "r=7"]
