"""Pictures found by their captions, and shown where the settings let them be."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree

from search_service.article import Article, Image
from search_service.settings import Settings
from search_service.web import create_app
from search_service.web.pictures import picture_url

BRIDGE = {
    "id": "cau",
    "url": "https://bao.example/tin/cau.html",
    "title": "Thông xe cầu Vĩnh Lộc",
    "body": "Lễ thông xe diễn ra sáng nay, có bắn pháo hoa.",
    "section": "Thời sự",
    "published": "2023-12-28",
    "images": [
        {"url": "https://anh.bao.example/cau-1.jpg", "caption": "Đại biểu cắt băng thông xe cầu."},
        {"url": "/anh/cau-2.jpg", "caption": "Bà Trương Thị Nhàn trên chuyến phà cuối."},
        {"url": "https://anh.bao.example/cau-3.jpg"},
    ],
}
RICE = {
    "id": "lua",
    "title": "Được mùa lúa",
    "body": "Bà con gặt lúa, chụp ảnh bên cầu.",
    "section": "Nông nghiệp",
    "published": "2021-04-02",
    "people": ["Lê Văn An"],
    "images": [{"caption": "Ông Lê Văn An, UBND xã, bên ruộng lúa."}],
}
PLAIN = {"id": "tron", "title": "Tin không ảnh", "body": "Cầu, phà, lúa, ảnh."}
FERRY = "Bà Trương Thị Nhàn trên chuyến phà cuối."


@pytest.fixture
def archive(make_archive: Any) -> Any:
    return make_archive([BRIDGE, RICE, PLAIN])


@pytest.fixture
def gallery(archive: Any) -> FlaskClient:
    return create_app(archive, Settings()).test_client()


@pytest.fixture
def shown(archive: Any) -> FlaskClient:
    settings = Settings(picture_origins="https://anh.bao.example, https://khac.example")
    return create_app(archive, settings).test_client()


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return etree.HTML(answer.text)


def captions(page: Any) -> list[str]:
    return ["".join(item.itertext()).strip() for item in page.iterfind(".//figcaption/span[@lang]")]


def titles(page: Any) -> list[str]:
    return [item.text for item in page.iterfind(".//ol[@class='gallery']//h3/a")]


class TestSearching:
    def test_only_captions_are_searched(self, gallery: FlaskClient) -> None:
        assert titles(read(gallery, "/pictures?q=phà")) == [BRIDGE["title"]]
        assert titles(read(gallery, "/pictures?q=pháo hoa")) == []

    def test_without_words_there_are_all_pictures_the_newest_first(
        self, gallery: FlaskClient
    ) -> None:
        page = read(gallery, "/pictures")
        assert titles(page) == [BRIDGE["title"], BRIDGE["title"], RICE["title"]]
        assert len(captions(page)) == 3

    def test_of_an_article_those_pictures_are_shown_whose_captions_match(
        self, gallery: FlaskClient
    ) -> None:
        assert captions(read(gallery, "/pictures?q=phà")) == [FERRY]

    def test_what_was_searched_for_is_marked(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=truong thi nhan")
        assert [mark.text for mark in page.iterfind(".//mark")] == ["Trương Thị Nhàn"]

    @pytest.mark.parametrize(
        "asked",
        [
            "section=nong-nghiep", "person=lê-văn-an", "to=2022", "q=mục:nong-nghiep",
            "q=người:\"Lê Văn An\"", "q=\"ruộng lúa\"", "q=-phà", "q=Ủy ban nhân dân",
            "sort=oldest&to=2022",
        ],
    )  # fmt: skip
    def test_filters_and_grammar_are_those_of_a_search(
        self, gallery: FlaskClient, asked: str
    ) -> None:
        assert titles(read(gallery, f"/pictures?{asked}")) == [RICE["title"]]

    def test_variants_can_be_left_out(self, gallery: FlaskClient) -> None:
        assert titles(read(gallery, "/pictures?q=Ủy ban nhân dân&variants=0")) == []

    def test_a_slip_is_mended_by_what_captions_find(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=truong thi nhan")
        (meant,) = page.iterfind(".//p[@class='meant']/a")
        assert meant.text == "trương thị nhàn"
        assert titles(read(gallery, meant.get("href"))) == [BRIDGE["title"]]

    def test_a_parameter_that_cannot_be_read_is_named(self, gallery: FlaskClient) -> None:
        assert "Tham số from:" in gallery.get("/pictures?from=mai").text

    def test_nothing_found_leads_to_whole_articles(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=pháo hoa")
        (onward,) = page.iterfind(".//a[@class='onward']")
        assert "Thông xe" in gallery.get(onward.get("href")).text

    def test_filters_keep_to_the_pictures(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=lua&section=nong-nghiep")
        (chip, *_) = page.iterfind(".//ul[@class='chips']//a")
        assert chip.get("href") == "/pictures?q=lua"
        bars = [item.get("href") for item in page.iterfind(".//ul[@class='years']//a")]
        assert bars
        assert all(address.startswith("/pictures?") for address in bars)

    def test_pages_of_pictures_follow_each_other(self, make_archive: Any) -> None:
        records = [{**RICE, "id": f"{n}", "title": f"Tin {n}"} for n in range(25)]
        client = create_app(make_archive(records), Settings()).test_client()
        first, second = read(client, "/pictures"), read(client, "/pictures?page=2")
        assert len(titles(first)) == 24
        assert len(titles(second)) == 1
        assert first.find(".//link[@rel='next']").get("href") == "/pictures?page=2"

    def test_an_english_page_leads_to_english_pages(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=phà&lang=en")
        assert page.find(".//h1").text == "Picture library"
        assert page.find(".//h3/a").get("href") == "/article/cau?q=ph%C3%A0&lang=en"


class TestShowing:
    def test_a_picture_of_another_origin_is_a_link(self, gallery: FlaskClient) -> None:
        page = read(gallery, "/pictures?q=phà")
        assert page.find(".//img") is None
        (seen,) = (one.get("href") for one in page.iterfind(".//figcaption/a"))
        assert seen == "https://bao.example/anh/cau-2.jpg"

    def test_a_picture_without_an_address_leads_to_the_publisher(self, make_archive: Any) -> None:
        record = {**RICE, "url": "https://bao.example/lua.html"}
        client = create_app(make_archive([record]), Settings()).test_client()
        (seen,) = read(client, "/pictures").iterfind(".//figcaption/a")
        assert seen.get("href") == "https://bao.example/lua.html"

    def test_a_picture_of_an_origin_that_is_named_is_shown(self, shown: FlaskClient) -> None:
        (image,) = read(shown, "/pictures?q=cắt băng").iterfind(".//img")
        assert dict(image.attrib) == {
            "src": "https://anh.bao.example/cau-1.jpg",
            "alt": "Đại biểu cắt băng thông xe cầu.",
            "loading": "lazy",
            "decoding": "async",
        }

    def test_an_article_shows_its_pictures_by_the_same_rule(self, shown: FlaskClient) -> None:
        page = read(shown, "/article/cau")
        sources = [image.get("src") for image in page.iterfind(".//figure//img")]
        assert sources == [
            "https://anh.bao.example/cau-1.jpg",
            "https://anh.bao.example/cau-3.jpg",
        ]
        assert FERRY in captions(page)

    def test_the_policy_lets_pages_load_those_pictures_and_no_others(
        self, gallery: FlaskClient, shown: FlaskClient
    ) -> None:
        policy = gallery.get("/pictures").headers["Content-Security-Policy"]
        assert "img-src 'self' data:;" in policy
        policy = shown.get("/pictures").headers["Content-Security-Policy"]
        assert "img-src 'self' data: https://anh.bao.example https://khac.example;" in policy

    @pytest.mark.parametrize(
        "url",
        [
            "https://anh.bao.example.evil.example/a.jpg",
            "https://anh.bao.example@evil.example/a.jpg",
            "http://anh.bao.example/a.jpg",
            "https://anh.bao.example:8443/a.jpg",
            "//evil.example/a.jpg",
            "https://[",
        ],
    )
    def test_what_only_looks_like_such_an_origin_is_not_shown(
        self, make_archive: Any, url: str
    ) -> None:
        archive = make_archive(
            [{"id": "x", "body": "Tin.", "images": [{"url": url, "caption": "Ảnh."}]}]
        )
        settings = Settings(picture_origins="https://anh.bao.example")
        client = create_app(archive, settings).test_client()
        assert read(client, "/article/x").find(".//img") is None
        assert read(client, "/pictures").find(".//img") is None

    def test_no_caption_breaks_a_page(self, make_archive: Any) -> None:
        caption = "Ảnh <script>\"'&</script> cầu"
        image = {"url": 'https://anh.bao.example/"><script>', "caption": caption}
        archive = make_archive([{"id": "x", "body": "Tin.", "images": [image]}])
        settings = Settings(picture_origins="https://anh.bao.example")
        client = create_app(archive, settings).test_client()
        for address in ("/article/x", "/pictures", "/pictures?q=cầu"):
            page = read(client, address)
            assert page.find(".//img").get("alt") == caption
            assert captions(page) == [caption]
            assert [one.get("src", "data")[:8] for one in page.iterfind(".//main//script")] == []


def test_an_address_of_a_picture_may_be_relative_to_its_article() -> None:
    article = Article.from_record({"url": "https://bao.example/tin/a.html", "body": "Tin."})
    assert picture_url(article, Image(url="b.jpg")) == "https://bao.example/tin/b.jpg"
    assert picture_url(article, Image(url="/b.jpg")) == "https://bao.example/b.jpg"
    assert picture_url(article, Image(url="https://c.example/b.jpg")) == "https://c.example/b.jpg"
    assert picture_url(article, Image(caption="Ảnh.")) is None
    assert picture_url(Article.from_record({"body": "Tin."}), Image(url="b.jpg")) is None


def test_the_picture_library_is_linked_from_every_page_and_from_a_search(
    gallery: FlaskClient,
) -> None:
    for address in ("/", "/search?q=phà", "/article/cau"):
        footer = read(gallery, address).iterfind(".//footer//a")
        assert "/pictures" in [item.get("href") for item in footer]
    links = [
        item.get("href") for item in read(gallery, "/search?q=lua&page=1").iterfind(".//main//a")
    ]
    assert "/pictures?q=lua" in links
