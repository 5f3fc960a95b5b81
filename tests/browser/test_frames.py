"""The list in an iframe: as tall as was told beforehand, without a script on either side."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from flask import render_template

import search_service
from search_service.article import Article
from search_service.document import Document
from search_service.related import Reason, RelatedArticle
from search_service.results import Hit
from search_service.settings import Settings
from search_service.web import create_app
from search_service.web.embedding import Embedding, Layout, height
from tests.browser.test_embedding import ARTICLE, document, strict, tag
from tests.serving import PATIENCE

STATIC = Path(search_service.__file__).parent / "static"
HEIGHTS = "[document.documentElement.scrollHeight, innerHeight]"
"""Of what a frame has to show, and of the frame: equal, there is neither a bar nor a gap."""


def told(site: str, layout: str) -> int:
    """Return the height in the snippet of the page that makes it."""
    address = f"{site}/embed?article=blg-2021-0551&kind=iframe&layout={layout}"
    with urlopen(address, timeout=PATIENCE) as page:
        found = re.search(r"height=&#34;(\d+)&#34;", page.read().decode())
    assert found
    return int(found[1])


def frame(site: str, *, width: int, height: int, query: str = "") -> str:
    address = f"{site}/embed/related?url={ARTICLE}{query}"
    return f'<iframe src="{address}" width="{width}" height="{height}" frameborder="0"></iframe>'


@pytest.mark.parametrize("layout", ["list", "cards", "titles"])
@pytest.mark.parametrize("width", [200, 288, 401, 600, 1100])
def test_a_frame_is_as_tall_as_its_list_at_any_width(
    host: Any, visit: Any, site: str, layout: str, width: int
) -> None:
    body = frame(site, width=width, height=told(site, layout), query=f"&layout={layout}")
    seen = visit(host.put("/bai", document(body)))
    inner = seen.page.frames[1]
    inner.locator("main li").first.wait_for()
    shown, room = inner.evaluate(HEIGHTS)
    assert shown == room == inner.evaluate("document.querySelector('main').offsetHeight")
    assert inner.evaluate("document.documentElement.scrollWidth") == width
    assert seen.console == []


def test_a_frame_shows_its_list_in_a_sandbox_and_on_an_isolated_page(
    host: Any, visit: Any, site: str
) -> None:
    body = frame(site, width=600, height=540).replace("<iframe", '<iframe sandbox="allow-scripts"')
    isolated = {
        "Cross_Origin_Embedder_Policy": "require-corp",
        "Cross_Origin_Opener_Policy": "same-origin",
    }
    seen = visit(host.put("/bai", document(body + tag(site, data_url=ARTICLE)), **isolated))
    assert seen.page.evaluate("crossOriginIsolated")
    seen.page.locator("aside.related").wait_for()
    main = seen.page.frames[1].locator("main")
    assert main.evaluate("e => e.offsetHeight") == 540
    assert seen.console == []


@pytest.mark.parametrize("layout", list(Layout))
def test_a_line_for_copies_is_counted(
    host: Any, visit: Any, sample_archive: Any, layout: Layout
) -> None:
    def article(title: str, source: str) -> Document:
        published = "2022-10-25T15:21:00+07:00"
        record = {"title": title, "body": title, "source": source, "published": published}
        return Document(Article.from_record(record))

    def related(title: str, *copies: Document) -> RelatedArticle:
        hit = Hit(article(title, "Báo Mẫu"), 1.0, title, "")
        return RelatedArticle(hit, Reason.SAME_EVENT, 1.0, copies)

    items = [
        related("Một tin có tiêu đề rất dài " * 12),
        related("Tin", article("Bản đăng lại", "Báo Bạn"), article("Bản nữa", "Báo Xa")),
    ]
    app = create_app(sample_archive, Settings())
    with app.test_request_context("/embed/related"):
        asked = Embedding(limit=2, layout=layout)
        host.put("/khung", render_template("embed.html", heading="Tin", asked=asked, items=items))
    for name, kind in (("related.css", "css"), ("embed.css", "css"), ("embed.js", "javascript")):
        text = (STATIC / name).read_text(encoding="utf-8")
        host.put(f"/static/{name}", text, Content_Type=f"text/{kind}")
    body = f'<iframe src="/khung" width="500" height="{height(items, layout)}" frameborder="0">'
    inner = visit(host.put("/bai", document(body))).page.frames[1]
    shown, room = inner.evaluate(HEIGHTS)
    assert shown == room == inner.evaluate("document.querySelector('main').offsetHeight")
    said = " ".join(inner.locator("main").inner_text().split())
    assert ("Cũng đăng ở: Báo Bạn, Báo Xa" in said) == (layout is not Layout.TITLES)


def test_the_frame_of_an_oembed_answer_fits_without_any_script(
    host: Any, visit: Any, site: str
) -> None:
    page = f"{site}/article/blg-2021-0551"
    for query in ("", "&maxwidth=320", "&maxheight=300"):
        with urlopen(f"{site}/oembed?url={page}{query}", timeout=PATIENCE) as answer:
            made = json.load(answer)
        address = host.put("/bai", document(made["html"]), Content_Security_Policy=strict(site))
        seen = visit(address, java_script_enabled=False)
        inner = seen.page.frame_locator("iframe")
        main = inner.locator("main").bounding_box()
        outer = seen.page.locator("iframe").bounding_box()
        assert (outer["width"], outer["height"]) == (made["width"], made["height"])
        assert (main["width"], main["height"]) == (made["width"], made["height"])
        assert inner.locator("li").count() == (2 if "maxheight" in query else 5)
        assert seen.console == []


def test_the_script_on_the_page_sets_the_height_of_frames_under_a_strict_policy(
    host: Any, visit: Any, site: str
) -> None:
    body = frame(site, width=600, height=90) + frame(site, width=300, height=900, query="&limit=1")
    page = document(body, tag(site))
    seen = visit(host.put("/bai", page, Content_Security_Policy=strict(site)))
    tall = "document.getElementsByTagName('iframe')[{0}].offsetHeight === {1}"
    for number in range(2):
        inner = seen.page.frames[number + 1].locator("main").evaluate("e => e.offsetHeight")
        seen.page.wait_for_function(tall.format(number, inner))
    assert seen.page.locator("aside").count() == 0  # in <head> the tag shows no list
    assert seen.console == []


def test_a_frame_without_a_list_takes_no_room(host: Any, visit: Any, site: str) -> None:
    body = f'<iframe src="{site}/embed/related?id=khong-co" height="400" frameborder="0"></iframe>'
    seen = visit(host.put("/bai", document(body, tag(site))))
    seen.page.wait_for_function("document.querySelector('iframe').offsetHeight === 0")
    assert seen.page.frames[1].locator("body").inner_text().strip() == ""
    assert seen.complaints == []


def test_a_height_from_elsewhere_is_not_taken(host: Any, visit: Any, site: str) -> None:
    told = "{type: 'search-service:height', height: 7}"
    host.put("/khung", f"<script>parent.postMessage({told}, '*')</script>")
    body = f'<iframe src="/khung" height="150"></iframe>{frame(site, width=600, height=90)}'
    seen = visit(host.put("/bai", document(body, tag(site))))
    seen.page.wait_for_function("document.getElementsByTagName('iframe')[1].offsetHeight > 90")
    seen.page.evaluate(f"postMessage({told}, '*')")  # of the page itself
    heights = "[...document.getElementsByTagName('iframe')].map(frame => frame.clientHeight)"
    assert seen.page.evaluate(heights)[0] == 150
    assert seen.page.evaluate(heights)[1] > 90


def test_a_link_of_the_frame_opens_in_the_readers_window(host: Any, visit: Any, site: str) -> None:
    seen = visit(host.put("/bai", document(frame(site, width=600, height=540))))
    link = seen.page.frames[1].locator("main a").first
    target = link.get_attribute("href")
    seen.page.route(target, lambda route: route.fulfill(body="bài", content_type="text/html"))
    link.click()
    seen.page.wait_for_url(target)
