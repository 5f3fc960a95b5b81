"""The form by which a reader tells the newsroom that something is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.store import Store
from search_service.store.reports import MAX_TEXT, Reports, Subject
from search_service.web import create_app
from search_service.web.reporting import REPORTS, TRAP

OURS = {"Sec-Fetch-Site": "same-origin"}
ABOUT = {"article": "hoi-nghi", "subject": "date", "text": "Hội nghị họp ngày 24."}


def kept() -> Reports:
    """The reports where the settings of these tests, run in a folder of their own, keep them."""
    return Reports(Store(Path("store.sqlite")))


def send(client: FlaskClient, headers: dict[str, str] = OURS, **fields: str) -> Any:
    return client.post("/report", data=ABOUT | fields, headers=headers)


def test_a_report_is_kept_and_the_reader_is_thanked(client: FlaskClient) -> None:
    answer = send(client)
    assert answer.status_code == 303
    thanks = client.get(answer.headers["Location"])
    assert "Cảm ơn bạn." in thanks.text
    assert thanks.headers["Cache-Control"] == "no-store"
    (report,) = kept().waiting()
    assert (report.subject, report.article, report.person) == (Subject.DATE, "hoi-nghi", "")
    assert report.text == "Hội nghị họp ngày 24."


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/article/hoi-nghi", '<input type="hidden" name="article" value="hoi-nghi">'),
        ("/person/lê-hải-bình", '<input type="hidden" name="person" value="lê-hải-bình">'),
        ("/report?article=hoi-nghi", '<input type="hidden" name="article" value="hoi-nghi">'),
    ],
)
def test_pages_have_the_form_that_says_what_it_is_about(
    client: FlaskClient, path: str, field: str
) -> None:
    page = client.get(path).text
    assert field in page
    assert '<form class="report" action="/report" method="post">' in page
    assert (
        '<form class="report" action="/report?lang=en"'
        in client.get(f"{path}{'&' if '?' in path else '?'}lang=en").text
    )


def test_what_is_not_in_the_archive_cannot_be_reported(client: FlaskClient) -> None:
    assert send(client, article="khong-co").status_code == 404
    assert client.get("/report").status_code == 404
    assert kept().waiting() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://khac.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = send(client, headers)
    assert answer.status_code == 403
    assert "Biểu mẫu này chỉ gửi được từ trang của kho báo." in answer.text
    assert kept().waiting() == []


def test_an_older_browser_is_known_by_the_origin(three_articles: WhooshArchive) -> None:
    client = create_app(three_articles, Settings(base_url="https://kho.example")).test_client()
    assert send(client, {"Origin": "http://localhost"}).status_code == 303
    assert send(client, {"Origin": "https://kho.example"}).status_code == 303


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(client: FlaskClient) -> None:
    assert send(client, **{TRAP: "https://mua.example"}).status_code == 303
    assert kept().waiting() == []


@pytest.mark.parametrize("fields", [{"subject": "khác"}, {"text": "a" * (MAX_TEXT + 1)}])
def test_what_cannot_be_kept_is_said_and_the_text_stays(
    client: FlaskClient, fields: dict[str, str]
) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 400
    assert "Xin chọn điều cần báo và viết không quá 1000 ký tự." in answer.text
    assert (ABOUT | fields)["text"] in answer.text
    assert kept().waiting() == []


def test_what_a_reader_wrote_is_escaped(client: FlaskClient) -> None:
    answer = send(client, subject="", text="</textarea><script>x</script>")
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert "<script>x" not in answer.text


def test_what_a_terminal_would_obey_is_not_kept(client: FlaskClient) -> None:
    send(client, text="Sai\x1b[31m ngày\x07.\nDòng hai.")
    (report,) = kept().waiting()
    assert report.text.isprintable()
    assert report.text == "Sai[31m ngày. Dòng hai."


def test_one_client_sends_only_so_many(app: Flask) -> None:
    client = app.test_client()
    for _ in range(REPORTS):
        assert send(client).status_code == 303
    answer = send(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    other = {"REMOTE_ADDR": "192.0.2.7"}
    again = client.post("/report", data=ABOUT, headers=OURS, environ_overrides=other)
    assert again.status_code == 303


def test_a_file_that_cannot_be_written_is_said_without_naming_it(
    three_articles: WhooshArchive, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    client = create_app(three_articles, Settings(store_file=folder)).test_client()
    answer = send(client)
    assert answer.status_code == 503
    assert "Hiện chưa ghi được phản hồi." in answer.text
    assert str(folder) not in answer.text
    assert str(folder) in caplog.text


def test_no_reader_sees_what_another_wrote(client: FlaskClient) -> None:
    send(client, text="Đây là lời nhắn riêng.")
    for path in (
        "/article/hoi-nghi",
        "/report?article=hoi-nghi",
        "/report?article=hoi-nghi&sent=1",
    ):
        assert "lời nhắn riêng" not in client.get(path).text
