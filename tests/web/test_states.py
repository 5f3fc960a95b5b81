"""Permanent links: a page of an earlier state, or the honest word that it is gone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings
from search_service.web import create_app
from tests.web.conftest import EVENT, RICE

SECOND = {**RICE, "id": "lua-2", "title": "Lúa hè thu"}


def publish(archive: WhooshArchive, *records: dict[str, object]) -> str:
    with archive.writer() as writer:
        for record in records:
            writer.add(analyse(Article.from_record(record), "made"))
        return writer.publish().name


@pytest.fixture
def archive(tmp_path: Path) -> WhooshArchive:
    return WhooshArchive(tmp_path / "index", keep=2)


@pytest.fixture
def client(archive: WhooshArchive) -> FlaskClient:
    publish(archive, RICE, EVENT)
    return create_app(archive, Settings()).test_client()


def permalink(client: FlaskClient, path: str) -> str:
    (link,) = html.fromstring(client.get(path).data).xpath("//a[text()='Liên kết cố định']/@href")
    return str(link)


def hits(client: FlaskClient, path: str) -> int:
    return client.get(path).text.count('<article class="hit"')


def test_a_permanent_link_shows_the_same_after_the_archive_has_changed(
    client: FlaskClient, archive: WhooshArchive
) -> None:
    link = permalink(client, "/search?q=lúa&sort=newest")
    publish(archive, RICE, SECOND, EVENT)
    assert hits(client, "/search?q=lúa") == 2
    assert hits(client, link) == 1
    assert dict(parse_qsl(urlsplit(link).query))["q"] == "lúa"


PAGES = (
    *("/search?q=lúa", "/trend?q=lúa", "/words?q=lúa", "/concordance?q=lúa"),
    *("/article/lua", "/story/lua", "/batch"),
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_an_earlier_state_says_so_and_leads_to_the_present_one(
    client: FlaskClient, archive: WhooshArchive, path: str
) -> None:
    first = archive.engine().generation.name
    publish(archive, RICE, SECOND, EVENT)
    mark = "&" if "?" in path else "?"
    tree = html.fromstring(client.get(f"{path}{mark}as_of={first}").data)
    (now,) = tree.xpath("//p[@class='notice'][contains(., 'Trạng thái của kho')]/a/@href")
    assert "as_of" not in now
    assert "Trạng thái của kho" not in client.get(now).text


def test_links_of_such_a_page_stay_in_its_state(
    client: FlaskClient, archive: WhooshArchive
) -> None:
    first = archive.engine().generation.name
    publish(archive, SECOND)
    tree = html.fromstring(client.get(f"/search?q=lúa&as_of={first}").data)
    article = tree.xpath("//h3/a/@href")[0]
    assert client.get(article).status_code == 200
    desk = tree.xpath("//nav[@class='desk']//a/@href")
    assert all(f"as_of={first}" in link for link in [article, *desk])
    assert tree.xpath("//form[@id='search-form']//input[@name='as_of']/@value") == [first]


def test_links_that_lead_elsewhere_are_of_the_present_state(
    client: FlaskClient, archive: WhooshArchive
) -> None:
    first = archive.engine().generation.name
    tree = html.fromstring(client.get(f"/search?q=lúa&as_of={first}").data)
    elsewhere = tree.xpath("//footer//a/@href | //p[@class='brand']/a/@href")
    assert elsewhere
    assert not any("as_of" in link for link in elsewhere)


@pytest.mark.parametrize("name", ["000009-20200101T000000", "..", "nothing", "%00"])
@pytest.mark.parametrize("path", ["/search?q=lúa", "/export?q=lúa", "/article/lua?", "/batch?"])
def test_a_state_that_is_not_kept_is_gone_and_the_page_leads_to_the_present_one(
    client: FlaskClient, path: str, name: str
) -> None:
    answer = client.get(f"{path}&as_of={name}")
    assert answer.status_code == 410
    assert "không còn được giữ" in answer.text
    (now,) = html.fromstring(answer.data).xpath("//a[text()='Xem kho hiện nay']/@href")
    assert client.get(now).status_code == 200


def test_a_state_that_was_kept_is_gone_after_newer_ones(
    client: FlaskClient, archive: WhooshArchive
) -> None:
    link = permalink(client, "/search?q=lúa")
    publish(archive, SECOND)
    assert client.get(link).status_code == 200
    publish(archive, SECOND)
    assert client.get(link).status_code == 410


def test_the_api_reads_an_earlier_state_too(client: FlaskClient, archive: WhooshArchive) -> None:
    first = archive.engine().generation.name
    publish(archive, RICE, SECOND, EVENT)
    totals = [client.get(f"/api/search?q=lúa{asked}").json for asked in ("", f"&as_of={first}")]
    assert [one and one["total"] for one in totals] == [2, 1]


def test_the_api_says_that_a_state_is_gone_as_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/trend?as_of=nothing")
    assert answer.status_code == 410
    assert answer.mimetype == "application/problem+json"


def test_where_a_state_means_nothing_it_is_passed_over(client: FlaskClient) -> None:
    for path in ("/", "/sitemap.xml", "/api/suggest?q=l", "/feed.atom"):
        mark = "&" if "?" in path else "?"
        assert client.get(f"{path}{mark}as_of=nothing").status_code == 200


def test_each_state_has_a_tag_of_its_own(client: FlaskClient, archive: WhooshArchive) -> None:
    first = archive.engine().generation.name
    publish(archive, SECOND)
    tags = {client.get(f"/trend?q=lúa{asked}").headers["ETag"] for asked in ("", f"&as_of={first}")}
    assert len(tags) == 2
