"""A real browser shows the pictures that the settings let it, and asks no other site for any."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response

from search_service.settings import Settings
from search_service.web import create_app
from tests.browser.test_accessibility import violations
from tests.serving import served

CAPTIONS = ["Cầu Vạn Thuận lúc bình minh.", "Bến phà cũ, ngày cuối cùng."]


def png(width: int, height: int, shade: int) -> bytes:
    """Return a grey picture (https://www.w3.org/TR/png/)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + bytes([shade]) * width) * height
    packed = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + packed


class Publisher:
    """A site with pictures, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.app = Flask("publisher")
        self.app.add_url_rule("/<name>", view_func=self.picture)

    def picture(self, name: str) -> Response:
        self.asked.append(name)
        return Response(png(300, 200, 160), mimetype="image/png")


@pytest.fixture
def publishers() -> Iterator[tuple[tuple[str, Publisher], tuple[str, Publisher]]]:
    """Two sites; the settings name the first."""
    one, other = Publisher(), Publisher()
    with served(one.app) as first, served(other.app) as second:
        yield (first, one), (second, other)


@pytest.fixture
def gallery(publishers: Any, make_archive: Any) -> Iterator[str]:
    (named, _), (other, _) = publishers
    urls = [f"{named}/cau.png", f"{other}/pha.png"]
    images = [{"url": u, "caption": c} for u, c in zip(urls, CAPTIONS, strict=True)]
    record = {"id": "cau", "title": "Cầu mới", "body": "Thông xe.", "images": images}
    archive = make_archive([record])
    with served(create_app(archive, Settings(picture_origins=named))) as address:
        yield address


@pytest.fixture
def look(browser: Any, gallery: str) -> Iterator[Callable[..., Any]]:
    contexts, complaints = [], []

    def look(path: str, *, width: int = 1280, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(gallery + path)
        page.wait_for_load_state("networkidle")
        return page

    yield look
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", ["/pictures", "/article/cau"])
def test_a_picture_of_a_named_origin_is_seen_and_no_other_is_asked_for(
    look: Callable[..., Any], publishers: Any, path: str
) -> None:
    (_, one), (_, other) = publishers
    page = look(path)
    page.wait_for_function("document.querySelector('figure img').naturalWidth")
    (size,) = page.locator("figure img").evaluate_all(
        "images => images.map(one => [one.complete, one.naturalWidth, one.naturalHeight])"
    )
    assert size == [True, 300, 200]
    assert one.asked == ["cau.png"]
    assert other.asked == []
    assert page.get_by_text(CAPTIONS[1]).is_visible()


def test_the_policy_stops_a_picture_of_another_origin(
    browser: Any, gallery: str, publishers: Any
) -> None:
    (_, _), (address, other) = publishers
    page = browser.new_page()
    page.goto(gallery + "/pictures")
    loaded = page.evaluate(
        """url => new Promise(done => {
            const image = new Image();
            image.onload = () => done(true);
            image.onerror = () => done(false);
            image.src = url;
        })""",
        f"{address}/pha.png",
    )
    page.close()
    assert loaded is False
    assert other.asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/pictures?q=cau", "/article/cau"])
def test_pages_with_pictures_have_no_violation(
    look: Callable[..., Any], path: str, width: int, scheme: str
) -> None:
    assert violations(look(path, width=width, color_scheme=scheme)) == []


def test_a_filter_of_the_picture_library_applies_at_once(open_page: Any) -> None:
    page = open_page("/pictures")
    before = page.locator("#results-title").inner_text()
    page.get_by_role("checkbox", name="Thể thao").check()
    page.wait_for_url("**/pictures?section=*")
    assert page.locator("#results-title").inner_text() != before
    assert page.get_by_role("checkbox", name="Thể thao").is_checked()
    assert page.locator(".gallery figure").count() > 0
