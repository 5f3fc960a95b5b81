"""The staff pages in a browser: by keyboard, on a telephone, without a script, for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from search_service.newsroom.users import changed
from search_service.settings import Settings
from search_service.store import Store
from search_service.store.diary import Diary, Seen
from search_service.store.follows import Follows
from search_service.store.reports import Reports, Subject
from search_service.web import create_app
from search_service.web.staff import diary
from tests.browser.test_accessibility import violations
from tests.serving import PATIENCE, served

PASSWORD = "mưa thuận gió hòa"  # noqa: S105 - of a made-up user
PAGES = [
    "/staff/",
    "/staff/follows",
    "/staff/persons?q=kien",
    "/staff/persons/mai-trung-kiên-hlv",
    "/staff/tables/people.tsv",
    "/staff/tables/pins.tsv?lang=en",
    "/staff/diary",
]


@pytest.fixture(scope="module")
def house(sample_archive: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("newsroom")
    (folder / "users.tsv").write_text(changed("", "lan", PASSWORD), encoding="utf-8")
    store = Store(folder / "store.sqlite")
    Reports(store).add(Subject.PERSON, person="mai-trung-kiên-hlv", text="Nhầm người.")
    Reports(store).add(Subject.DATE, article="blg-2021-0551")
    Follows(store).add("lũ quét", name="Lũ quét", mail="lan@bao.example", by="lan")
    today = diary.today()
    Diary(store, days=90).add([Seen("lũ quét", found=3, seconds=0.1)] * 3, today)
    own = Settings(
        staff_users=folder / "users.tsv",
        store_file=store.path,
        newsroom_dir=folder / "tables",
        diary_days=90,
    )
    with served(create_app(sample_archive, own)) as address:
        yield address


@pytest.fixture
def sign_in(browser: Any, house: str) -> Iterator[Any]:
    contexts = []

    def sign_in(*, width: int = 1280, **options: Any) -> Any:
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=house, viewport=size, locale="vi-VN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1_000)
        page.goto("/staff/")
        page.get_by_label("Tên", exact=True).fill("lan")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_label("Mật khẩu").press("Enter")
        page.wait_for_url("**/staff/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_violation(sign_in: Any, width: int, scheme: str) -> None:
    page = sign_in(width=width, color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        assert violations(page) == [], path


@pytest.mark.parametrize("width", [320, 1920])
def test_no_page_is_wider_than_the_window(sign_in: Any, width: int) -> None:
    page = sign_in(width=width)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_way_in_has_no_violation_even_when_it_stays_shut(browser: Any, house: str) -> None:
    context = browser.new_context(base_url=house)
    page = context.new_page()
    page.goto("/staff/diary")
    assert violations(page) == []
    page.get_by_label("Tên", exact=True).fill("lan")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    assert page.get_by_role("alert").inner_text() == "Tên hoặc mật khẩu không đúng."
    page.wait_for_load_state()
    assert violations(page) == []
    context.close()


def test_a_report_is_followed_to_a_decision_without_a_script(sign_in: Any) -> None:
    page = sign_in(java_script_enabled=False, width=390)
    page.get_by_role("link", name="Quyết định").click()
    page.get_by_label("ghi tên là").check()
    page.get_by_label("Tên kia, chức danh hoặc tên cần ghi").fill("Thầy Kiên")
    page.get_by_role("button", name="Ghi vào bảng nhân vật").click()
    assert page.get_by_role("status").inner_text() == "Đã ghi; có hiệu lực ngay."
    assert "tên\tMai Trung Kiên (HLV)\tThầy Kiên" in page.get_by_label("people.tsv").input_value()
    page.goto("/person/mai-trung-kiên-hlv")
    assert page.get_by_role("heading", level=1).inner_text() == "Thầy Kiên (HLV)"


def test_a_table_is_changed_by_keyboard_tabs_included(sign_in: Any) -> None:
    page = sign_in()
    page.goto("/staff/tables/pins.tsv")
    text = page.get_by_label("pins.tsv")
    text.focus()
    page.keyboard.insert_text("lũ\tblg-2022-3191\n")
    page.keyboard.press("Tab")  # leads on: nobody is caught in the text
    assert page.evaluate("document.activeElement.textContent").strip() == "Ghi"
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert page.get_by_label("pins.tsv").input_value() == "lũ\tblg-2022-3191\n"


def test_what_is_searched_for_is_followed_in_two_clicks(sign_in: Any) -> None:
    page = sign_in()
    page.goto("/search?q=cầu&section=Thời+sự")
    page.get_by_role("link", name="Tòa soạn: lưu để theo dõi").click()
    assert page.get_by_label("Truy vấn, kể cả bộ lọc").input_value() == 'cầu mục:"Thời sự"'
    page.get_by_role("button", name="Theo dõi từ bây giờ").click()
    feed = page.get_by_role("link", name="Atom riêng").first.get_attribute("href")
    assert page.request.get(feed).headers["content-type"].startswith("application/atom+xml")


def test_signing_out_leads_back_to_the_door(sign_in: Any) -> None:
    page = sign_in()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/staff/sign-in")
    page.go_back()
    page.reload()
    assert "/staff/sign-in" in page.url
