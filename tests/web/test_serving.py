"""Serving in several processes: none outlives the one that keeps them."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.web.app import MAX_BODY


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


@pytest.fixture
def keeper(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process that keeps two workers, once they answer."""
    with WhooshArchive(tmp_path).writer() as writer:
        writer.add(analyse(Article.from_record({"id": "a", "body": "Mưa lớn."}), "made"))
        writer.publish()
    command = ["serve", "--workers", "2", "--port", str(port), "--index-dir", str(tmp_path)]
    with subprocess.Popen(
        [sys.executable, "-m", "search_service", *command], stderr=subprocess.PIPE
    ) as process:
        while not answers(port):
            assert process.poll() is None, "the server ended before it answered"
            time.sleep(0.05)
        yield process
        process.kill()


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except URLError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_workers_end_with_their_keeper(
    keeper: subprocess.Popen[bytes], port: int, number: signal.Signals
) -> None:
    keeper.send_signal(number)
    # Standard error ends when the last process that holds it does.
    _, said = keeper.communicate(timeout=20)
    assert b"Traceback" not in said
    assert keeper.returncode == (0 if number != signal.SIGKILL else -signal.SIGKILL)
    assert not answers(port)


def test_a_body_larger_than_any_request_needs_is_refused(
    keeper: subprocess.Popen[bytes], port: int
) -> None:
    assert keeper.poll() is None
    address = Request(f"http://127.0.0.1:{port}/search", data=b"x" * (MAX_BODY + 1))
    with pytest.raises(HTTPError) as refused, urlopen(address, timeout=10):
        pass
    assert refused.value.code == 413
    refused.value.close()
