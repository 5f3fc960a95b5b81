"""A real browser before a real server over the sample archive, each test in its own window."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from search_service.settings import Settings
from search_service.web import create_app
from tests.serving import PATIENCE, served

playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is missing")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]

Open = Callable[..., Any]


@pytest.fixture(scope="session")
def site(sample_archive: Any) -> Iterator[str]:
    """Address of the service."""
    with served(create_app(sample_archive, Settings())) as address:
        yield address


@dataclass
class Host:
    """Another site: a real server on a port of its own, whose answers are what a test says."""

    address: str = ""
    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, path: str, text: str, status: int = 200, **headers: str) -> str:
        """Answer with *text* at *path*; headers by name, _ for -; return the address."""
        named = {"Content-Type": "text/html; charset=utf-8"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, text)
        return self.address + path


@pytest.fixture
def host() -> Iterator[Host]:
    """A site without pages, until a test puts some."""
    made = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            made.asked.append(self.path)
            status, headers, text = made.answers.get(path, (204, {}, ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing: what was asked is in ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Visit:
    """A page in a browser, what it said on its console and what it asked for."""

    page: Any
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def complaints(self) -> list[str]:
        """What stands on the console besides the browser's own lines on failed requests."""
        return [line for line in self.console if not line.startswith("Failed to load resource")]


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Open an address in a window of its own."""
    contexts = []

    def visit(address: str, *, width: int = 1280, height: int = 900, **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1_000)
        made = Visit(page)
        page.on("console", lambda message: made.console.append(message.text))
        page.on("pageerror", lambda error: made.console.append(str(error)))
        page.on("request", lambda request: made.requests.append(request.url))
        page.goto(address)
        return made

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("the browser chromium is missing")
    with playwright.sync_playwright() as started:
        window = started.chromium.launch(
            executable_path=path, args=ARGUMENTS, timeout=PATIENCE * 1_000
        )
        yield window
        window.close()


@pytest.fixture
def open_page(browser: Any, site: str) -> Iterator[Open]:
    """Open a path of the site in a window; anything wrong on its console fails the test."""
    contexts, complaints = [], []

    def open_page(path: str, *, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, locale="vi-VN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    expected = ("404 (NOT FOUND)", "410 (GONE)")
    assert [text for text in complaints if not text.endswith(expected)] == []
