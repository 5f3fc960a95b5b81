"""Sitemaps by the protocol's rules, Google's extension for news, and robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_service.article import VIETNAM
from search_service.settings import Settings
from search_service.web import create_app, sitemap
from tests.web.conftest import ARTICLES, EVENT, RICE

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
W3C_DATE = r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
UNDATED = {"id": "khong-ngay", "title": "Thông báo", "body": "Tòa soạn nghỉ Tết."}


def hours_ago(hours: float) -> str:
    return (datetime.now(VIETNAM) - timedelta(hours=hours)).isoformat()


def client_of(archive: Any, **settings: Any) -> FlaskClient:
    return create_app(archive, Settings(**settings)).test_client()


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.mimetype == "application/xml"
    return etree.fromstring(answer.data)


def locations(document: Any) -> list[str]:
    return [item.text for item in document.iterfind("s:*/s:loc", NAMES)]


def parts(client: FlaskClient) -> Iterator[tuple[str, Any]]:
    for address in locations(read(client, "/sitemap.xml")):
        yield address, read(client, address)


def assert_index(document: Any) -> None:
    """Hold *document* to siteindex.xsd: at least one part, of each its address and no more."""
    assert document.tag == f"{{{NAMES['s']}}}sitemapindex"
    assert 1 <= len(document) <= 50_000
    for part in document:
        assert part.tag == f"{{{NAMES['s']}}}sitemap"
        assert [child.tag for child in part] == [f"{{{NAMES['s']}}}loc"]


def assert_urls(document: Any, host: str) -> None:
    """Hold *document* to sitemap.xsd: 1 to 50,000 addresses, escaped, each with what is allowed."""
    assert document.tag == f"{{{NAMES['s']}}}urlset"
    assert 1 <= len(document) <= 50_000
    for url in document:
        names = [child.tag.rpartition("}")[2] for child in url]
        assert names in (["loc"], ["loc", "lastmod"], ["loc", "news"])
        address = url.findtext("s:loc", namespaces=NAMES)
        assert address.startswith(host)
        assert 12 <= len(address) <= 2_048
        assert address.isascii()
        moment = url.findtext("s:lastmod", namespaces=NAMES)
        assert moment is None or re.fullmatch(W3C_DATE, moment)


def test_every_part_of_the_sample_is_valid(sample_client: FlaskClient) -> None:
    assert_index(read(sample_client, "/sitemap.xml"))
    for _, part in parts(sample_client):
        assert_urls(part, "http://localhost/")


def test_every_article_is_named_once(sample_client: FlaskClient) -> None:
    named = [
        address
        for name, part in parts(sample_client)
        for address in locations(part)
        if "/article/" in address and not name.endswith("sitemap-news.xml")
    ]
    every = sample_client.get("/api/search?limit=0").json
    assert every
    assert len(named) == len(set(named)) == every["total"]


def test_every_address_named_leads_to_a_page(sample_client: FlaskClient) -> None:
    for _, part in parts(sample_client):
        for address in locations(part)[:3]:
            assert sample_client.get(address).status_code == 200


def test_a_part_is_a_month_and_those_without_a_date_are_one(make_archive: Any) -> None:
    client = client_of(make_archive([*ARTICLES, UNDATED]))
    assert [address.rpartition("/")[2] for address, _ in parts(client)] == [
        "sitemap-pages.xml",
        "sitemap-2022-10-1.xml",
        "sitemap-2021-04-1.xml",
        "sitemap-undated-1.xml",
    ]
    month = read(client, "/sitemap-2022-10-1.xml")
    assert locations(month) == [
        "http://localhost/article/hoi-nghi-2",
        "http://localhost/article/hoi-nghi",
    ]
    assert [item.text for item in month.iterfind("s:url/s:lastmod", NAMES)] == [
        "2022-10-26T00:00:00+07:00",
        "2022-10-25T15:21:00+07:00",
    ]
    (undated,) = read(client, "/sitemap-undated-1.xml")
    assert [child.text for child in undated] == ["http://localhost/article/khong-ngay"]


def test_a_month_of_many_articles_has_several_parts(
    make_archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART", 2)
    records = [{**RICE, "id": f"lua-{n}", "published": f"2021-04-0{n}"} for n in range(1, 6)]
    named = [
        (address.rpartition("/")[2], [one.rpartition("/")[2] for one in locations(part)])
        for address, part in parts(client_of(make_archive(records)))
    ]
    assert named[1:] == [
        ("sitemap-2021-04-1.xml", ["lua-5", "lua-4"]),
        ("sitemap-2021-04-2.xml", ["lua-3", "lua-2"]),
        ("sitemap-2021-04-3.xml", ["lua-1"]),
    ]


def test_a_part_fits_the_limits_of_the_protocol() -> None:
    longest = 2_048 + 200  # an address, and the elements around it
    assert sitemap.PART <= 50_000
    assert sitemap.PART * longest < 50 * 1024 * 1024
    assert sitemap.MOST_PEOPLE + 50 + 2 <= 50_000


@pytest.mark.parametrize(
    "name", ["2022-11-1", "2022-10-2", "2022-10-0", "2022-13-1", "2022-1", "undated-1", "mai-1"]
)
def test_a_part_that_is_not_there_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_sections_and_persons_mentioned_often_are_named(make_archive: Any) -> None:
    often = [{**EVENT, "id": f"tin-{n}", "url": None, "people": ["Lê Văn An"]} for n in range(5)]
    seldom = {**RICE, "people": ["Trần Thị Bé"], "section": "Nông nghiệp"}
    named = locations(read(client_of(make_archive([*often, seldom])), "/sitemap-pages.xml"))
    assert named[:4] == [
        "http://localhost/",
        "http://localhost/pictures",
        "http://localhost/section/tuyen-giao-cac-cap",
        "http://localhost/section/nong-nghiep",
    ]
    assert "http://localhost/person/l%C3%AA-v%C4%83n-an" in named
    assert not [address for address in named if "tr%E1%BA%A7n" in address]


def test_addresses_lie_below_the_public_address(make_archive: Any) -> None:
    client = client_of(make_archive(ARTICLES), base_url="https://bao.example/kho")
    for address in locations(read(client, "/sitemap.xml")):
        assert urlsplit(address).path.count("/") == 2  # a part may only name what lies below it
        part = read(client, address.removeprefix("https://bao.example/kho"))
        assert_urls(part, "https://bao.example/kho/")


def test_an_identifier_of_any_signs_is_an_address(make_archive: Any) -> None:
    record = {**RICE, "id": "https://bao.example/tin?số=1&b=<2>"}
    client = client_of(make_archive([record]))
    part = read(client, "/sitemap-2021-04-1.xml")
    assert_urls(part, "http://localhost/article/")
    assert client.get(locations(part)[0]).status_code == 200


class TestNews:
    def test_the_articles_of_the_last_two_days_are_news(self, make_archive: Any) -> None:
        fresh = {**EVENT, "id": "moi", "published": hours_ago(3)}
        older = {**EVENT, "id": "hom-kia", "url": None, "published": hours_ago(47)}
        old = {**EVENT, "id": "cu", "url": None, "published": hours_ago(49)}
        coming = {**EVENT, "id": "mai", "url": None, "published": hours_ago(-1)}
        client = client_of(make_archive([fresh, older, old, coming]), site_name="Báo Thử")
        named = read(client, "/sitemap-news.xml")
        assert_urls(named, "http://localhost/")
        assert [one.rpartition("/")[2] for one in locations(named)] == ["moi", "hom-kia"]
        assert "http://localhost/sitemap-news.xml" in locations(read(client, "/sitemap.xml"))
        (news, _) = named.findall("s:url/n:news", NAMES)
        assert [child.tag.rpartition("}")[2] for child in news] == [
            "publication",
            "publication_date",
            "title",
        ]
        assert news.findtext("n:publication/n:name", namespaces=NAMES) == "Báo Thử"
        assert news.findtext("n:publication/n:language", namespaces=NAMES) == "vi"
        assert re.fullmatch(W3C_DATE, news.findtext("n:publication_date", namespaces=NAMES))
        assert news.findtext("n:title", namespaces=NAMES) == EVENT["title"]

    def test_an_archive_without_news_has_no_such_part(self, client: FlaskClient) -> None:
        assert client.get("/sitemap-news.xml").status_code == 404
        assert not [part for part, _ in parts(client) if "news" in part]

    @pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemap-news.xml"])
    def test_what_goes_by_the_clock_is_kept_only_for_minutes(
        self, make_archive: Any, address: str
    ) -> None:
        client = client_of(make_archive([{**EVENT, "published": hours_ago(1)}]))
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "ETag" not in answer.headers

    def test_the_other_parts_are_kept_while_nothing_has_changed(self, client: FlaskClient) -> None:
        for address in ("/sitemap-pages.xml", "/sitemap-2022-10-1.xml"):
            tag = client.get(address).headers["ETag"]
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


class TestRobots:
    def test_pages_are_open_and_what_has_no_end_is_closed(self, client: FlaskClient) -> None:
        answer = client.get("/robots.txt")
        assert answer.mimetype == "text/plain"
        rules = RobotFileParser()
        rules.parse(answer.text.splitlines())
        for path in ("/", "/article/lua", "/section/kinh-te", "/person/a", "/sitemap.xml"):
            assert rules.can_fetch("anybot", f"http://localhost{path}")
        desk = ("/trend", "/words?q=a", "/concordance", "/export?q=a", "/story/lua", "/cite/lua")
        closed = ("/search", "/search?q=a", "/api/search", "/feed.atom?q=a", "/pictures?q=a")
        for path in (*closed, *desk, "/batch"):
            assert not rules.can_fetch("anybot", f"http://localhost{path}")
        # urllib's parser drops the sign that keeps the page itself open, RFC 9309 does not.
        assert "Disallow: /pictures?" in answer.text.splitlines()

    def test_the_sitemap_is_named_by_its_whole_address(self, make_archive: Any) -> None:
        client = client_of(make_archive(ARTICLES), base_url="https://bao.example/kho")
        lines = client.get("/robots.txt").text.splitlines()
        assert "Sitemap: https://bao.example/kho/sitemap.xml" in lines
        assert "Disallow: /kho/search" in lines
