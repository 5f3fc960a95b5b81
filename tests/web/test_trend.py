"""The page of a trend: what it shows, where its points lead, and its numbers as CSV and JSON."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.desk.trend import MAX_SERIES
from search_service.settings import Settings
from search_service.web import create_app

COMPARED = "/trend?q=hội+nghị&q=lúa&step=year"


def page(client: FlaskClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.data)


def numbers(tree: html.HtmlElement) -> list[list[str]]:
    rows = tree.xpath("//table[contains(@class, 'figures')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_table_has_a_row_for_each_span_and_a_column_for_each_search(
    client: FlaskClient,
) -> None:
    assert numbers(page(client, COMPARED)) == [
        ["02/04/2021 – 31/12/2021: phóng to", "1", "0 0%", "1 100%"],
        ["01/01/2022 – 26/10/2022: phóng to", "2", "2 100%", "0 0%"],
    ]


def test_a_gap_is_no_zero(make_archive: Any) -> None:
    records = [
        {"id": year, "body": "Lũ.", "published": f"{year}-06-01"} for year in ("2020", "2022")
    ]
    client = create_app(make_archive(records), Settings()).test_client()
    tree = page(client, "/trend?q=lũ&step=year")
    assert numbers(tree)[1] == ["2021", "không có bài", "–không có số liệu"]
    (line,) = tree.xpath("//svg[contains(@class, 'wide')]//path[@class='plot-line']/@d")
    assert line.count("M") == 2
    assert "L" not in line


def test_a_count_leads_to_its_articles(client: FlaskClient) -> None:
    (link,) = page(client, "/trend?q=lúa&step=year").xpath("//tbody/tr[1]/td[2]/a/@href")
    answer = client.get(link).text
    assert '<a href="/article/lua?' in answer
    assert answer.count("<article") == 1
    assert dict(parse_qsl(urlsplit(link).query)) == {
        "q": "lúa",
        "from": "2021-04-02",
        "to": "2021-12-31",
        "sort": "newest",
    }


def test_points_of_the_drawing_lead_to_the_same_articles_as_the_table(client: FlaskClient) -> None:
    tree = page(client, COMPARED)
    dots = tree.xpath("//svg[contains(@class, 'wide')]//a[circle]/@href")
    assert sorted(dots) == sorted(tree.xpath("//tbody//td/a/@href"))


def test_filters_of_a_search_are_read_from_its_text_and_kept_in_its_links(
    client: FlaskClient,
) -> None:
    tree = page(client, '/trend?q=lúa+mục:"Nông+nghiệp+-+Nông+thôn"&q=lúa+mục:"Thời+sự"&step=year')
    assert [row[2:] for row in numbers(tree)] == [["1 100%", "0 0%"], ["0 0%", "0 0%"]]
    (link,) = tree.xpath("//tbody//td/a/@href")
    assert ("section", "Nông nghiệp - Nông thôn") in parse_qsl(urlsplit(link).query)


def test_a_span_zooms_into_shorter_ones_down_to_days(client: FlaskClient) -> None:
    (link,) = page(client, "/trend?q=lúa&step=year").xpath("//tbody/tr[2]/th/a/@href")
    months = page(client, link)
    assert [row[0] for row in numbers(months)][-1] == "01/10/2022 – 26/10/2022: phóng to"
    days = page(client, months.xpath("//tbody/tr[last()]/th/a/@href")[0])
    assert numbers(days)[-1][0] == "26/10/2022"
    assert not days.xpath("//tbody/tr/th/a")


def test_the_drawing_is_for_the_eye_alone_and_its_links_are_no_stops_for_the_keyboard(
    client: FlaskClient,
) -> None:
    drawings = page(client, COMPARED).xpath("//svg[contains(@class, 'chart')]")
    assert len(drawings) == 2
    for drawing in drawings:
        assert drawing.get("aria-hidden") == "true"
        assert set(drawing.xpath(".//a/@tabindex")) == {"-1"}


def test_lines_differ_in_more_than_colour(client: FlaskClient) -> None:
    tree = page(client, "/trend?" + "&".join(f"q={word}" for word in "abcde"))
    samples = tree.xpath("//ul[@class='legend']//path[@class='plot-marker']/@d")
    assert len(set(samples)) == MAX_SERIES


def test_without_a_search_it_draws_the_archive(client: FlaskClient) -> None:
    tree = page(client, "/trend?step=year")
    assert tree.xpath("//ul[@class='legend']//a/text()") == ["Mọi bài"]
    assert [row[1:] for row in numbers(tree)] == [["1", "1 100%"], ["2", "2 100%"]]


def test_more_than_five_searches_are_cut_and_it_says_so(client: FlaskClient) -> None:
    tree = page(client, "/trend?" + "&".join(f"q=từ{n}" for n in range(7)))
    assert len(tree.xpath("//ul[@class='legend']/li")) == MAX_SERIES
    assert "nhiều nhất 5 lần tìm" in tree.xpath("//div[@role='note']")[0].text_content()


@pytest.mark.parametrize("asked", ["step=week", "measure=x", "from=mai", "from=2022&to=2021"])
def test_what_cannot_be_read_is_said_in_a_notice(client: FlaskClient, asked: str) -> None:
    assert page(client, f"/trend?q=lúa&{asked}").xpath("//div[@role='note']")


def test_what_searches_draw_is_named_where_days_had_to_become_months(client: FlaskClient) -> None:
    assert "quá dài để chia nhỏ" in client.get("/trend?q=lúa&step=day").text
    assert "quá dài để chia nhỏ" not in client.get("/trend?q=lúa&step=month").text


def test_a_time_without_articles_is_named(client: FlaskClient) -> None:
    assert "kho không có bài nào" in client.get("/trend?q=lúa&from=2030").text


def test_the_search_page_and_its_filters_lead_to_the_trend(client: FlaskClient) -> None:
    tree = page(client, "/search?q=hội+nghị&section=Tuyên+giáo+các+cấp&from=2022")
    (link, again) = tree.xpath("//a[text()='Theo thời gian: so sánh']/@href")
    assert link == again
    assert dict(parse_qsl(urlsplit(link).query)) == {
        "q": 'hội nghị mục:"Tuyên giáo các cấp" từ:2022-01-01'
    }
    assert numbers(page(client, f"{link}&step=year"))[1][2] == "2 100%"


class TestCsv:
    def rows(self, client: FlaskClient, path: str) -> list[list[str]]:
        answer = client.get(path)
        assert answer.mimetype == "text/csv"
        assert re.fullmatch(
            r'attachment; filename="trend-\d{8}\.csv"', answer.headers["Content-Disposition"]
        )
        return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))

    def test_it_has_the_numbers_of_the_page(self, client: FlaskClient) -> None:
        rows = [row for row in self.rows(client, f"{COMPARED}&format=csv") if row[0][0] != "#"]
        assert rows == [
            ["Từ ngày", "Đến ngày", "Mọi bài", "hội nghị", "Tỷ lệ: hội nghị", "lúa", "Tỷ lệ: lúa"],
            ["2021-04-02", "2021-12-31", "1", "0", "0.0", "1", "1.0"],
            ["2022-01-01", "2022-10-26", "2", "2", "1.0", "0", "0.0"],
        ]

    def test_it_says_where_it_is_from(self, client: FlaskClient) -> None:
        told = [row[0] for row in self.rows(client, f"{COMPARED}&format=csv") if row[0][0] == "#"]
        assert told[1] == "# Truy vấn: hội nghị | lúa"
        assert "as_of=000001-" in told[-1]

    def test_the_page_links_to_it(self, client: FlaskClient) -> None:
        (link,) = page(client, COMPARED).xpath("//a[contains(@href, 'format=csv')]/@href")
        assert self.rows(client, link)


class TestJson:
    def test_it_has_the_numbers_of_the_page(self, client: FlaskClient) -> None:
        answer = client.get("/api" + COMPARED).json
        assert answer == {
            "step": "year",
            "undated": 0,
            "spans": [
                {"first": "2021-04-02", "last": "2021-12-31", "articles": 1},
                {"first": "2022-01-01", "last": "2022-10-26", "articles": 2},
            ],
            "series": [
                {
                    "query": "hội nghị",
                    "total": 2,
                    "relaxed": False,
                    "points": [{"count": 0, "share": 0.0}, {"count": 2, "share": 1.0}],
                },
                {
                    "query": "lúa",
                    "total": 1,
                    "relaxed": False,
                    "points": [{"count": 1, "share": 1.0}, {"count": 0, "share": 0.0}],
                },
            ],
        }

    @pytest.mark.parametrize("asked", ["step=week", "from=mai", "&".join(["q=a"] * 6)])
    def test_what_cannot_be_read_is_refused_by_name(self, client: FlaskClient, asked: str) -> None:
        answer = client.get(f"/api/trend?{asked}")
        assert answer.status_code == 400
        assert answer.json is not None
        assert answer.json["parameters"] == [asked.split("=", maxsplit=1)[0]]
