"""Related news on another site: a real page on another origin, under that site's own rules."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from urllib.request import urlopen

import pytest
from flask import request

from search_service.settings import Settings
from search_service.web import create_app
from tests.serving import PATIENCE, served

ARTICLE = (
    "https://baolamgiang.example/xay-dung-dang/"
    "phu-khe-dua-nghi-quyet-ve-tung-chi-bo-bang-mot-viec-210551.html"
)
ELSEWHERE = "https://bao-khac.example/bai.html"
BOX = "aside.related"


def tag(site: str, **chosen: str) -> str:
    """Return the script tag as the README has it; ``data_url`` is data-url."""
    pairs = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in chosen.items())
    return f'<script async src="{site}/widget.js"{pairs}></script>'


def document(body: str, head: str = "") -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bài</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{head}</head><body><main><h1>Bài của báo khác</h1>{body}</main></body></html>"
    )


def strict(site: str) -> str:
    """Return a policy that lets in the archive's script, answers and frames, and nothing else."""
    return (
        f"default-src 'none'; script-src {site}; connect-src {site}; frame-src {site}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def pretend(host: Any, site: str, status: int, answer: str) -> str:
    """Let *host* be an archive with the real script and this answer; return the tag for it."""
    with urlopen(f"{site}/widget.js", timeout=PATIENCE) as script:
        host.put("/widget.js", script.read().decode(), Content_Type="text/javascript")
    host.put("/api/related", answer, status, Content_Type="application/json")
    return tag(host.address, data_url=ARTICLE)


def listed(site: str, query: str = "") -> list[dict[str, Any]]:
    with urlopen(f"{site}/api/related?lang=vi&url={ARTICLE}{query}", timeout=PATIENCE) as answer:
        found: list[dict[str, Any]] = json.load(answer)["related"]
    return found


def test_the_script_shows_the_list_under_the_strictest_policy(
    host: Any, visit: Any, site: str
) -> None:
    page = document(tag(site, data_url=ARTICLE, data_limit="4"))
    seen = visit(host.put("/bai", page, Content_Security_Policy=strict(site)))
    items = seen.page.locator(f"{BOX} li")
    items.first.wait_for()
    expected = listed(site, "&limit=4")
    assert [item.locator("a").inner_text() for item in items.all()] == [
        item["title"] for item in expected
    ]
    assert [item.locator("a").get_attribute("href") for item in items.all()] == [
        item["url"] or item["page"] for item in expected
    ]
    first = " ".join(items.first.locator(".meta").inner_text().split())
    assert first == f"{expected[0]['reason_label']} 10/02/2023 {expected[0]['source']}"
    assert seen.page.get_by_role("complementary", name="Tin liên quan").count() == 1
    assert seen.page.get_by_role("heading", level=2, name="Tin liên quan").count() == 1
    assert seen.console == []


def test_an_item_says_what_it_is_and_where_else_it_stands(host: Any, visit: Any, site: str) -> None:
    copies = [
        {"title": "Bản một", "source": "Báo Bạn", "url": "https://ban.example/1", "page": "x"},
        {"title": "Bản hai", "source": None, "url": None, "page": "https://kho.example/2"},
    ]
    item = {
        "title": "Mưa lớn <b>& lũ</b>", "url": "javascript:alert(1)", "page": "https://kho.example/1",
        "section": "Thời sự", "source": None, "published": "2022-10-25T06:00:00+07:00",
        "reason": "same-event", "reason_label": "Cùng sự kiện", "also": copies,
    }  # fmt: skip
    page = document(pretend(host, site, 200, json.dumps({"related": [item]})))
    seen = visit(host.put("/bai", page), timezone_id="America/New_York")
    entry = seen.page.locator(f"{BOX} li")
    entry.wait_for()
    assert entry.locator("p").all_inner_texts() == [
        "Cùng sự kiện\n25/10/2022\nThời sự",  # the day on Vietnam's clock
        "Mưa lớn <b>& lũ</b>",
        "Cũng đăng ở: Báo Bạn, Bản hai",
    ]
    addresses = [link.get_attribute("href") for link in entry.locator("a").all()]
    assert addresses == ["https://kho.example/1", "https://ban.example/1", "https://kho.example/2"]


def test_nothing_is_kept_and_nobody_else_is_asked(host: Any, visit: Any, site: str) -> None:
    page = document(tag(site, data_url=ARTICLE) + f'<iframe src="{site}/embed/related?id=x">')
    address = host.put("/bai", page)
    seen = visit(address)
    seen.page.locator(BOX).wait_for()
    seen.page.wait_for_load_state("networkidle")
    assert all(url == address or url.startswith(f"{site}/") for url in seen.requests)
    assert seen.page.context.cookies() == []
    kept = "[localStorage.length, sessionStorage.length]"
    assert [frame.evaluate(kept) for frame in seen.page.frames] == [[0, 0], [0, 0]]
    databases = "indexedDB.databases().then(found => found.length)"
    assert seen.page.evaluate(databases) == 0


def test_the_styles_of_the_page_stay_outside_and_those_of_the_list_inside(
    host: Any, visit: Any, site: str
) -> None:
    hostile = (
        "<style>* { color: rgb(255, 0, 0) !important; font-size: 40px !important;"
        " letter-spacing: 9px !important } a, li, div, aside { display: none !important }"
        " html { direction: rtl } h1 { margin: 7px } .name { font-weight: 100 }</style>"
    )
    outside = '<p class="name" id="own">Của trang</p>'
    seen = visit(host.put("/bai", document(outside + tag(site, data_url=ARTICLE), hostile)))
    link = seen.page.locator(f"{BOX} a").first
    link.wait_for()
    style = "e => { const s = getComputedStyle(e); return [s.color, s.fontSize, s.letterSpacing] }"
    assert link.evaluate(style) == ["rgb(31, 28, 23)", "17px", "normal"]
    assert link.evaluate("e => getComputedStyle(e).direction") == "ltr"
    own = seen.page.locator("#own")
    assert own.evaluate(style) == ["rgb(255, 0, 0)", "40px", "9px"]
    assert own.evaluate("e => getComputedStyle(e).fontWeight") == "100"
    assert seen.page.evaluate("document.adoptedStyleSheets.length") == 0


@pytest.mark.parametrize(
    ("status", "answer"),
    [(404, "{}"), (429, "{}"), (500, "no"), (200, "no JSON"), (200, '{"related": []}'),
     (200, "{}")],
)  # fmt: skip
def test_without_a_list_nothing_is_there(
    host: Any, visit: Any, site: str, status: int, answer: str
) -> None:
    address = host.put("/bai", document(pretend(host, site, status, answer)))
    seen = visit("about:blank")
    with seen.page.expect_response("**/api/related?**"):
        seen.page.goto(address)
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.locator("main > :not(h1, script)").count() == 0
    assert seen.complaints == []


def test_without_a_connection_nothing_is_there(host: Any, visit: Any, site: str) -> None:
    address = host.put("/bai", document(tag(site, data_url=ARTICLE, data_lazy="")))
    seen = visit("about:blank")
    seen.page.route("**/api/related**", lambda route: route.abort())
    with seen.page.expect_event("requestfailed", lambda request: "/api/related" in request.url):
        seen.page.goto(address)
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.locator("main > :not(h1, script)").count() == 0
    assert seen.complaints == []


def test_several_on_one_page_each_have_a_name_of_their_own(
    host: Any, visit: Any, site: str
) -> None:
    tags = [
        tag(site, data_url=ARTICLE, data_limit="2"),
        tag(site, data_url=ARTICLE, data_limit="3"),
        tag(site, data_url=ARTICLE, data_placement="newest", data_lang="en"),
    ]
    seen = visit(host.put("/bai", document("".join(tags))))
    seen.page.locator(BOX).nth(2).wait_for()
    boxes = seen.page.locator(BOX)
    names = {boxes.nth(n).get_attribute("aria-label") for n in range(3)}
    assert names == {"Tin liên quan", "Tin liên quan (2)", "Latest related news"}
    assert [boxes.nth(n).locator("li").count() for n in range(2)] == [2, 3]
    newest = datetime.fromisoformat(listed(site, "&placement=newest")[0]["published"])
    assert boxes.nth(2).locator("time").first.inner_text() == f"{newest.day} {newest:%b %Y}"


def test_the_page_is_known_by_its_canonical_address(host: Any, visit: Any, site: str) -> None:
    head = f'<link rel="canonical" href="{ARTICLE}">'
    seen = visit(host.put("/bai", document(tag(site), head)))
    seen.page.locator(BOX).wait_for()
    assert seen.complaints == []


def test_an_article_the_archive_lacks_is_sent_as_text_where_the_tag_says_so(
    host: Any, visit: Any, site: str
) -> None:
    text = "Huyện uỷ Phú Khê đưa nghị quyết về từng chi bộ, đảng viên thôn Bến Đá hiến đất. "
    body = f'<div class="noi-dung"><p>{text * 400}</p></div>'
    for name, more in (("/khong", {}), ("/co", {"data_text": ".noi-dung"})):
        host.put(name, document(body + tag(site, data_url=ELSEWHERE, **more)))
    without = visit(f"{host.address}/khong")
    without.page.wait_for_load_state("networkidle")
    assert without.page.locator(BOX).count() == 0
    sent = []
    with_text = visit("about:blank")
    with_text.page.on("request", lambda request: sent.append(request.post_data_json))
    with_text.page.goto(f"{host.address}/co")
    with_text.page.locator(f"{BOX} li").first.wait_for()
    (posted,) = [item for item in sent if item]
    assert posted["url"] == ELSEWHERE
    assert posted["title"] == "Bài của báo khác"
    assert posted["body"] == (text * 400)[:20_000]
    assert with_text.complaints == []


def test_a_list_below_waits_until_the_reader_comes_near(host: Any, visit: Any, site: str) -> None:
    tall = '<svg width="10" height="5000"></svg>'
    address = host.put("/bai", document(tall + tag(site, data_url=ARTICLE, data_lazy="")))
    seen = visit(address)
    seen.page.wait_for_load_state("networkidle")
    assert not [url for url in seen.requests if "/api/" in url]
    seen.page.mouse.wheel(0, 4_600)
    seen.page.locator(BOX).wait_for()


def test_without_scripts_a_link_leads_to_the_list(host: Any, visit: Any, site: str) -> None:
    with urlopen(f"{site}/embed?article={ARTICLE}", timeout=PATIENCE) as builder:
        made = builder.read().decode().partition('spellcheck="false">&lt;')[2]
    snippet = "<" + made.partition("</textarea>")[0]
    for sign, escaped in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("&", "&amp;")):
        snippet = snippet.replace(escaped, sign)
    seen = visit(host.put("/bai", document(snippet)), java_script_enabled=False)
    seen.page.get_by_role("link", name="Tin liên quan").click()
    seen.page.wait_for_url(f"{site}/embed/related?**")
    assert seen.page.locator("main li").count() == 5


