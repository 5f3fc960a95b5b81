"""Reaching a cluster: over TLS with sign-in, and when it is away, busy or back."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from search_service.engines.errors import EngineUnavailable
from search_service.grammar import parse
from search_service.settings import Settings
from search_service.web.app import create_app

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch import loading
from search_service.engines.opensearch.archive import OpenSearchArchive
from search_service.engines.opensearch.cluster import Cluster, Connection
from search_service.engines.opensearch.writing import Layout
from tests.engines.contract import RECORDS
from tests.engines.opensearch.workshop import Workshop
from tests.serving import reserved_port, wait_until_it_listens


@pytest.fixture(scope="module")
def workshop(
    opensearch_urls: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    workshop = Workshop(opensearch_urls, tmp_path_factory.mktemp("cluster"), "reached")
    yield workshop
    workshop.clear()


PASSWORD, OTHER = "bí mật", "khác"


@pytest.fixture
def port() -> Iterator[int]:
    with reserved_port() as number:
        yield number


@contextmanager
def front(folder: Path, port: int, behind: str, server: str = "") -> Iterator[None]:
    """A real nginx before a node of the cluster."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        # A worker of another user could not read the folder of the tests.
        f"{'user root; ' if os.getuid() == 0 else ''}daemon off; events {{}}\n"
        f"pid {folder}/pid; error_log {folder}/error.log;\n"
        f"http {{ access_log off; {paths} client_max_body_size 100m;\n"
        f"server {{ listen 127.0.0.1:{port} {'ssl' if server else ''}; {server}\n"
        f"location / {{ proxy_pass {behind}; proxy_set_header Authorization ''; }} }} }}\n"
    )
    running = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", f"{folder}/error.log"]
    )
    try:
        wait_until_it_listens(port, running)
        yield
    finally:
        running.terminate()
        running.wait()


def archive_at(workshop: Workshop, folder: Path, connection: Connection) -> OpenSearchArchive:
    """The archive of RECORDS, reached by *connection*."""
    prefix = workshop.make(RECORDS).generations()[0].name.rsplit("-", 2)[0]
    return OpenSearchArchive(connection, folder / "arrays", prefix=prefix, layout=Layout(1, 0, 2))


def test_a_cluster_is_reached_over_tls_by_name_and_password(
    workshop: Workshop, tmp_path: Path, port: int
) -> None:
    def openssl(*words: str) -> str:
        return subprocess.run(
            ["openssl", *words],  # noqa: S607 - wherever it is
            check=True, capture_output=True, text=True
        ).stdout.strip()  # fmt: skip

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate),
    )  # fmt: skip
    (tmp_path / "users").write_text(f"kho:{openssl('passwd', '-apr1', PASSWORD)}\n")
    server = (
        f"ssl_certificate {certificate}; ssl_certificate_key {key}; "
        f"auth_basic kho; auth_basic_user_file {tmp_path}/users;"
    )
    signed = Connection(
        (f"https://127.0.0.1:{port}",), user="kho", password=PASSWORD, ca=certificate, timeout=60
    )
    with front(tmp_path, port, workshop.urls[0], server):
        assert archive_at(workshop, tmp_path, signed).engine().search(parse("cầu")).total == 3
        wrong = archive_at(workshop, tmp_path, replace(signed, password=OTHER))
        with pytest.raises(EngineUnavailable, match="refuses the sign-in") as refused:
            wrong.engine()
        assert OTHER not in str(refused.value)
        unknown = archive_at(workshop, tmp_path, replace(signed, ca=None))
        with pytest.raises(EngineUnavailable, match=r"cannot be reached.*certificate"):
            unknown.engine()


def test_a_cluster_that_is_away_says_so_and_is_found_again_when_it_is_back(
    workshop: Workshop, tmp_path: Path, port: int
) -> None:
    connection = Connection((f"http://127.0.0.1:{port}",), timeout=60)
    archive = archive_at(workshop, tmp_path, connection)
    with front(tmp_path, port, workshop.urls[0]):
        engine = archive.engine()
        assert engine.search(parse("cầu")).total == 3
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        engine.search(parse("lúa"))
    with front(tmp_path, port, workshop.urls[0]):
        assert archive.engine().search(parse("lúa")).total == 2


