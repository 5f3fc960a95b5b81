"""A person's page and record: names, namesakes, roles, companions, and why."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app
from tests.engines.contract import NAMED

COACH = "/person/mai-trung-kiên-huấn-luyện-viên"


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory) -> WhooshArchive:
    archive = WhooshArchive(tmp_path_factory.mktemp("named") / "index")
    with archive.writer() as writer:
        for record in NAMED:
            writer.add(analyse(Article.from_record(record), "made"))
        writer.publish()
    return archive


@pytest.fixture
def client(named: WhooshArchive) -> FlaskClient:
    return create_app(named, Settings()).test_client()


def test_a_namesake_has_a_label_and_leads_to_the_other(client: FlaskClient) -> None:
    page = client.get(COACH).text
    assert '<h1 lang="vi">Mai Trung Kiên (huấn luyện viên)</h1>' in page
    assert "Người khác cùng tên:" in page
    assert f'href="/person/{quote("mai-trung-kiên")}"' in page
    assert "Mai Trung Kiên (chánh Văn phòng)" in page


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("selmak", "bertold-selmak"),
        ("hồ-sĩ-lực", "hồ-sỹ-lực"),
        ("mai-trung-kiên-hlv-trưởng", "mai-trung-kiên-huấn-luyện-viên"),
    ],
)
def test_an_address_that_was_given_out_leads_to_the_person(
    client: FlaskClient, old: str, now: str
) -> None:
    answer = client.get(f"/person/{old}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/person/{quote(now)}"
    assert client.get(f"/api/people/{old}").json["id"] == now
    assert client.get(f"/person/{old}?lang=en").headers["Location"].endswith("?lang=en")


def test_the_page_says_why_names_are_one_person(client: FlaskClient) -> None:
    page = client.get("/person/bertold-selmak").text
    assert "Vì sao là một người" in page
    assert "“Selmak” đứng một mình ở 1 bài: trong 4 bài in đủ" in page
    assert '<a href="/article/b5">bài 1</a>' in page
    assert "Vì sao là một người" not in client.get(f"/person/{quote('ba-lực')}").text


def test_companions_lead_to_the_articles_that_have_both(sample_client: FlaskClient) -> None:
    page = sample_client.get("/person/hoàng-đình-trác").text
    record = sample_client.get("/api/people/hoàng-đình-trác").json
    first = record["companions"][0]
    link = f"/search?person={quote('hoàng-đình-trác')}&amp;with={quote(first['id'])}"
    assert link in page
    found = sample_client.get(f"/api/search?person=hoàng-đình-trác&with={first['id']}").json
    assert found["total"] == first["count"]
    assert [hit["id"] for hit in found["hits"]][:3] == [one["id"] for one in first["articles"]]


def test_the_record_has_coverage_by_month_and_by_section(sample_client: FlaskClient) -> None:
    record = sample_client.get("/api/people/hoàng-đình-trác").json
    assert sum(month["count"] for month in record["months"]) == record["count"]
    assert {section["value"] for section in record["sections"]} >= {"Thời sự"}


def test_the_record_has_the_evidence(client: FlaskClient) -> None:
    record = client.get("/api/people/bertold-selmak").json
    assert [one["name"] for one in record["names"]] == ["Bertold Selmak", "Selmak"]
    (evidence,) = record["evidence"]
    assert (evidence["kind"], evidence["agreeing"], evidence["seen"]) == ("short", 4, 4)
    assert record["namesakes"] == []


def test_the_facet_is_searched_without_a_script(client: FlaskClient) -> None:
    page = client.get("/search?person_q=kien").text
    assert 'name="person_q" value="kien"' in page
    assert page.count('<input type="checkbox" id="person-') == 2
    assert f"{len(NAMED)} bài" in page
    nobody = client.get("/search?person_q=zzz").text
    assert "Không có nhân vật nào khớp tên ấy" in nobody
    listed = client.get("/api/search?person_q=kien").json["facets"]["person"]
    assert [one["label"] for one in listed] == [
        "Mai Trung Kiên (chánh Văn phòng)",
        "Mai Trung Kiên (huấn luyện viên)",
    ]


def test_the_search_for_two_persons_can_be_undone(client: FlaskClient) -> None:
    page = client.get("/search?person=lê-a&with=ba-lực&q=tin").text
    assert "Cùng với:" in page
    assert 'href="/search?q=tin&amp;person=l%C3%AA-a"' in page
    assert '<input type="hidden" name="with" value="ba-lực">' in page


def test_the_newsrooms_word_changes_pages_at_once(named: WhooshArchive) -> None:
    folder = Path("newsroom")
    folder.mkdir()
    client = create_app(named, Settings()).test_client()
    before = client.get("/api/people/bertold-selmak")
    assert client.get("/person/ba-lực").status_code == 200
    (folder / "people.tsv").write_text("cùng\tBa Lực\tHồ Sỹ Lực\n", encoding="utf-8")
    answer = client.get("/person/ba-lực")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/person/{quote('hồ-sỹ-lực')}",
    )
    record = client.get("/api/people/hồ-sỹ-lực").json
    assert record["count"] == 4
    assert record["newsroom"] == ["newsroom/people.tsv, line 1"]
    tag = before.headers["ETag"]
    again = client.get("/api/people/bertold-selmak", headers={"If-None-Match": tag})
    assert again.status_code == 200
    (folder / "people.tsv").unlink()
    assert client.get("/person/ba-lực").status_code == 200
