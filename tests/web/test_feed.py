"""Every search is a feed that readers of Atom accept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_service.settings import Settings
from search_service.web import create_app
from tests.web.conftest import ARTICLES, EVENT, RICE

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
ATOM = {
    "atom": "http://www.w3.org/2005/Atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}
UNDATED = {"id": "khong-ngay", "title": "Thông báo", "body": "Tòa soạn nghỉ Tết."}


def read(client: FlaskClient, address: str = "/feed.atom", **options: Any) -> Any:
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return feedparser.parse(answer.data)


def tree(client: FlaskClient, address: str = "/feed.atom") -> Any:
    return etree.fromstring(client.get(address).data)


def ids(feed: Any) -> list[str]:
    return [entry.id.rpartition("/")[2] for entry in feed.entries]


def link(feed: Any, rel: str) -> str:
    (address,) = (item.href for item in feed.feed.links if item.rel == rel)
    return str(address)


FEEDS = [
    "/feed.atom",
    "/feed.atom?q=lua",
    "/feed.atom?q=zzzz",
    "/feed.atom?limit=1&page=2",
    "/feed.atom?person=lê-hải-bình&section=Tuyên giáo các cấp&from=2022&to=2022",
    "/feed.atom?lang=en",
]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_valid_by_the_schema_of_atom(client: FlaskClient, address: str) -> None:
    SCHEMA.assertValid(tree(client, address))


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_keeps_the_rules_that_a_schema_cannot_say(client: FlaskClient, address: str) -> None:
    feed = tree(client, address)
    assert feed.find("atom:author/atom:name", ATOM).text
    for entry in feed.findall("atom:entry", ATOM):
        assert len(entry.findall("atom:link[@rel='alternate']", ATOM)) == 1
    moments = [item.text for item in feed.findall("atom:entry/atom:updated", ATOM)]
    assert all(moment[-6:] == "+07:00" for moment in moments)


def test_the_schema_refuses_what_is_no_feed(client: FlaskClient) -> None:
    feed = tree(client)
    feed.find("atom:entry/atom:updated", ATOM).text = "25/10/2022"
    assert not SCHEMA.validate(feed)


def test_a_reader_finds_every_article_of_the_sample_that_has_a_date(
    sample_client: FlaskClient,
) -> None:
    address, seen = "/feed.atom?limit=40", []
    while address:
        page = read(sample_client, address)
        assert not page.bozo
        seen += ids(page)
        address = next((item.href for item in page.feed.links if item.rel == "next"), "")
    every = sample_client.get("/api/search?limit=0").json
    assert every
    undated = 1  # tests/test_sample.py
    assert len(seen) == len(set(seen)) == every["total"] - undated


def test_the_newest_article_comes_first(client: FlaskClient) -> None:
    assert ids(read(client)) == ["hoi-nghi-2", "hoi-nghi", "lua"]
    assert ids(read(client, "/feed.atom?sort=oldest")) == ["lua", "hoi-nghi", "hoi-nghi-2"]


def test_a_search_a_section_and_a_person_can_be_followed(client: FlaskClient) -> None:
    assert ids(read(client, "/feed.atom?q=lua dong xuan")) == ["lua"]
    assert ids(read(client, "/feed.atom?section=nong-nghiep-nong-thon")) == ["lua"]
    assert ids(read(client, "/feed.atom?person=lê-hải-bình")) == ["hoi-nghi-2", "hoi-nghi"]
    assert ids(read(client, "/feed.atom?q=mục:nong-nghiep-nong-thon")) == ["lua"]


def test_a_feed_is_named_for_what_it_follows(client: FlaskClient) -> None:
    assert read(client).feed.title == "Kho báo · Mới nhất"
    assert read(client, "/feed.atom?q=lúa&from=2021&to=2021").feed.title == "Kho báo · “lúa” · 2021"
    named = read(client, "/feed.atom?person=le-hai-binh&section=tuyen-giao-cac-cap")
    assert named.feed.title == "Kho báo · Tuyên giáo các cấp · Lê Hải Bình"
    assert read(client, "/feed.atom?lang=en").feed.title == "Kho báo · Newest"


def test_an_entry_says_what_is_known_of_an_article(client: FlaskClient) -> None:
    (entry,) = read(client, "/feed.atom?to=2022-10-25&from=2022").entries
    assert entry.title == EVENT["title"]
    assert entry.author == EVENT["author"]
    assert entry.published == entry.updated == EVENT["published"]
    assert entry.link == entry.id == "http://localhost/article/hoi-nghi"
    assert [item.href for item in entry.links if item.rel == "via"] == [EVENT["url"]]
    assert entry.summary.startswith("Tỉnh ủy Đắk Lắk tổ chức hội nghị tập huấn.")


def test_the_section_and_the_persons_of_an_article_are_categories(client: FlaskClient) -> None:
    (entry,) = read(client, "/feed.atom?to=2022-10-25&from=2022").entries
    assert [(tag.scheme, tag.term, tag.label) for tag in entry.tags] == [
        ("http://localhost/section/", "tuyen-giao-cac-cap", "Tuyên giáo các cấp"),
        ("http://localhost/person/", "lê-hải-bình", "Lê Hải Bình"),
        ("http://localhost/person/", "phạm-minh-tấn", "Phạm Minh Tấn"),
        (None, "đối ngoại", None),
        (None, "báo cáo viên", None),
    ]


def test_the_summary_of_a_search_is_the_passage_that_answers_it(client: FlaskClient) -> None:
    (entry,) = read(client, "/feed.atom?q=năng suất vụ trước").entries
    assert "Năng suất cao hơn vụ trước" in entry.summary
    assert "<" not in entry.summary


def test_an_article_without_a_date_is_in_no_feed(make_archive: Any) -> None:
    client = create_app(make_archive([UNDATED, RICE]), Settings()).test_client()
    assert ids(read(client)) == ["lua"]
    assert read(client).feed.opensearch_totalresults == "1"
    assert ids(read(client, "/feed.atom?q=toa soan")) == []


def test_an_identifier_stays_with_another_build_and_in_another_language(make_archive: Any) -> None:
    before = create_app(make_archive(ARTICLES), Settings()).test_client()
    after = create_app(make_archive(reversed(ARTICLES)), Settings()).test_client()
    assert read(before).feed.id == read(after, "/feed.atom?limit=2").feed.id
    assert read(before).feed.updated == read(after).feed.updated
    assert ids(read(before)) == ids(read(after, "/feed.atom?lang=en"))


def test_addresses_are_those_of_the_public_address(make_archive: Any) -> None:
    settings = Settings(base_url="https://bao.example/kho")
    client = create_app(make_archive(ARTICLES), settings).test_client()
    feed = read(client, "/feed.atom?q=lua")
    assert link(feed, "self") == "https://bao.example/kho/feed.atom?q=lua"
    assert link(feed, "alternate") == "https://bao.example/kho/search?q=lua&sort=newest"
    assert feed.entries[0].id == "https://bao.example/kho/article/lua"


def test_the_pages_of_a_feed_lead_to_each_other(client: FlaskClient) -> None:
    middle = read(client, "/feed.atom?limit=1&page=2")
    assert ids(middle) == ["hoi-nghi"]
    assert ids(read(client, link(middle, "self"))) == ["hoi-nghi"]
    assert ids(read(client, link(middle, "first"))) == ["hoi-nghi-2"]
    assert ids(read(client, link(middle, "previous"))) == ["hoi-nghi-2"]
    assert ids(read(client, link(middle, "next"))) == ["lua"]
    assert ids(read(client, link(middle, "last"))) == ["lua"]


def test_a_feed_tells_its_totals_as_a_list_of_results(client: FlaskClient) -> None:
    feed = tree(client, "/feed.atom?q=tập huấn&limit=1&page=2")
    figures = {item.tag.partition("}")[2]: item.text for item in feed.findall("opensearch:*", ATOM)}
    assert figures["totalResults"] == "2"
    assert figures["startIndex"] == "2"
    assert figures["itemsPerPage"] == "1"
    asked = feed.find("opensearch:Query", ATOM)
    assert dict(asked.attrib) == {"role": "request", "searchTerms": "tập huấn"}


@pytest.mark.parametrize(
    "wrong", ["limit=0", "limit=101", "page=x", "from=mai", "sort=best", "q=" + "a" * 1_001]
)
def test_a_parameter_that_cannot_be_read_is_refused_by_name(
    client: FlaskClient, wrong: str
) -> None:
    answer = client.get(f"/feed.atom?{wrong}")
    assert answer.status_code == 400
    assert f"Tham số {wrong.partition('=')[0]}:" in answer.text


def test_no_text_breaks_a_feed(make_archive: Any) -> None:
    text = "Giá <b>&amp; \ufffe\uffff]]> “lúa”"
    record = {**RICE, "title": text, "lead": text, "author": text, "tags": [text], "section": text}
    client = create_app(make_archive([record]), Settings()).test_client()
    feed = read(client, "/feed.atom?q=%00%1f</feed>%ef%bf%bf gia&section=%01")
    assert not feed.bozo
    (entry,) = read(client).entries
    assert entry.title == "Giá <b>&amp; ]]> “lúa”"


class TestKeeping:
    def test_nothing_is_sent_again_while_nothing_has_changed(self, client: FlaskClient) -> None:
        tag = client.get("/feed.atom?q=lua").headers["ETag"]
        again = client.get("/feed.atom?q=lua", headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert "stale-while-revalidate" in again.headers["Cache-Control"]

    def test_a_new_abbreviation_of_the_newsroom_is_a_new_feed(
        self, make_archive: Any, tmp_path: Path
    ) -> None:
        record = {**RICE, "body": "Sở Giao thông vận tải họp."}
        table = tmp_path / "newsroom" / "abbreviations.tsv"
        table.parent.mkdir()
        settings = Settings(newsroom_dir=table.parent)
        client = create_app(make_archive([record]), settings).test_client()
        before = client.get("/feed.atom?q=SGTXT")
        assert ids(feedparser.parse(before.data)) == []
        table.write_text("SGTXT\tSở Giao thông vận tải\n", encoding="utf-8")
        after = client.get("/feed.atom?q=SGTXT", headers={"If-None-Match": before.headers["ETag"]})
        assert ids(feedparser.parse(after.data)) == ["lua"]

    def test_a_pin_of_the_newsroom_is_not_in_a_feed(
        self, make_archive: Any, tmp_path: Path
    ) -> None:
        table = tmp_path / "newsroom" / "pins.tsv"
        table.parent.mkdir()
        table.write_text("tập huấn\tlua\n", encoding="utf-8")
        settings = Settings(newsroom_dir=table.parent)
        client = create_app(make_archive(ARTICLES), settings).test_client()
        assert "Được mùa lúa" in client.get("/search?q=tập huấn").text
        assert "lua" not in ids(read(client, "/feed.atom?q=tập huấn"))


class TestOnThePages:
    @pytest.mark.parametrize(
        ("page", "feed"),
        [
            ("/", "/feed.atom"),
            ("/search?q=lua&sort=oldest&page=2&explain=1", "/feed.atom?q=lua"),
            ("/section/nong-nghiep-nong-thon", "/feed.atom?section=N%C3%B4ng+nghi%E1%BB%87p+"),
            ("/person/lê-hải-bình", "/feed.atom?person=l%C3%AA-h%E1%BA%A3i-b%C3%ACnh"),
            ("/?lang=en", "/feed.atom?lang=en"),
        ],
    )
    def test_a_page_names_its_feed_to_programs_and_to_readers(
        self, client: FlaskClient, page: str, feed: str
    ) -> None:
        html = etree.HTML(client.get(page).text)
        (named,) = html.findall(".//link[@type='application/atom+xml']")
        assert named.get("rel") == "alternate"
        assert named.get("href").startswith(feed)
        assert named.get("title").endswith(" · Kho báo")
        linked = [item.get("href") for item in html.findall(".//main//a[@type]")]
        assert linked == [named.get("href")]
        assert client.get(named.get("href")).status_code == 200
