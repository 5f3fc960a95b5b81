"""The pages beside the search: home, an article, a section, a person."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.reading import client_of, page, words


class TestHome:
    def test_it_shows_the_latest_articles_newest_first(self, client: FlaskClient) -> None:
        addresses = re.findall(
            r'class="headline"[^>]*><a href="(/article/[^"]+)"', page(client, "/")
        )
        assert addresses == ["/article/hoi-nghi-2", "/article/hoi-nghi", "/article/lua"]

    def test_it_counts_the_sections(self, client: FlaskClient) -> None:
        assert "Tuyên giáo các cấp 2 bài" in words(page(client, "/"))

    def test_it_names_the_people_of_the_weeks_before_the_newest_article(
        self, make_archive: Any
    ) -> None:
        old = {"id": "old", "body": "Tin cũ.", "people": ["Trần Văn Cũ"], "published": "2010-01-01"}
        new = {"id": "new", "body": "Tin mới.", "people": ["Lý Thị Mới"], "published": "2010-03-01"}
        home = page(client_of(make_archive([old, new])), "/")
        lately = home[home.index('id="people"') :]
        assert "Lý Thị Mới" in lately
        assert "Trần Văn Cũ" not in lately

    def test_a_month_of_the_histogram_leads_to_its_articles(self, client: FlaskClient) -> None:
        home = page(client, "/")
        assert 'href="/search?from=2022-10-01&amp;to=2022-10-31"' in home
        assert "tháng 10 năm 2022: 2 bài" in words(home)

    def test_an_archive_of_undated_articles_has_a_home(self, make_archive: Any) -> None:
        assert "Bài không ngày" in page(client_of(make_archive([{"body": "Bài không ngày."}])), "/")


class TestArticle:
    def test_it_prints_the_article_as_a_newspaper_would(self, client: FlaskClient) -> None:
        text = words(page(client, "/article/hoi-nghi"))
        assert "Thứ Ba, 25/10/2022 15:21 (GMT+7) Nhật Minh Tạp chí Lâm Giang" in text
        assert "Tỉnh ủy Đắk Lắk tổ chức hội nghị tập huấn." in text
        assert "Quang cảnh hội nghị." in text

    def test_a_day_alone_is_printed_without_a_time(self, client: FlaskClient) -> None:
        assert "Thứ Tư, 26/10/2022 Nhật Minh" in words(page(client, "/article/hoi-nghi-2"))

    def test_people_stand_with_their_roles_and_lead_to_their_pages(
        self, client: FlaskClient
    ) -> None:
        article = page(client, "/article/hoi-nghi")
        assert 'href="/person/l%C3%AA-h%E1%BA%A3i-b%C3%ACnh"' in article
        assert "Lê Hải Bình Phó trưởng Ban Tuyên giáo Trung ương" in words(article)

    def test_related_news_stand_with_the_reason(self, client: FlaskClient) -> None:
        article = page(client, "/article/hoi-nghi")
        assert 'href="/article/hoi-nghi-2"' in article
        assert "Cùng sự kiện 26/10/2022 Đắk Lắk tiếp tục tập huấn" in words(article)

    def test_where_a_text_was_published_too_stands_below_its_title_and_below_an_item(
        self, sample_client: FlaskClient
    ) -> None:
        flood = words(page(sample_client, "/article/blg-2022-2711"))
        copied = sample_client.get("/article/blg-2022-2712")
        assert copied.status_code == 200
        assert flood.count("Cũng đăng ở") == 1
        assert 'href="/article/blg-2022-2712"' in page(sample_client, "/article/blg-2022-2711")
        later = page(sample_client, "/article/blg-2022-2731")
        assert 'id="also-' in later
        assert 'href="/article/blg-2022-2711"' in later
        assert 'href="/article/blg-2022-2712"' in later

    def test_nothing_is_loaded_from_the_publisher(self, client: FlaskClient) -> None:
        article = page(client, "/article/hoi-nghi")
        assert "<img" not in article
        assert 'src="http' not in article
        assert '<a href="https://bao.example/anh.jpg" rel="noopener external">' in article
        assert 'href="https://bao.example/hoi-nghi.html" rel="noopener external">' in article

    def test_an_unsafe_address_of_the_publisher_is_no_link(self, make_archive: Any) -> None:
        archive = make_archive([{"id": "x", "body": "Tin.", "url": "//evil.example/x"}])
        assert "evil.example" not in page(client_of(archive), "/article/x")

    def test_markup_in_an_article_is_text(self, make_archive: Any) -> None:
        evil = "<script>alert(1)</script>"
        record = {"id": "x", "title": evil, "body": evil, "lead": evil, "author": evil,
                  "section": evil, "tags": [evil], "images": [{"caption": evil}]}  # fmt: skip
        client = client_of(make_archive([record]))
        for path in ["/", "/search?q=script", "/article/x", "/section/script-alert-1-script"]:
            assert "<script>alert" not in page(client, path)

    @pytest.mark.parametrize(
        "name", ["a/b", "https://bao.example/1?x=2#y", "100%", "tin số 1", "..x", "a+b"]
    )
    def test_any_identifier_can_be_linked_to(self, make_archive: Any, name: str) -> None:
        client = client_of(make_archive([{"id": name, "title": "Nhan đề", "body": "Tin."}]))
        address = re.search(r'href="(/article/[^"]+)"', page(client, "/search"))
        assert address
        assert "Nhan đề" in page(client, unescape(address[1]))

    def test_its_canonical_address_is_the_publishers_page(self, client: FlaskClient) -> None:
        canonical = '<link rel="canonical" href="https://bao.example/hoi-nghi.html">'
        assert canonical in page(client, "/article/hoi-nghi")

    def test_without_a_publishers_page_it_is_its_own(self, make_archive: Any) -> None:
        client = client_of(make_archive([{"id": "x", "body": "Tin."}]), base_url="https://kho.vn")
        canonical = '<link rel="canonical" href="https://kho.vn/article/x">'
        assert canonical in page(client, "/article/x")


class TestSection:
    def test_it_has_the_sections_name_articles_and_people(self, client: FlaskClient) -> None:
        text = words(page(client, "/section/tuyen-giao-cac-cap"))
        assert "Chuyên mục Tuyên giáo các cấp 2 bài" in text
        assert "Nhân vật thường gặp Lê Hải Bình 2 bài" in text
        assert "lúa" not in text

    def test_punctuation_in_a_name_does_not_matter(self, client: FlaskClient) -> None:
        assert "Được mùa lúa" in page(client, "/section/nong-nghiep-nong-thon")

    def test_its_search_box_stays_within(self, client: FlaskClient) -> None:
        section = page(client, "/section/tuyen-giao-cac-cap")
        assert '<input type="hidden" name="section" value="Tuyên giáo các cấp">' in section

    def test_a_section_that_no_facet_lists_still_has_a_page(self, make_archive: Any) -> None:
        records = [
            {"id": f"{n}-{copy}", "body": "Tin.", "section": f"Mục {n}"}
            for n in range(51)
            for copy in range(2)
        ]
        rare = {"id": "rare", "title": "Bài hiếm", "body": "Tin.", "section": "Mục hiếm"}
        client = client_of(make_archive([*records, rare]))
        assert "Bài hiếm" in page(client, "/section/muc-hiem")


class TestPerson:
    def test_roles_stand_with_the_days_they_were_printed(self, client: FlaskClient) -> None:
        text = words(page(client, "/person/lê-hải-bình"))
        assert "Được nhắc đến trong 2 bài" in text
        assert "Phó trưởng Ban Tuyên giáo Trung ương 25/10/2022 – 26/10/2022 · 2 bài" in text

    def test_articles_are_the_newest_first(self, client: FlaskClient) -> None:
        person = page(client, "/person/lê-hải-bình")
        assert person.index("/article/hoi-nghi-2") < person.index('/article/hoi-nghi"')

    def test_people_mentioned_together_do_not_include_oneself(self, client: FlaskClient) -> None:
        person = page(client, "/person/lê-hải-bình")
        together = words(person[person.index('id="together"') :])
        assert "Phạm Minh Tấn 2 bài" in together
        assert "Lê Hải Bình" not in together

    def test_decomposed_letters_in_the_address_find_the_person(self, client: FlaskClient) -> None:
        address = "/person/" + unicodedata.normalize("NFD", "lê-hải-bình")
        assert "Lê Hải Bình" in page(client, address)


def test_every_link_of_the_sample_archives_pages_leads_somewhere(
    sample_client: FlaskClient,
) -> None:
    seen: set[str] = set()
    waiting = ["/", "/?lang=en"]
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = sample_client.get(path)
        assert answer.status_code == 200, path
        links = re.findall(r'(?:href|src)="(/[^"]*)"', answer.text)
        waiting += [unescape(link) for link in links if not link.startswith("/static")]
    assert len(seen) == 150
