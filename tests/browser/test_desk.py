"""The newsroom's desk in a browser: by keyboard, on a telephone, without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TREND = "/trend?q=cầu&q=lũ&q=bóng+đá"
PAGES = [
    TREND,
    "/trend?q=cầu&q=lũ&q=bóng+đá&q=xã&q=đường&from=2022-10&to=2022-11",  # days without articles
    "/words?q=cầu",
    "/concordance?q=cầu&order=right",
    "/story/blg-2022-3191",
    "/batch",
    "/export?q=cầu&format=html",
    "/article/blg-2021-0551",
]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_window(open_page: Any, path: str, width: int) -> None:
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1280, "wide")])
def test_a_trend_has_one_drawing_that_fits_the_window(
    open_page: Any, width: int, shown: str
) -> None:
    page = open_page(TREND, width=width)
    visible = [one for one in page.locator("svg.chart").all() if one.is_visible()]
    assert [one.get_attribute("class") for one in visible] == [f"chart {shown}"]
    label = visible[0].locator("text.level").first
    assert label.evaluate("one => one.getBoundingClientRect().height") >= 11


def test_a_point_of_a_trend_leads_to_its_articles(open_page: Any) -> None:
    page = open_page(TREND)
    dot = page.locator("svg.wide a:has(circle)").last
    name = dot.locator("title").text_content()
    dot.locator("circle").click()
    page.wait_for_url("**/search?*")
    count = int(page.locator("#results-title").inner_text().split()[0])
    assert f": {count} trong " in name


def test_every_link_of_the_table_is_reached_by_keyboard_and_none_of_the_drawing(
    open_page: Any,
) -> None:
    page = open_page("/trend?q=cầu&step=year")
    page.locator("button", has_text="So sánh").focus()
    focused = "document.activeElement.closest('svg') ? 'svg' : document.activeElement.href"
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focused))
    assert "svg" not in reached
    table = page.locator("table.figures a").evaluate_all("all => all.map(one => one.href)")
    assert set(table) <= set(reached)


def test_searches_are_compared_without_a_script(open_page: Any) -> None:
    page = open_page("/trend", java_script_enabled=False)
    page.get_by_label("Lần tìm 1").fill("cầu")
    page.get_by_label("Lần tìm 2").fill('lũ mục:"Thời sự"')
    page.get_by_label("Chia").select_option("year")
    page.get_by_role("button", name="So sánh").click()
    page.wait_for_url("**/trend?*step=year*")
    assert page.locator(".legend li").count() == 2
    assert page.get_by_label("Lần tìm 2").input_value() == 'lũ mục:"Thời sự"'


def test_a_reference_is_copied_by_a_button_and_said_to_be(open_page: Any) -> None:
    page = open_page("/article/blg-2021-0551", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("[data-copy]")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#copied", has_text="Đã chép").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()


def test_without_a_script_there_is_no_button_that_does_nothing(open_page: Any) -> None:
    page = open_page("/article/blg-2021-0551", java_script_enabled=False)
    assert not page.locator("[data-copy]").is_visible()
    assert page.locator("#citation").is_visible()


def test_a_line_of_a_concordance_leads_to_its_place_in_the_article(open_page: Any) -> None:
    page = open_page("/concordance?q=cầu")
    page.locator(".kwic .from").nth(2).click()
    page.wait_for_url("**/article/**")
    assert page.locator("mark:target").is_visible()


def test_keywords_stand_under_each_other_where_there_is_room(open_page: Any) -> None:
    page = open_page("/concordance?q=cầu&order=right")
    lefts = page.locator(".kwic mark").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 1


def test_a_table_of_queries_is_sent_and_answered_without_a_script(
    open_page: Any, tmp_path: Path
) -> None:
    table = tmp_path / "truy-van.csv"
    table.write_text("id,q\n1,cầu\n2,lũ\n", encoding="utf-8")
    page = open_page("/batch", java_script_enabled=False)
    page.get_by_label("Bảng truy vấn (CSV)").set_input_files(table)
    with page.expect_download() as download:
        page.get_by_role("button", name="Gửi bảng").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[-2].startswith("1,cầu,")
    assert lines[-1].startswith("2,lũ,")


def test_a_file_is_downloaded_from_the_search_page(open_page: Any) -> None:
    page = open_page("/search?q=cầu")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert download.value.path().read_bytes().startswith(b"PK")


def test_a_printed_list_has_references_alone(open_page: Any) -> None:
    page = open_page("/export?q=cầu&format=html")
    page.emulate_media(media="print")
    assert not page.locator(".print-hint").is_visible()
    assert page.locator(".references li").first.is_visible()
