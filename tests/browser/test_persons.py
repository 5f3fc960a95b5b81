"""Persons in a browser: the search within those listed, and the form of a report."""

from __future__ import annotations

import re
from typing import Any

import pytest


def listed(page: Any) -> list[str]:
    return [text.strip() for text in page.locator("#person-list .choice-label").all_inner_texts()]


@pytest.mark.parametrize("width", [390, 1280])
def test_persons_are_listed_while_their_name_is_typed(open_page: Any, width: int) -> None:
    page = open_page("/search?q=tinh", width=width)
    if width < 960:
        page.locator("#facets > summary").click()
    field = page.locator("#person-q")
    field.press_sequentially("mai trung", delay=20)
    # He may be among those of "mai", and of "tinh", already.
    page.wait_for_url("**person_q=mai+trung*")
    page.locator("#person-list .choice-label").get_by_text("Mai Trung Kiên (HLV)").wait_for()
    assert {text.partition(" (")[0] for text in listed(page)} == {"Mai Trung Kiên"}
    assert field.input_value() == "mai trung"
    assert field.evaluate("field => field === document.activeElement")
    assert "person_q=mai+trung" in page.url
    assert "Mai Trung Kiên" in page.locator("#announce").inner_text()


def test_a_person_found_by_name_is_chosen_with_the_keyboard(open_page: Any) -> None:
    page = open_page("/search")
    page.locator("#person-q").press_sequentially("nong dan", delay=20)
    page.wait_for_url("**person_q=nong+dan*")
    label = page.locator("#person-list .choice-label").get_by_text("Ngô Xuân Sắc (nông dân)")
    label.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator(".chips").get_by_text("Ngô Xuân Sắc (nông dân)").wait_for()
    assert page.locator("#results-title").inner_text() == "3 bài"


def test_a_list_that_comes_after_a_filter_does_not_undo_it(open_page: Any) -> None:
    page = open_page("/search?q=tinh")
    held: list[Any] = []
    listing = re.compile(r"/search\?(?!.*section=).*person_q=mai")

    def hold(route: Any) -> None:
        held.append(route)

    page.route(listing, hold)
    with page.expect_request(listing):
        page.locator("#person-q").fill("mai")
    while not held:
        page.wait_for_timeout(10)
    page.locator("input[name=section]").first.check()
    page.wait_for_url("**section=**")
    chosen = page.url
    with page.expect_event("requestfinished", lambda request: listing.search(request.url)):
        held[0].continue_()
    page.wait_for_function("new Promise(done => requestAnimationFrame(() => done(true)))")
    assert page.url == chosen
    assert "person_q=mai" in page.url
    assert page.locator("input[name=section]:checked").count() == 1


def test_without_a_script_the_button_lists_them(open_page: Any) -> None:
    page = open_page("/search?q=tinh", java_script_enabled=False)
    page.locator("#person-q").fill("kien")
    page.locator(".facet-search button").click()
    page.wait_for_url("**person_q=kien**")
    assert page.locator("#person-q").input_value() == "kien"
    assert all("Kiên" in text for text in listed(page))
    assert listed(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_sent_with_the_keyboard_alone(open_page: Any, scripts: bool) -> None:
    page = open_page("/person/mai-trung-kiên-hlv", java_script_enabled=scripts)
    page.locator(".report-box > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Người này không phải huấn luyện viên.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Cảm ơn bạn.").wait_for()
    assert "/report?person=" in page.url
    assert page.locator("form.report").count() == 0


def test_the_field_for_programs_is_seen_by_nobody(open_page: Any) -> None:
    page = open_page("/report?person=mai-trung-kiên-hlv")
    box = page.locator(".trap").bounding_box()
    assert box is None or box["x"] + box["width"] <= 0
