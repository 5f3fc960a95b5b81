"""The archive without a mouse."""

from __future__ import annotations

from typing import Any


def focused(page: Any, expression: str) -> Any:
    return page.evaluate(f"document.activeElement.{expression}")


def typing(open_page: Any, text: str) -> tuple[Any, Any]:
    """Return the home page and its box with *text* in it, as one input: one request for a list."""
    page = open_page("/")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.insert_text(text)
    page.get_by_role("option").first.wait_for()
    return page, box


def test_the_first_key_offers_to_skip_to_the_content(open_page: Any) -> None:
    page = open_page("/article/blg-2021-0551")
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Tới nội dung chính"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'content'")


def test_a_person_is_reached_through_the_suggestions(open_page: Any) -> None:
    page, box = typing(open_page, "hoang dinh")
    option = page.get_by_role("option", name="Hoàng Đình Trác")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/**")
    assert page.locator("h1").inner_text() == "Hoàng Đình Trác"


def test_what_was_chosen_stays_chosen_when_a_later_list_comes(open_page: Any) -> None:
    page, box = typing(open_page, "hoang")
    option = page.get_by_role("option", name="Hoàng Đình Trác")
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/api/suggest?q=hoang+dinh", hold)
    with page.expect_request("**/api/suggest?q=hoang+dinh"):
        page.keyboard.insert_text(" dinh")
    while not held:
        page.wait_for_timeout(10)
    while option.get_attribute("aria-selected") == "false":
        page.keyboard.press("ArrowDown")
    before = page.get_by_role("option").count()
    held[0].continue_()
    page.wait_for_function(f"document.querySelectorAll('[role=option]').length < {before}")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")


def test_who_types_on_has_not_chosen(open_page: Any) -> None:
    page, box = typing(open_page, "hoang")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant")
    page.keyboard.insert_text(" ")
    assert box.get_attribute("aria-activedescendant") is None


def test_escape_closes_the_suggestions_and_keeps_the_words(open_page: Any) -> None:
    page, box = typing(open_page, "hoang dinh")
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "hoang dinh"


def test_enter_without_a_choice_searches_for_the_words(open_page: Any) -> None:
    page, _ = typing(open_page, "hoang dinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hoang+dinh")


def test_a_search_is_narrowed_and_an_article_opened_by_keys_alone(open_page: Any) -> None:
    page = open_page("/search?q=nghi+quyet")
    tab_to(page, "activeElement.name === 'section'")
    before = page.url
    page.keyboard.press("Space")
    page.wait_for_url(lambda url: url != before)
    tab_to(page, "activeElement.matches('.years a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=**")
    page.locator(".months").wait_for()
    tab_to(page, "activeElement.matches('.headline a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/**")


def test_whatever_has_the_focus_shows_it(open_page: Any) -> None:
    page = open_page("/search?q=nghi+quyet")
    for _ in range(25):
        page.keyboard.press("Tab")
        outlined = page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        # Within a field for a date the browser outlines the day, the month or the calendar.
        assert outlined or focused(page, "type") == "date"


def tab_to(page: Any, condition: str) -> None:
    for _ in range(80):
        if page.evaluate(f"(({{activeElement}}) => {condition})(document)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"80 tabs and never {condition}")
