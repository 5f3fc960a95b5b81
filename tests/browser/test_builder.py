"""The page that makes embedding code: by keys alone, with its script and without."""

from __future__ import annotations

from typing import Any

from tests.browser.test_keyboard import focused, tab_to

AS_TALL = """() => {
    const frame = document.querySelector("iframe.preview");
    const main = frame.contentDocument?.querySelector("main");
    const tall = (one) => one.getBoundingClientRect().height;
    return main && tall(main) === tall(frame);
}"""


def test_the_code_follows_the_choices_and_is_copied_by_keys_alone(open_page: Any) -> None:
    page = open_page("/embed", permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, "activeElement.id === 'article'")
    page.keyboard.type("blg-2021-0551")
    page.locator("iframe.preview").wait_for()
    assert focused(page, "value") == "blg-2021-0551"
    tab_to(page, "activeElement.id === 'layout'")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**layout=cards**")
    assert 'data-layout="cards"' in page.locator("#snippet").input_value()
    assert page.locator("#embed-status").inner_text() == "Mã nhúng đã đổi theo lựa chọn"
    assert focused(page, "id") == "layout"
    frame = page.frame_locator("iframe.preview")
    frame.locator("main.cards").wait_for()
    tab_to(page, "activeElement.id === 'article'")
    page.keyboard.press("End")
    page.keyboard.type("9")
    page.get_by_role("status").filter(has_text="Kho báo không có bài này.").wait_for()
    page.keyboard.press("Backspace")
    frame.locator("main.cards").wait_for()
    tab_to(page, "activeElement.id === 'copy'")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Đã chép").wait_for()
    assert page.locator("#embed-status").inner_text() == "Đã chép"
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#snippet").input_value()
    assert copied.startswith("<script async src=")


def test_without_leave_to_copy_the_code_is_selected(open_page: Any) -> None:
    page = open_page("/embed?article=blg-2021-0551")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Chép").click()
    page.get_by_role("status").filter(has_text="Chưa chép được").wait_for()
    selected = "document.activeElement.selectionEnd - document.activeElement.selectionStart"
    assert page.evaluate(selected) == len(page.locator("#snippet").input_value())


def test_without_a_script_a_button_makes_the_code(open_page: Any) -> None:
    page = open_page("/embed", java_script_enabled=False)
    page.get_by_label("Địa chỉ hoặc mã của bài").fill("blg-2021-0551")
    page.get_by_label("Cách nhúng").select_option("iframe")
    page.get_by_role("button", name="Tạo mã nhúng").click()
    page.wait_for_url("**kind=iframe**")
    assert page.locator("#snippet").input_value().startswith("<iframe src=")
    items = page.frame_locator("iframe.preview").locator("main li")
    items.nth(4).wait_for()  # a frame that loads when it is seen keeps no page from being loaded
    assert items.count() == 5
    assert not page.get_by_role("button", name="Chép").is_visible()


def test_the_preview_is_as_tall_as_its_list(open_page: Any) -> None:
    for layout in ("list", "cards", "titles"):
        page = open_page(f"/embed?article=blg-2021-0551&layout={layout}")
        page.wait_for_function(AS_TALL)


def test_a_choice_out_of_range_is_said_before_anything_is_asked(open_page: Any) -> None:
    page = open_page("/embed?article=blg-2021-0551")
    before = page.url
    page.get_by_label("Số bài").fill("99")
    page.wait_for_timeout(600)
    assert page.url == before
    assert page.evaluate("document.querySelector('#limit:invalid') !== null")