def test_pages_of_an_archive_that_is_away_say_so_and_when_to_come_back(
    tmp_path: Path, port: int
) -> None:
    connection = Connection((f"http://127.0.0.1:{port}",))
    archive = OpenSearchArchive(connection, tmp_path, prefix="kho", layout=Layout(1, 0, 2))
    browser = create_app(archive, Settings()).test_client()
    for address in ("/", "/search?q=lúa", "/api/search?q=lúa", "/readyz"):
        answer = browser.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0


def test_a_node_that_is_away_is_passed_over(workshop: Workshop, tmp_path: Path, port: int) -> None:
    gone = f"http://127.0.0.1:{port}"
    connection = Connection((gone, *workshop.urls), timeout=60)
    engine = archive_at(workshop, tmp_path, connection).engine()
    assert {engine.search(parse(text)).total for text in ("cầu", "lúa", "giá")} == {3, 2, 1}


def test_threads_that_ask_at_once_keep_their_connections(
    workshop: Workshop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    connection = Connection(workshop.urls[:1], timeout=60)
    engine = archive_at(workshop, tmp_path, connection).engine()
    together = threading.Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return engine.search(parse("cầu")).total

    with caplog.at_level("WARNING", "urllib3"), ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(64))) == [3] * 64
    assert "pool is full" not in caplog.text


class _Busy(BaseHTTPRequestHandler):
    """Passes requests on to a node, but refuses the first few as a node does that is busy."""

    behind = ""
    refusals = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if type(self).refusals:
            type(self).refusals -= 1
            self._answer(429, b'{"error": {"type": "busy", "reason": "busy"}, "status": 429}')
            return
        asked = Request(self.behind + self.path, body, dict(self.headers))
        try:
            with urlopen(asked) as answer:
                self._answer(answer.status, answer.read())
        except HTTPError as error:
            self._answer(error.code, error.read())

    do_PUT = do_POST  # noqa: N815 - the library's names

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def busy(workshop: Workshop) -> Iterator[Cluster]:
    _Busy.behind = workshop.urls[0]
    server = HTTPServer(("127.0.0.1", 0), _Busy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Cluster(Connection((f"http://127.0.0.1:{server.server_port}",), timeout=60))
    server.shutdown()
    thread.join()
    server.server_close()


def loaded(workshop: Workshop, busy: Cluster, index: str) -> int:
    client = Connection(workshop.urls, timeout=60).client()
    client.indices.create(
        index=index, body={"settings": {"number_of_shards": 1, "number_of_replicas": 0}}
    )
    loading.load(busy, index, ({"id": str(number)} for number in range(30)))
    client.indices.refresh(index=index)
    return int(client.count(index=index)["count"])


def test_articles_are_sent_again_while_the_cluster_is_busy(
    workshop: Workshop, busy: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(loading, "CHUNK", 200)
    _Busy.refusals = 3
    assert loaded(workshop, busy, f"{workshop.prefix}-busy") == 30
    assert _Busy.refusals == 0


def test_a_cluster_that_stays_busy_is_given_up(
    workshop: Workshop, busy: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "FIRST_WAIT", 0.001)
    _Busy.refusals = 10_000
    with pytest.raises(EngineUnavailable, match="429"):
        loaded(workshop, busy, f"{workshop.prefix}-given-up")


def test_an_article_that_the_cluster_refuses_is_an_error(workshop: Workshop) -> None:
    cluster = Cluster(Connection(workshop.urls, timeout=60))
    index = f"{workshop.prefix}-strict"
    cluster.client.indices.create(index=index, body={"mappings": {"dynamic": "strict"}})
    with pytest.raises(EngineUnavailable, match="refuses an article"):
        loading.load(cluster, index, [{"id": "a"}])
