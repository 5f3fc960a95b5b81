"""axe-core finds nothing serious on any page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_embedding import ARTICLE, document, tag

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="the package axe-playwright-python is missing"
)

PAGES = {
    "home": "/",
    "search": "/search?q=nghi+quyet",
    "month": "/search?q=xa&section=Thời+sự&from=2022-01&to=2022-12",
    "days": "/search?from=2022-10&to=2022-10",
    "nothing": "/search?q=zzzz&section=Thời+sự&page=x",
    "article": "/article/blg-2021-0551",
    "concordance": "/article/blg-2021-0551?q=xã",
    "section": "/section/thoi-su",
    "person": "/person/hoàng-đình-trác",
    "namesake": "/person/mai-trung-kiên-hlv",
    "joined": "/person/rafael-monteiro",
    "named": "/search?q=tinh&person_q=hoang",
    "together": "/search?person=hoàng-đình-trác&with=lê-trọng-phan",
    "report": "/report?person=hoàng-đình-trác",
    "api": "/api",
    "pictures": "/pictures",
    "captions": "/pictures?q=cau&section=Thời+sự",
    "error": "/nowhere",
    "trend": "/trend?q=cầu&q=mục:Thời_sự+lũ&q=bóng+đá&q=xã&q=người:Hoàng_Đình_Trác",
    "trend-days": "/trend?q=cau&from=2022-10&to=2022-11&measure=count&lang=en",
    "words": "/words?q=cầu",
    "words-nothing": "/words?q=zzz&from=x",
    "kwic": "/concordance?q=cầu&order=left",
    "kwic-english": "/concordance?q=van+thuan&lang=en",
    "story": "/story/blg-2022-3191",
    "batch": "/batch",
    "print": "/export?q=cầu&format=html",
    "gone": "/search?as_of=nothing",
    "english": "/search?q=xa&lang=en",
    "embedding": "/embed?article=blg-2021-0551&layout=cards",
    "frame": "/embed/related?id=blg-2021-0551",
    "frame-cards": "/embed/related?id=blg-2021-0551&layout=cards",
    "frame-titles": "/embed/related?id=blg-2021-0551&layout=titles&lang=en",
}
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that another colour scheme can change: the rest of a page is the same."""


def violations(page: Any, options: dict[str, Any] = OPTIONS) -> list[str]:
    """Return what axe-core finds, moderate and minor things included."""
    found = axe.Axe().run(page, options=options).response["violations"]
    return [
        f"{item['impact']}: {item['id']}: {node['html'][:120]}: {node['failureSummary']}"
        for item in found
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_has_no_violation_in_light_or_dark(open_page: Any, path: str, width: int) -> None:
    page = open_page(path, width=width, color_scheme="light")
    if width < 960 and page.locator("#facets").count():
        page.locator("#facets > summary").click()
    for summary in page.locator(".evidence > summary, .report-box > summary").all():
        summary.click()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []


def test_open_suggestions_have_no_violation(open_page: Any) -> None:
    page = open_page("/")
    page.get_by_role("combobox").fill("hoang dinh")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_lists_on_another_site_have_no_violation(
    host: Any, visit: Any, site: str, width: int, scheme: str
) -> None:
    tags = [tag(site, data_url=ARTICLE, data_layout=layout) for layout in ("list", "cards")]
    tags += [tag(site, data_url=ARTICLE, data_layout="titles", data_placement="newest")]
    frame = f'<iframe src="{site}/embed/related?url={ARTICLE}" title="Khung" width="300"></iframe>'
    page = visit(
        host.put("/bai", document("".join(tags) + frame)), width=width, color_scheme=scheme
    ).page
    page.locator("aside.related").nth(2).wait_for()
    page.frames[1].locator("main").wait_for()
    assert violations(page) == []
