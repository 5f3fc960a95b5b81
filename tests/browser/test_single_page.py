"""The script on pages that a framework changes: tags come, go, move and change."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_embedding import ARTICLE, BOX, document, pretend, tag

OTHER = (
    "https://baolamgiang.example/thoi-su/"
    "thong-xe-cau-van-thuan-chuyen-pha-cuoi-cung-roi-ben-233621.html"
)
ASKED = "performance.getEntriesByType('resource').filter(e => e.name.includes('/api/')).length"


@pytest.fixture
def app(host: Any, visit: Any, site: str) -> Any:
    """A page whose program is in its head, with one place for what changes."""
    made = visit(host.put("/app", document('<div id="place"></div>', tag(site))))
    yield made
    assert made.complaints == []


def put(seen: Any, html: str) -> None:
    """Write markup into the page: scripts in it do not run."""
    seen.page.evaluate("html => { place.innerHTML = html }", html)


def test_a_tag_written_as_markup_is_found(app: Any, site: str) -> None:
    put(app, f"<p>Một bài</p><div>{tag(site, data_url=ARTICLE)}</div>")
    app.page.locator(BOX).wait_for()
    assert app.page.locator("#place > div > div").count() == 1


def test_a_tag_put_in_by_a_program_shows_one_list(app: Any, site: str) -> None:
    app.page.evaluate(
        """([src, url]) => {
            const tag = document.createElement("script");
            tag.async = true;
            tag.dataset.url = url;
            tag.src = src;
            place.append(tag);
        }""",
        [f"{site}/widget.js", ARTICLE],
    )
    app.page.locator(BOX).wait_for()
    app.page.wait_for_load_state("networkidle")
    assert app.page.locator(BOX).count() == 1
    assert app.page.evaluate(ASKED) == 1


def test_a_list_goes_with_its_tag(app: Any, site: str) -> None:
    put(app, f"<div>{tag(site, data_url=ARTICLE)}</div>")
    app.page.locator(BOX).wait_for()
    app.page.evaluate("document.querySelector('#place script').remove()")
    app.page.locator(BOX).wait_for(state="detached")
    assert app.page.locator("#place > div > *").count() == 0


def test_a_changed_address_loads_anew(app: Any, site: str) -> None:
    put(app, tag(site, data_url=ARTICLE, data_limit="3"))
    app.page.locator(BOX).wait_for()
    before = app.page.locator(f"{BOX} li").all_inner_texts()
    app.page.evaluate("url => { place.querySelector('script').dataset.url = url }", OTHER)
    app.page.wait_for_function(
        "before => place.querySelector('div').shadowRoot.querySelector('li').innerText !== before",
        arg=before[0],
    )
    assert app.page.locator(BOX).count() == 1
    app.page.evaluate("place.querySelector('script').dataset.url = 'https://khong.example/'")
    app.page.locator(BOX).wait_for(state="detached")
    app.page.evaluate("url => { place.querySelector('script').dataset.url = url }", ARTICLE)
    assert app.page.locator(BOX).get_attribute("aria-label") == "Tin liên quan"


def test_a_slow_answer_for_the_address_before_is_not_shown(
    host: Any, visit: Any, site: str
) -> None:
    held: list[Any] = []
    seen = visit(host.put("/app", document('<div id="place"></div>', tag(site))))

    def hold(route: Any) -> None:
        held.append(route)

    seen.page.route(f"{site}/api/related?*limit=1*", hold)
    with seen.page.expect_request("**/api/related?*limit=1*"):
        put(seen, tag(site, data_url=ARTICLE, data_limit="1"))
    seen.page.evaluate("place.querySelector('script').dataset.limit = 2")
    seen.page.locator(BOX).wait_for()
    for route in held:
        route.continue_()
    seen.page.wait_for_load_state("networkidle")
    assert len(held) == 1
    assert seen.page.locator(f"{BOX} li").count() == 2


def test_a_page_that_answers_every_change_with_one_is_no_endless_loop(app: Any, site: str) -> None:
    app.page.evaluate(
        """() => {
            window.changes = 0;
            new MutationObserver(() => {
                window.changes += 1;
                const tag = place.querySelector("script");
                if (tag) tag.dataset.url = tag.dataset.url;
            }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    put(app, tag(site, data_url=ARTICLE))
    app.page.locator(BOX).wait_for()
    app.page.wait_for_load_state("networkidle")
    assert app.page.evaluate(ASKED) == 1
    assert app.page.evaluate("window.changes") <= 3


def test_a_box_that_the_page_takes_away_stays_away(app: Any, site: str) -> None:
    put(app, tag(site, data_url=ARTICLE))
    app.page.locator(BOX).wait_for()
    app.page.evaluate("place.querySelector('div').remove()")
    app.page.evaluate("place.append('mới')")
    app.page.wait_for_load_state("networkidle")
    assert app.page.locator(BOX).count() == 0


def test_a_list_follows_a_tag_that_is_moved(app: Any, site: str) -> None:
    put(app, f'<div id="a">{tag(site, data_url=ARTICLE)}</div><div id="b"></div>')
    app.page.locator(f"#a {BOX}").wait_for()
    app.page.evaluate("b.append(a.querySelector('script'))")
    app.page.locator(f"#b {BOX}").wait_for()
    assert app.page.locator(BOX).count() == 1
    assert app.page.evaluate(ASKED) == 1


def test_an_address_that_changes_while_one_scrolls_changes_no_list(app: Any, site: str) -> None:
    app.page.evaluate(
        """url => {
            const link = document.createElement("link");
            link.rel = "canonical";
            link.href = url;
            document.head.append(link);
        }""",
        ARTICLE,
    )
    put(app, tag(site))
    app.page.locator(BOX).wait_for()
    app.page.evaluate("document.querySelector('link[rel=canonical]').href = 'https://b.example/'")
    app.page.evaluate("history.pushState(null, '', '/app?trang=2'); place.append('bài sau')")
    app.page.wait_for_load_state("networkidle")
    assert app.page.evaluate(ASKED) == 1
    assert app.page.locator(BOX).count() == 1


def test_two_archives_on_one_page_do_not_meet(host: Any, visit: Any, site: str) -> None:
    item = '{"title": "Tin ở kho kia", "page": "https://kho.example/1", "reason_label": "Bối cảnh"}'
    both = pretend(host, site, 200, f'{{"related": [{item}]}}') + tag(site, data_url=ARTICLE)
    seen = visit(host.put("/bai", document(both)))
    seen.page.locator(BOX).nth(1).wait_for()
    assert seen.page.locator(BOX).nth(0).locator("li").all_inner_texts() == [
        "Bối cảnh\n\nTin ở kho kia"
    ]
    assert seen.page.locator(BOX).nth(1).locator("li").count() == 5
