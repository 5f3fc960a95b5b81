"""Ten things that somebody comes for, each done in at most so many clicks.

A click is a click, a choice or a key that sends; typing is not. Whoever tries each for the first
time has no more to find than what the page names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class Reader:
    """Somebody at a browser who counts what they do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.clicks = 0

    def click(self, role: str, name: str, *, within: str = "body") -> None:
        self.clicks += 1
        self.page.locator(within).get_by_role(role, name=name).first.click()

    def choose(self, label: str, value: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label).select_option(value)

    def search(self, text: str) -> None:
        box = self.page.get_by_role("searchbox").or_(self.page.get_by_role("combobox", name="Tìm"))
        box.first.fill(text)
        self.clicks += 1
        box.first.press("Enter")
        self.page.wait_for_url("**/search?**")

    def download(self, name: str) -> str:
        self.clicks += 1
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return Path(started.value.path()).read_text(encoding="utf-8-sig")

    @property
    def hits(self) -> list[str]:
        return self.page.locator(".hits .headline").all_inner_texts()


@pytest.fixture
def reader(open_page: Any) -> Iterator[Callable[..., Reader]]:
    def reader(**options: Any) -> Reader:
        return Reader(open_page("/", **options))

    return reader


def test_find_an_article_typed_without_marks_and_read_it(reader: Any) -> None:
    one = reader()
    one.search("phu khe nghi quyet")
    one.click("link", "Phú Khê đưa nghị quyết về từng chi bộ")
    one.page.wait_for_url("**/article/**")
    assert "Phú Khê đưa nghị quyết" in one.page.get_by_role("heading", level=1).inner_text()
    assert one.clicks <= 2


def test_find_what_somebody_said_about_something_in_a_year_and_take_it_away(reader: Any) -> None:
    one = reader()
    one.search('cầu người:"Hoàng Đình Trác" từ:2022 đến:2022')
    listed = [row for row in one.download("CSV").splitlines() if row.startswith("blg-2022-")]
    assert len(listed) == len(one.hits) > 0
    assert one.clicks <= 2


def test_the_same_without_knowing_the_grammar(reader: Any) -> None:
    one = reader()
    one.search("cầu")
    one.click("checkbox", "Hoàng Đình Trác")
    one.page.wait_for_url("**person=**")
    one.click("link", "2022", within="#facets")
    one.page.wait_for_url("**from=2022**")
    assert one.download("CSV").count("2022") >= len(one.hits) > 0
    assert one.clicks <= 4


def test_see_how_often_two_things_were_written_about(reader: Any) -> None:
    one = reader()
    one.search("cầu")
    one.click("link", "Theo thời gian: so sánh")
    one.page.get_by_label("Lần tìm 2").fill("lũ")
    one.click("button", "So sánh")
    one.page.wait_for_url("**/trend?**q=l%C5%A9**")
    assert one.page.locator("svg.wide .plot-line").count() >= 2
    assert one.clicks <= 3


def test_see_which_offices_somebody_held_and_when(reader: Any) -> None:
    one = reader()
    one.search("hoang dinh trac")
    one.click("link", "Hoàng Đình Trác", within=".hits")
    roles = one.page.locator(".spans").inner_text()
    assert "Chủ tịch UBND huyện Phú Khê" in roles
    assert "2023" in roles
    assert one.clicks <= 2


def test_find_where_two_persons_stand_together(reader: Any) -> None:
    one = reader()
    one.search("hoàng đình trác")
    one.click("link", "Hoàng Đình Trác", within=".hits")
    together = one.page.get_by_role("region", name="Thường xuất hiện cùng")
    one.clicks += 1
    together.locator("a.count").first.click()
    one.page.wait_for_url("**with=**")
    assert one.hits
    assert one.clicks <= 3


def test_follow_a_story_from_one_of_its_articles(reader: Any) -> None:
    one = reader()
    one.search("kim lộc phát xin lỗi")
    one.click("link", "Xét xử sơ thẩm vụ Kim Lộc Phát")
    one.click("link", "Dòng sự kiện")
    one.page.wait_for_url("**/story/**")
    assert "ngày không có bài" in one.page.locator("main").inner_text()
    assert one.clicks <= 3


def test_cite_an_article(reader: Any) -> None:
    one = reader()
    one.search("phu khe nghi quyet")
    one.click("link", "Phú Khê đưa nghị quyết về từng chi bộ")
    one.page.wait_for_url("**/article/**")
    assert one.download("BibTeX").startswith("@")
    assert one.clicks <= 3


def test_mend_a_slip_of_the_hand(reader: Any) -> None:
    one = reader()
    one.search("hoang dinh trat")
    one.click("link", "hoàng đình trác")
    one.page.wait_for_url("**tr%C3%A1c**")
    assert "Hoàng Đình Trác" in one.page.locator(".hits").inner_text()
    assert one.clicks <= 2


def test_tell_the_newsroom_that_this_is_somebody_else_on_a_phone(
    reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # what is sent is kept in the working folder
    one = reader(width=390)
    one.page.goto("/person/mai-trung-kiên-hlv")
    one.clicks += 1
    one.page.locator(".report-box > summary").click()
    one.click("radio", "Nhầm người")
    one.click("button", "Gửi tòa soạn")
    one.page.wait_for_url("**sent=1**")
    assert one.page.get_by_text("Tòa soạn đã nhận được và sẽ xem.").is_visible()
    assert one.clicks <= 3
