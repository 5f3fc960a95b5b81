"""A reader's way through the archive, with the page script and without it."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def choose(page: Any, name: str, number: int, *, script: bool) -> str:
    """Tick the box *number* of a facet and wait for its answer; return the value ticked."""
    box = page.locator(f"input[name={name}]").nth(number)
    value = str(box.get_attribute("value"))
    before = page.url
    box.check()
    if not script:
        page.locator(".apply button").click()
    page.wait_for_url(lambda url: url != before)
    page.locator(f'input[name={name}][value="{value}"]:checked').wait_for()
    return value


def total(page: Any) -> int:
    return int(page.locator("#results-title").inner_text().split()[0].replace(".", ""))


def test_from_a_search_to_a_related_article(open_page: Any, script: bool) -> None:
    page = open_page("/", java_script_enabled=script)
    page.get_by_role("searchbox" if not script else "combobox").fill("nghi quyet")
    page.get_by_role("button", name="Tìm").click()
    page.wait_for_url("**/search?q=nghi+quyet")
    everything = total(page)

    choose(page, "section", 0, script=script)
    one_section = total(page)
    choose(page, "section", 1, script=script)
    two_sections = total(page)
    choose(page, "person", 0, script=script)
    with_person = total(page)
    assert one_section < two_sections < everything
    assert with_person <= two_sections
    assert page.locator(".chips a:not(.clear)").count() == 3

    page.locator(".years a").first.click()
    page.locator(".months a.column").first.click()
    page.locator("table.days").wait_for()
    assert 0 < total(page) <= with_person
    assert page.locator(".chips a:not(.clear)").count() == 4

    page.locator(".hits .headline a").first.click()
    page.wait_for_url("**/article/**")
    title = page.locator("h1").inner_text()
    page.locator(".related .headline a").first.click()
    page.wait_for_function(
        "title => document.title && !document.title.startsWith(title)", arg=title
    )
    assert page.locator("h1").inner_text() != title


def test_from_a_search_to_the_words_in_the_article(open_page: Any, script: bool) -> None:
    page = open_page("/search?q=nghi+quyet", java_script_enabled=script)
    page.locator(".hits .headline a").first.click()
    page.wait_for_url("**/article/**?q=nghi+quyet")
    details = page.locator(".concordance details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    line = details.locator("li a").last
    line.click()
    target = page.locator("mark:target")
    assert target.inner_text() == line.locator("mark").inner_text()
    page.wait_for_function("document.querySelector(':target').getBoundingClientRect().top < 900")
    page.locator(".concordance-head a").click()
    page.wait_for_url(lambda url: "?q=" not in url)
    assert page.locator("mark").count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_words_stand_under_each_other_where_there_is_room(open_page: Any, width: int) -> None:
    page = open_page("/article/blg-2021-0551?q=xã", width=width)
    if page.locator(".concordance details[open]").count() == 0:
        page.locator(".concordance summary").click()
    lefts = page.locator(".concordance li mark").evaluate_all(
        "marks => marks.map(mark => Math.round(mark.getBoundingClientRect().left))"
    )
    assert len(lefts) > 1
    assert (len(set(lefts)) == 1) == (width == 1280)


def test_a_chip_takes_its_filter_away(open_page: Any, script: bool) -> None:
    page = open_page("/search?section=Thời+sự&from=2022&to=2022", java_script_enabled=script)
    limited = total(page)
    page.locator(".chips a", has_text="2022").click()
    page.wait_for_url(lambda url: "from=" not in url)
    assert total(page) > limited
    assert page.locator("input[value='Thời sự']").is_checked()


def test_days_typed_in_limit_the_search(open_page: Any, script: bool) -> None:
    page = open_page("/search", java_script_enabled=script)
    page.get_by_label("Từ ngày").fill("2022-10-01")
    page.get_by_label("Đến ngày").fill("2022-10-31")
    page.locator(".range button").click()
    page.wait_for_url("**from=2022-10-01**")
    chip = " ".join(page.locator(".chips").inner_text().split())
    assert chip == "Bỏ lọc Thời gian: tháng 10 năm 2022 ×"


def test_ticking_a_box_keeps_the_focus_and_the_way_back(open_page: Any) -> None:
    page = open_page("/search?q=nghi+quyet")
    everything = total(page)
    value = choose(page, "section", 0, script=True)
    assert page.evaluate("document.activeElement.value") == value
    page.go_back()
    page.locator(f'input[name=section][value="{value}"]:not(:checked)').wait_for()
    assert total(page) == everything


def test_on_a_phone_the_filters_wait_behind_a_button(open_page: Any, script: bool) -> None:
    page = open_page("/search?q=nghi+quyet", width=390, java_script_enabled=script)
    box = page.locator("input[name=section]").first
    assert not box.is_visible()
    page.locator("#facets > summary").click()
    assert box.is_visible()


def test_an_english_reader_stays_in_english(open_page: Any, script: bool) -> None:
    page = open_page("/", java_script_enabled=script)
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/?lang=en")
    page.locator("#q").fill("xa")
    page.locator("#q").press("Enter")
    page.wait_for_url("**lang=en**")
    page.locator(".hits .headline a").first.click()
    page.wait_for_url("**/article/**lang=en**")
    assert page.get_by_role("heading", name="People in this article").is_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=xa&from=2022-10&to=2022-10",
        "/section/thoi-su",
        "/article/blg-2021-0551?q=xã",
        "/embed?article=blg-2021-0551",
        "/embed/related?id=blg-2021-0551&layout=cards",
    ],
)
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_width_needs_scrolling_sideways(open_page: Any, path: str, width: int) -> None:
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_asked_of_another_host(open_page: Any, site: str) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ["/", "/search?q=xa"]:
        page.goto(path)
    page.locator(".hits .headline a").first.click()
    page.wait_for_load_state("networkidle")
    assert asked
    assert all(url.startswith(site) for url in asked)
