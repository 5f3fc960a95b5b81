"""A real browser before a real server over the sample archive, each test in its own window."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import waitress
from flask import Flask

from search_service.settings import Settings
from search_service.web import create_app

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


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve *app* on a free port of this machine; the address is its."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def site(sample_archive: Any) -> Iterator[str]:
    """Address of the service."""
    with served(create_app(sample_archive, Settings())) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("the browser chromium is missing")
    with playwright.sync_playwright() as started:
        window = started.chromium.launch(executable_path=path, args=ARGUMENTS)
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
        page.set_default_timeout(5_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "404 (NOT FOUND)" not in text] == []
