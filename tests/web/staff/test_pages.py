"""What the newsroom does on its pages: reports, persons, tables, the diary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from search_service.store import Store
from search_service.store.reports import Reports, Subject
from search_service.web import recording
from tests.web.staff.conftest import Staff


@pytest.fixture
def reports(here: Path) -> Reports:
    return Reports(Store(here / "store.sqlite"))


def dump(folder: Path) -> str:
    with Store(folder / "store.sqlite").opened() as file:
        return "\n".join(file.iterdump())


def state_of(staff: Staff, name: str) -> str:
    found = re.search(r'name="state" value="(\w+)"', staff.client.get(f"/staff/tables/{name}").text)
    assert found
    return found[1]


def save(staff: Staff, name: str, text: str, state: str = "") -> int:
    path = f"/staff/tables/{name}"
    return staff.send(path, text=text, state=state or state_of(staff, name)).status_code


class TestReports:
    def test_what_readers_report_is_shown_and_closed(self, staff: Staff, reports: Reports) -> None:
        reports.add(Subject.PERSON, person="lê-hải-bình", text="Đây là <b>hai</b> người.")
        reports.add(Subject.DATE, article="mất-rồi")
        page = staff.client.get("/staff/").text
        assert "Đây là &lt;b&gt;hai&lt;/b&gt; người." in page
        assert 'href="/staff/persons/l%C3%AA-h%E1%BA%A3i-b%C3%ACnh"' in page
        assert "không còn trong kho" in page
        assert staff.send("/staff/reports/1/close").status_code == 303
        assert [report.id for report in reports.waiting()] == [2]

    def test_a_report_may_be_closed_twice(self, staff: Staff, reports: Reports) -> None:
        reports.add(Subject.OTHER)
        for _ in range(2):
            assert staff.send("/staff/reports/1/close").status_code == 303


class TestPersons:
    def test_persons_are_found_by_part_of_a_name(self, staff: Staff) -> None:
        page = staff.client.get("/staff/persons?q=hai+binh").text
        assert "Lê Hải Bình" in page
        assert "Phạm Minh Tấn" not in page
        assert "Không có ai tên như thế." in staff.client.get("/staff/persons?q=zzz").text

    def test_a_decision_is_a_line_of_the_table_and_holds_at_once(self, staff: Staff) -> None:
        path = "/staff/persons/lê-hải-bình"
        assert staff.send(path, verb="name", other="Lê Hải Bình (Trung ương)").status_code == 303
        line = "tên\tLê Hải Bình\tLê Hải Bình (Trung ương)\n"
        assert Path("newsroom/people.tsv").read_text(encoding="utf-8") == line
        assert "Lê Hải Bình (Trung ương)" in staff.client.get("/person/lê-hải-bình").text

    def test_a_person_is_hidden(self, staff: Staff) -> None:
        assert staff.send("/staff/persons/lê-hải-bình", verb="hide").status_code == 303
        assert staff.client.get("/person/lê-hải-bình").status_code == 404

    def test_a_decision_that_cannot_be_read_is_told(self, staff: Staff) -> None:
        answer = staff.send("/staff/persons/lê-hải-bình", verb="same", other="")
        assert answer.status_code == 400
        assert "people.tsv, line 1" in answer.text
        assert not Path("newsroom/people.tsv").exists()

    def test_nothing_else_is_a_decision(self, staff: Staff) -> None:
        assert staff.send("/staff/persons/lê-hải-bình", verb="xóa").status_code == 400

    def test_a_name_cannot_bring_a_second_line(self, staff: Staff) -> None:
        sent = "Lê Bình\nẩn\tPhạm Minh Tấn"
        assert staff.send("/staff/persons/lê-hải-bình", verb="name", other=sent).status_code == 303
        written = Path("newsroom/people.tsv").read_text(encoding="utf-8")
        assert written == "tên\tLê Hải Bình\tLê Bình ẩn Phạm Minh Tấn\n"


class TestTables:
    def test_a_table_is_changed_and_holds_at_once(self, staff: Staff) -> None:
        assert save(staff, "pins.tsv", "tập huấn\tlua\r\n") == 303
        assert Path("newsroom/pins.tsv").read_text(encoding="utf-8") == "tập huấn\tlua\n"
        hits = staff.client.get("/api/search?q=tập+huấn").json
        assert hits is not None
        assert hits["hits"][0]["id"] == "lua"

    @pytest.mark.parametrize(
        ("name", "text", "problem"),
        [
            ("people.tsv", "# ghi chú\nđổi\tA\tB", "people.tsv, line 2"),
            ("pins.tsv", "tập huấn", "pins.tsv, line 1"),
            ("abbreviations.tsv", "\tkhu", "abbreviations.tsv, line 1"),
            ("partners.tsv", "Báo\thttps://bao.example/thu-muc", "partners.tsv, line 1"),
        ],
    )
    def test_a_table_that_cannot_be_used_is_not_written_and_kept_in_the_form(
        self, staff: Staff, name: str, text: str, problem: str
    ) -> None:
        answer = staff.send(f"/staff/tables/{name}", text=text, state=state_of(staff, name))
        assert answer.status_code == 400
        assert problem in answer.text
        assert text.splitlines()[-1] in answer.text
        assert not Path("newsroom", name).exists()

    def test_two_who_change_a_table_do_not_undo_each_other(self, staff: Staff) -> None:
        state = state_of(staff, "pins.tsv")
        assert save(staff, "pins.tsv", "một\tlua", state) == 303
        path = "/staff/tables/pins.tsv"
        answer = staff.send(path, text="hai\tlua", state=state)
        assert answer.status_code == 409
        assert "hai\tlua" in answer.text
        assert Path("newsroom/pins.tsv").read_text(encoding="utf-8") == "một\tlua\n"
        fresh = re.search(r'name="state" value="(\w+)"', answer.text)
        assert fresh
        assert save(staff, "pins.tsv", "hai\tlua", fresh[1]) == 303

    def test_every_text_is_kept_with_who_wrote_it_and_can_be_used_again(self, staff: Staff) -> None:
        Path("newsroom").mkdir()
        Path("newsroom/pins.tsv").write_text("cũ\tlua\n", encoding="utf-8")
        assert save(staff, "pins.tsv", "mới\tlua") == 303
        page = staff.client.get("/staff/tables/pins.tsv").text
        assert ("tệp có sẵn" in page, page.count('<span class="count">lan</span>')) == (True, 2)
        old = staff.client.get("/staff/tables/pins.tsv?version=1").text
        assert "cũ\tlua" in old
        assert save(staff, "pins.tsv", "cũ\tlua") == 303
        assert Path("newsroom/pins.tsv").read_text(encoding="utf-8") == "cũ\tlua\n"
        assert staff.client.get("/staff/tables/pins.tsv?version=99").status_code == 404

    def test_lines_that_match_nothing_are_named(self, staff: Staff) -> None:
        save(staff, "pins.tsv", "một\tkhông-có-bài-này")
        save(staff, "people.tsv", "ẩn\tNgười Không Có")
        assert "không-có-bài-này" in staff.client.get("/staff/tables/pins.tsv").text
        assert "people.tsv, line 1" in staff.client.get("/staff/tables/people.tsv").text

    def test_only_the_tables_can_be_written(self, staff: Staff) -> None:
        for name in ("users.tsv", "..%2Fusers.tsv", "x"):
            assert staff.client.get(f"/staff/tables/{name}").status_code == 404

    def test_a_partner_may_ask_as_soon_as_it_is_written(self, staff: Staff) -> None:
        save(staff, "partners.tsv", "Báo Mẫu\thttps://bao-mau.example")
        headers = {"Origin": "https://bao-mau.example"}
        answer = staff.client.get("/api/search?q=x", headers=headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://bao-mau.example"
        assert "Báo Mẫu" in staff.client.get("/").text


class TestDiary:
    def test_searches_and_opened_hits_are_counted(self, staff: Staff) -> None:
        # An answer that was kept from the first time counts as well.
        for query in ("Tập huấn", "tập  huấn", "không thấy đâu", "không thấy đâu"):
            staff.client.get("/search", query_string={"q": query})
        for place in (1, 2):
            query = {"q": "tập huấn", "n": place}
            assert staff.client.get("/article/hoi-nghi", query_string=query).status_code == 200
        page = " ".join(staff.client.get("/staff/diary").text.split())
        assert "4 lần tìm, 2 lần không thấy gì, 2 lần mở bài, trong 7 ngày." in page
        assert "tập huấn</a></th><td>2</td><td>0</td><td>2</td><td>1,50</td>" in page
        empty = staff.client.get("/staff/diary?order=empty").text
        assert "không thấy đâu" in empty
        assert "tập huấn</a>" not in empty

    def test_what_was_searched_for_once_is_told_to_nobody(self, staff: Staff) -> None:
        staff.client.get("/search?q=số+điện+thoại+của+tôi")
        page = staff.client.get("/staff/diary").text
        assert "1 lần tìm" in page
        assert "số điện thoại" not in page

    def test_nothing_of_who_searched_is_kept(self, app: Flask, here: Path) -> None:
        agent = {"User-Agent": "Trình duyệt riêng", "Referer": "https://thu.example/"}
        client = app.test_client()
        client.get("/search?q=lúa", headers=agent, environ_base={"REMOTE_ADDR": "203.0.113.77"})
        with app.app_context():
            recording.write_now()
        kept = dump(here)
        assert "lúa" in kept
        assert not any(word in kept for word in ("203.0.113.77", "Trình duyệt", "thu.example"))

    def test_what_is_seen_is_written_in_a_while_by_itself(
        self, app: Flask, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = app.test_client()
        client.get("/search?q=lúa")
        assert not (here / "store.sqlite").exists() or "lúa" not in dump(here)
        monkeypatch.setattr(recording, "EVERY", 0)
        client.get("/search?q=mưa")
        assert "lúa" in dump(here)

    def test_further_pages_are_no_further_searches(self, staff: Staff) -> None:
        staff.client.get("/search?q=lúa")
        staff.client.get("/search?q=lúa&page=2")
        staff.client.get("/api/search?q=lúa")
        assert "1 lần tìm" in staff.client.get("/staff/diary").text

    def test_links_of_hits_say_their_place(self, staff: Staff) -> None:
        page = staff.client.get("/search?q=tập+huấn").text
        assert re.search(r'/article/hoi-nghi(-2)?\?q=[^"]+&amp;n=1"', page)
        assert re.search(r'/article/hoi-nghi(-2)?\?q=[^"]+&amp;n=2"', page)
