"""Results as files: the search's articles, where they are from, and who may take how many."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from search_service.settings import Settings
from search_service.web import create_app, exports

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl",
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
}


def table(client: FlaskClient, path: str) -> list[list[str]]:
    with client.get(path) as answer:  # a file that is not closed keeps its place
        text = answer.data.decode("utf-8-sig")
    return [row for row in csv.reader(StringIO(text, newline="")) if not row[0].startswith("# ")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_is_sent_as_a_file_of_its_type(client: FlaskClient, kind: str) -> None:
    with client.get(f"/export?q=hội+nghị&format={kind}") as answer:
        assert answer.status_code == 200
    assert answer.mimetype == KINDS[kind]
    suffix = {"bibtex": "bib"}.get(kind, kind)
    assert re.fullmatch(
        rf'attachment; filename="hoi-nghi-\d{{8}}\.{suffix}"',
        answer.headers["Content-Disposition"],
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_text_files_say_that_they_are_utf_8(client: FlaskClient) -> None:
    for kind in set(KINDS) - {"xlsx"}:
        with client.get(f"/export?format={kind}") as answer:
            assert "charset=utf-8" in answer.headers["Content-Type"]


def test_a_file_has_the_articles_of_the_search_page_in_its_order(
    sample_client: FlaskClient,
) -> None:
    for search in ("q=cau", "q=xã&section=Thời+sự&sort=oldest", "from=2022-10&to=2022-12", ""):
        listed: list[str] = []
        for page in range(1, 12):
            tree = html.fromstring(sample_client.get(f"/search?{search}&page={page}").data)
            links = tree.xpath("//ol[@class='hits']//h3/a/@href")
            listed += [urlsplit(link).path.removeprefix("/article/") for link in links]
        heading, *rows = table(sample_client, f"/export?{search}&format=csv")
        assert heading[0] == "Mã bài"
        assert [row[0] for row in rows] == listed
        assert listed


def test_the_page_and_the_paging_of_the_search_do_not_count(client: FlaskClient) -> None:
    assert len(table(client, "/export?page=2")) == len(table(client, "/export")) == 4


def test_headings_are_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert table(client, "/export")[0][:3] == ["Mã bài", "Tiêu đề", "Ngày đăng"]
    assert table(client, "/export?lang=en")[0][:3] == ["Article id", "Title", "Published"]


def test_a_file_says_which_search_of_which_state_was_taken_when(client: FlaskClient) -> None:
    text = client.get("/export?q=lúa&section=nong-nghiep-nong-thon&format=jsonl").text
    told = json.loads(text.splitlines()[0])["export"]
    assert told["query"] == 'lúa mục:"nong-nghiep-nong-thon"'
    assert told["articles"] == "1"
    assert re.fullmatch(r"000001-\d{8}T\d{6}", told["generation"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", told["taken"])
    assert told["address"] == (
        "http://localhost/search?q=l%C3%BAa&section=nong-nghiep-nong-thon"
        f"&as_of={told['generation']}"
    )


def test_the_address_in_a_file_shows_the_same_articles(client: FlaskClient) -> None:
    told = json.loads(client.get("/export?q=hội&format=jsonl").text.splitlines()[0])["export"]
    assert client.get(told["address"]).text.count("<article") == int(told["articles"]) == 2


@pytest.mark.parametrize("asked", ["format=pdf", "from=mai", "sort=x", "from=2022&to=2021"])
def test_what_cannot_be_read_is_refused_and_named(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/export?q=lúa&{asked}")
    assert answer.status_code == 400
    assert "Tham số" in answer.text


def test_more_articles_than_a_file_may_have_are_refused_and_the_command_is_named(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MAX_EXPORTED", 2)
    answer = client.get("/export")
    assert answer.status_code == 400
    assert "search-service export" in answer.text
    assert client.get("/export?q=lúa").status_code == 200


class TestPrinted:
    def test_the_page_lists_every_article_as_a_reference(self, client: FlaskClient) -> None:
        answer = client.get("/export?q=hội+nghị&format=html")
        assert answer.mimetype == "text/html"
        tree = html.fromstring(answer.data)
        items = [item.text_content() for item in tree.xpath("//ol[@class='references']/li")]
        assert len(items) == 2
        assert "Nhật Minh (2022), “Đắk Lắk tập huấn công tác thông tin đối ngoại”, " in items[0]
        assert tree.xpath("//cite/text()") == ["Tạp chí Lâm Giang"] * 2

    def test_it_says_where_the_list_is_from(self, client: FlaskClient) -> None:
        tree = html.fromstring(client.get("/export?q=lúa&format=html").data)
        facts = dict(zip(tree.xpath("//dt/text()"), tree.xpath("//dd/text()"), strict=True))
        assert facts["Truy vấn"] == "lúa"
        assert facts["Số bài"] == "1"
        assert "as_of=" in facts["Liên kết cố định"]

    def test_markup_in_an_article_is_text(self, make_archive: Any) -> None:
        records = [{"id": "a", "title": "<script>x</script>", "body": "b", "lead": "<b>l</b>"}]
        client = create_app(make_archive(records), Settings()).test_client()
        answer = client.get("/export?format=html").text
        assert "<script>x" not in answer
        assert "&lt;b&gt;l" in answer


class TestLimits:
    @pytest.fixture
    def one_at_once(self, three_articles: Any) -> Flask:
        return create_app(three_articles, Settings(threads=2))

    def test_while_a_file_is_under_way_another_is_asked_to_come_back(
        self, one_at_once: Flask
    ) -> None:
        client = one_at_once.test_client()
        under_way = client.get("/export", buffered=False)
        answer = client.get("/export")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        under_way.close()
        assert client.get("/export").status_code == 200

    def test_asking_only_for_the_head_takes_no_place(self, one_at_once: Flask) -> None:
        client = one_at_once.test_client()
        for _ in range(3):
            with client.head("/export") as answer:
                assert answer.status_code == 200
        with client.get("/export") as answer:
            assert answer.status_code == 200

    def test_a_file_that_failed_frees_its_place(self, one_at_once: Flask) -> None:
        client = one_at_once.test_client()
        assert client.get("/export?format=pdf").status_code == 400
        assert client.get("/export?as_of=000009-gone").status_code == 410
        assert client.get("/export").status_code == 200

    def test_files_count_as_many_requests(self, three_articles: Any) -> None:
        client = create_app(three_articles, Settings(api_rate_limit=120)).test_client()
        statuses, left = [], []
        for _ in range(3):
            with client.get("/export?format=ris") as answer:
                statuses.append(answer.status_code)
                left.append(answer.headers["RateLimit"].partition(";t=")[0])
        assert statuses == [200, 200, 429]
        assert left == ['"client";r=60', '"client";r=0', '"client";r=0']

    def test_pages_that_are_no_files_still_do_not_count(self, three_articles: Any) -> None:
        client = create_app(three_articles, Settings(api_rate_limit=1)).test_client()
        assert {client.get("/search?q=a").status_code for _ in range(3)} == {200}


def test_the_search_page_links_to_every_format(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/search?q=lúa&section=nong-nghiep-nong-thon&page=1").data)
    links = [link for link in tree.xpath("//nav[@class='desk']//a/@href") if "/export" in link]
    assert [link.rpartition("format=")[2] for link in links] == [*KINDS, "html"]
    for link in links:
        with client.get(link) as answer:
            assert answer.status_code == 200
    assert all("section=nong-nghiep-nong-thon" in link for link in links)


def test_a_search_without_hits_offers_no_files(client: FlaskClient) -> None:
    assert "/export" not in client.get("/search?q=zzzz").text