def test_partners_alone_may_frame_and_ask(
    host: Any, visit: Any, sample_archive: Any, site: str
) -> None:
    partners = {"Báo Bạn": host.address}
    with served(create_app(sample_archive, Settings(partners=partners))) as closed:
        both = tag(closed, data_url=ARTICLE)
        both += f'<iframe src="{closed}/embed/related?url={ARTICLE}"></iframe>'
        seen = visit(host.put("/bai", document(both)))
        seen.page.locator(BOX).wait_for()
        assert seen.page.frames[1].locator("main li").count() == 5
        assert seen.complaints == []
    with served(create_app(sample_archive, Settings(partners={"Báo": site}))) as closed:
        both = both.replace(both.split("/widget.js")[0].rpartition('"')[2], closed)
        seen = visit(host.put("/bai", document(both)))
        seen.page.wait_for_load_state("networkidle")
        assert seen.page.locator(BOX).count() == 0
        assert seen.page.frames[1].url.startswith("chrome-error:")


def test_what_has_not_changed_is_not_asked_for_again(
    host: Any, visit: Any, sample_archive: Any
) -> None:
    app, asked = create_app(sample_archive, Settings()), list[tuple[str, int]]()

    @app.after_request
    def count(answer: Any) -> Any:
        asked.append((request.path, answer.status_code))
        return answer

    with served(app) as counting:
        first = host.put("/1", document(tag(counting, data_url=ARTICLE)))
        second = host.put("/2", document(tag(counting, data_url=ARTICLE)))
        seen = visit(first)
        seen.page.locator(BOX).wait_for()
        seen.page.goto(second)
        seen.page.locator(BOX).wait_for()
    assert sorted(asked) == [("/api/related", 200), ("/widget.js", 200)]
