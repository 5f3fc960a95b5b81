"""Tables of queries that are sent."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from search_service.settings import Settings
from search_service.web import batches, create_app

TABLE = "id,q\n1,lúa\n2,hội nghị\n"


def send(
    client: FlaskClient, table: str | bytes | None = TABLE, headers: Any = None, **fields: str
) -> TestResponse:
    raw = table.encode() if isinstance(table, str) else table
    data: dict[str, Any] = {**fields}
    if raw is not None:
        data["queries"] = (BytesIO(raw), "truy-van.csv")
    return client.post("/batch", data=data, headers=headers or {})


def rows(answer: TestResponse) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    return [row for row in csv.reader(StringIO(text, newline="")) if not row[0].startswith("# ")]


def test_counts_come_back_for_each_query(client: FlaskClient) -> None:
    assert rows(send(client)) == [
        ["id", "q", "articles", "first", "last", "error"],
        ["1", "lúa", "1", "2021-04-02", "2021-04-02", ""],
        ["2", "hội nghị", "2", "2022-10-25", "2022-10-26", ""],
    ]


def test_hits_come_back_as_many_as_were_asked_for(client: FlaskClient) -> None:
    heading, *found = rows(send(client, answer="hits", limit="1"))
    assert [row[heading.index("rank")] for row in found] == ["1", "1"]
    assert found[0][heading.index("page")] == "http://localhost/article/lua"


def test_the_answer_says_which_state_was_asked(client: FlaskClient) -> None:
    assert "# Thế hệ chỉ mục: 000001-" in send(client).text


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("a,b\n1,2\n", "no column"),
        ("q\n", "truy-van.csv"),
        (None, "queries"),
        (b"\xff\xff\xff", "UTF-8"),
    ],
)
def test_what_is_no_table_of_queries_comes_back_with_the_reason(
    client: FlaskClient, table: Any, reason: str
) -> None:
    answer = send(client, table)
    assert answer.status_code == 400
    (notice,) = html.fromstring(answer.data).xpath("//div[@role='alert']")
    assert reason in notice.text_content()
    assert "một bảng CSV có cột q" in notice.text_content()


@pytest.mark.parametrize("fields", [{"answer": "all"}, {"limit": "0"}, {"limit": "1000"}])
def test_choices_that_there_are_not_are_named(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 400
    assert next(iter(fields)) in answer.text


def test_more_queries_than_a_request_has_time_for_are_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MAX_QUERIES", 1)
    answer = send(client)
    assert answer.status_code == 400
    assert "search-service batch" in answer.text


def test_a_table_larger_than_a_request_may_be_is_refused(client: FlaskClient) -> None:
    form = "multipart/form-data; boundary=x"
    answer = client.post("/batch", data=b"-" * (2**20 + 1), content_type=form)
    assert answer.status_code == 413


class TestWhoMaySend:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Origin": "http://localhost"},
            {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        ],
    )
    def test_the_own_form_and_programs_may(
        self, client: FlaskClient, headers: dict[str, str]
    ) -> None:
        assert send(client, headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://khac.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost:81"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        ],
    )
    def test_pages_of_other_sites_may_not(
        self, client: FlaskClient, headers: dict[str, str]
    ) -> None:
        answer = send(client, headers=headers)
        assert answer.status_code == 403
        assert "Không nhận từ trang khác" in answer.text

    def test_behind_a_proxy_the_public_address_is_the_own_one(self, three_articles: Any) -> None:
        settings = Settings(base_url="https://kho.example/bao")
        client = create_app(three_articles, settings).test_client()
        assert send(client, headers={"Origin": "https://kho.example"}).status_code == 200


def test_a_table_counts_as_many_requests(three_articles: Any) -> None:
    client = create_app(three_articles, Settings(api_rate_limit=60)).test_client()
    assert client.get("/batch").status_code == 200
    assert [send(client).status_code for _ in range(2)] == [200, 429]


def test_nothing_sets_a_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/batch").headers
    assert "Set-Cookie" not in send(client).headers


def test_the_search_page_leads_to_it(client: FlaskClient) -> None:
    assert 'href="/batch"' in client.get("/search?q=lúa").text
