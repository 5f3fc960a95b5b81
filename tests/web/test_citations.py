"""An article as a reference, on its page and as a file."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.article import VIETNAM
from search_service.settings import Settings
from search_service.web import create_app


def test_the_page_of_an_article_has_its_reference_with_the_newspaper_set_off(
    client: FlaskClient,
) -> None:
    tree = html.fromstring(client.get("/article/hoi-nghi").data)
    (shown,) = tree.xpath("//*[@id='citation']")
    today = datetime.now(VIETNAM)
    assert shown.text_content() == (
        "Nhật Minh (2022), “Đắk Lắk tập huấn công tác thông tin đối ngoại”, Tạp chí Lâm Giang,"
        f" 25/10/2022, https://bao.example/hoi-nghi.html, truy cập ngày {today:%d/%m/%Y}."
    )
    assert shown.xpath("./cite/text()") == ["Tạp chí Lâm Giang"]


def test_the_button_that_copies_is_shown_by_the_script_alone(client: FlaskClient) -> None:
    (button,) = html.fromstring(client.get("/article/lua").data).xpath("//button[@data-copy]")
    assert button.get("hidden") is not None
    assert button.get("data-copy") == "citation"


@pytest.mark.parametrize(
    ("style", "mimetype", "suffix", "begins"),
    [
        ("bibtex", "application/x-bibtex", "bib", "@article{hoi-nghi,"),
        ("ris", "application/x-research-info-systems", "ris", "TY  - NEWS"),
        ("csl", "application/vnd.citationstyles.csl+json", "json", "["),
    ],
)
def test_the_page_links_to_files_for_reference_managers(
    client: FlaskClient, style: str, mimetype: str, suffix: str, begins: str
) -> None:
    page = html.fromstring(client.get("/article/hoi-nghi").data)
    (link,) = page.xpath(f"//a[contains(@href, 'format={style}')]/@href")
    answer = client.get(link)
    assert answer.mimetype == mimetype
    assert answer.headers["Content-Disposition"].endswith(f'.{suffix}"')
    assert answer.text.startswith(begins)


def test_csl_is_a_list_with_one_item(client: FlaskClient) -> None:
    (item,) = json.loads(client.get("/cite/hoi-nghi?format=csl").text)
    assert item["title"] == "Đắk Lắk tập huấn công tác thông tin đối ngoại"


def test_an_article_without_an_address_is_cited_by_its_page(make_archive: Any) -> None:
    records = [{"id": "a/b c", "title": "Tin", "body": "b"}]
    settings = Settings(base_url="https://kho.example")
    client = create_app(make_archive(records), settings).test_client()
    assert (
        "UR  - https://kho.example/article/a/b%20c" in client.get("/cite/a/b%20c?format=ris").text
    )


def test_an_article_that_is_not_there_cannot_be_cited(client: FlaskClient) -> None:
    assert client.get("/cite/nothing").status_code == 404


def test_a_form_that_there_is_not_is_refused(client: FlaskClient) -> None:
    assert client.get("/cite/lua?format=mla").status_code == 400
