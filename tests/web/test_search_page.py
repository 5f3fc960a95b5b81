"""The page of a search: what is found, how it may be narrowed, and what it was read as."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from flask.testing import FlaskClient

from tests.web.reading import client_of, page, words


class TestSearch:
    def test_a_pinned_article_is_marked_as_the_newsrooms(
        self, three_articles: Any, tmp_path: Any
    ) -> None:
        (tmp_path / "pins.tsv").write_text("tập huấn\tlua\n", encoding="utf-8")
        client = client_of(three_articles, newsroom_dir=tmp_path)
        html = page(client, "/search?q=tap huan")
        [first, *others] = html.split('<article class="hit">')[1:]
        assert "Tòa soạn ghim" in words(first)
        assert "Được mùa lúa" in words(first)
        assert len(others) == 2
        assert "Tòa soạn ghim" not in words("".join(others))

    def test_recent_news_can_be_preferred_or_not_by_a_link(self, client: FlaskClient) -> None:
        html = page(client, "/search?q=tap huan")
        assert "Ưu tiên tin mới: bật" in words(html)
        assert 'href="/search?q=tap+huan&amp;recent=0"' in html
        html = page(client, "/search?q=tap huan&recent=0")
        assert "Ưu tiên tin mới: tắt" in words(html)
        assert 'href="/search?q=tap+huan"' in html
        assert '<input type="hidden" name="recent" value="0">' in html

    def test_no_preference_is_offered_where_a_date_gives_the_order_or_nothing_is_found(
        self, client: FlaskClient
    ) -> None:
        for address in ("/search", "/search?q=tap huan&sort=newest", "/search?q=zzzz"):
            assert "Ưu tiên tin mới" not in page(client, address)

    def test_a_search_asked_to_explain_shows_the_parts_of_each_score(
        self, client: FlaskClient
    ) -> None:
        html = page(client, "/search?q=tap huan&explain=1")
        assert html.count('<details class="explanation">') == 2
        assert "Âm tiết tap → tập" in words(html)
        assert "explanation" not in page(client, "/search?q=tap huan")

    def test_explanations_are_kept_by_paging_and_by_the_form(self, sample_client: Any) -> None:
        html = page(sample_client, "/search?q=xã&explain=1")
        assert "/search?q=x%C3%A3&amp;explain=1&amp;page=2" in html
        assert '<input type="hidden" name="explain" value="1">' in html

    def test_hits_show_section_day_author_passage_and_people(self, client: FlaskClient) -> None:
        text = words(page(client, "/search?q=Đắk Lắk"))
        assert "Tuyên giáo các cấp 25/10/2022 Nhật Minh" in text
        assert "Lê Hải Bình" in text

    def test_words_found_are_marked(self, client: FlaskClient) -> None:
        assert "<mark>lúa</mark>" in page(client, "/search?q=lúa")

    def test_a_hit_under_other_marks_says_so(self, client: FlaskClient) -> None:
        assert "khớp không dấu" in words(page(client, "/search?q=lua dong xuan"))
        assert "khớp không dấu" not in words(page(client, "/search?q=lúa đông xuân"))

    def test_several_sections_can_be_chosen(self, client: FlaskClient) -> None:
        found = page(client, "/search?section=Tuyên giáo các cấp&section=Nông nghiệp - Nông thôn")
        checked = re.findall(r'name="section" value="([^"]+)" form="search-form" checked', found)
        assert sorted(checked) == ["Nông nghiệp - Nông thôn", "Tuyên giáo các cấp"]
        assert "3 bài" in words(found)

    def test_a_chosen_filter_has_a_chip_that_removes_it(self, client: FlaskClient) -> None:
        found = page(client, "/search?q=hội nghị&person=lê-hải-bình&from=2022&to=2022")
        chips = found[found.index('class="chips"') : found.index('class="hits"')]
        assert "Bỏ lọc Nhân vật: Lê Hải Bình" in words(chips)
        assert "Bỏ lọc Thời gian: 2022" in words(chips)
        assert 'href="/search?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;person=' in chips

    def test_a_filter_typed_in_the_text_is_shown_as_chosen(self, client: FlaskClient) -> None:
        found = page(client, '/search?q=hội nghị mục:"tuyen giao cac cap"')
        assert 'name="q" value="hội nghị"' in found
        assert 'value="Tuyên giáo các cấp" form="search-form" checked' in found

    def test_years_open_to_months_and_months_to_days(self, client: FlaskClient) -> None:
        every = page(client, "/search")
        assert 'href="/search?from=2022-01-01&amp;to=2022-12-31"' in every
        year = page(client, "/search?from=2022-01-01&to=2022-12-31")
        assert 'href="/search?from=2022-10-01&amp;to=2022-10-31"' in year
        month = page(client, "/search?from=2022-10-01&to=2022-10-31")
        assert 'href="/search?from=2022-10-25&amp;to=2022-10-25"' in month
        assert "25/10/2022: 1 bài" in words(month)

    def test_pages_are_linked_in_both_directions(self, make_archive: Any) -> None:
        archive = make_archive([{"id": str(n), "body": f"Bài số {n}."} for n in range(25)])
        client = client_of(archive)
        found = page(client, "/search?page=2")
        assert '<link rel="prev" href="/search">' in found
        assert '<link rel="next" href="/search?page=3">' in found
        assert '<ol class="hits" start="11">' in found

    def test_a_page_beyond_the_last_leads_back_to_it(self, client: FlaskClient) -> None:
        assert "Kết quả chỉ có đến trang 1" in words(page(client, "/search?page=9"))

    def test_a_search_without_hits_offers_to_drop_the_filters_that_are_in_the_way(
        self, client: FlaskClient
    ) -> None:
        found = words(page(client, "/search?q=lúa&section=Tuyên giáo các cấp&from=2021&to=2021"))
        assert "Không tìm thấy bài nào" in found
        assert "Bỏ lọc Chuyên mục: Tuyên giáo các cấp 1 bài" in found
        assert "Bỏ lọc Thời gian: 2021 0 bài" not in found, "it would lead to nothing again"
        nowhere = words(page(client, "/search?q=khongcogi&section=Tuyên giáo các cấp"))
        assert "Thử bỏ bớt một bộ lọc" not in nowhere

    def test_another_spelling_is_offered_as_the_same_search(self, client: FlaskClient) -> None:
        found = page(client, "/search?q=tap huna&section=Tuyên giáo các cấp")
        assert "Ý bạn là: tập huấn ?" in words(found)
        link = found.split("Ý bạn là:")[1].split('href="')[1].split('"')[0]
        assert "2 bài" in words(page(client, link.replace("&amp;", "&")))

    def test_a_search_as_the_archive_writes_it_is_offered_nothing(
        self, client: FlaskClient
    ) -> None:
        assert "Ý bạn là" not in page(client, "/search?q=tập huấn")

    def test_a_search_without_hits_names_the_nearest_words(self, client: FlaskClient) -> None:
        found = page(client, '/search?q="lúa huấn"')
        assert "Những từ gần nhất có trong kho: lúa 1 bài huấn 2 bài" in words(found)
        english = words(page(client, '/search?q="lúa huấn"&lang=en'))
        assert "The nearest words in the archive: lúa 1 article huấn 2 articles" in english

    def test_a_search_without_hits_always_offers_a_way_on(self, client: FlaskClient) -> None:
        found = page(client, "/search?q=xqzwxqzw")
        assert "Những từ gần nhất" not in found
        assert '<a href="/search">Xem tất cả bài, mới nhất trước</a>' in found

    def test_hits_without_all_the_words_are_announced(self, client: FlaskClient) -> None:
        notice = "Một số bài dưới đây chỉ có một phần các từ đã gõ"
        assert notice in words(page(client, "/search?q=lúa bão"))
        assert notice not in words(page(client, "/search?q=lúa đông xuân"))

    def test_order_by_relevance_is_offered_only_for_words(self, client: FlaskClient) -> None:
        assert "Phù hợp nhất" in page(client, "/search?q=lúa")
        assert "Phù hợp nhất" not in page(client, "/search")

    def test_a_facet_with_more_values_than_are_listed_says_so(self, make_archive: Any) -> None:
        records = [{"id": str(n), "body": "Tin.", "section": f"Mục {n}"} for n in range(51)]
        found = words(page(client_of(make_archive(records)), "/search"))
        assert "Chỉ liệt kê những mục có nhiều bài nhất" in found

    def test_what_a_reader_typed_is_never_markup(self, client: FlaskClient) -> None:
        found = page(client, "/search?q=<script>alert(1)</script>&section=<b>&person=\"'><i>")
        assert "<script>alert" not in found
        assert "<b>" not in found
        assert "<i>" not in found


class TestConcordance:
    def test_a_hit_leads_to_its_words_marked_in_the_article(self, client: FlaskClient) -> None:
        found = page(client, "/search?q=Năng suất&section=Nông nghiệp - Nông thôn")
        assert 'href="/article/lua?q=N%C4%83ng+su%E1%BA%A5t"' in found

    def test_a_list_without_words_leads_to_the_plain_article(self, client: FlaskClient) -> None:
        assert 'href="/article/lua"' in page(client, "/search?from=2021")
        assert 'href="/article/lua"' in page(client, "/section/nong-nghiep-nong-thon")

    def test_every_place_of_the_words_leads_to_its_mark(self, client: FlaskClient) -> None:
        found = page(client, "/article/hoi-nghi?q=tinh uy")
        assert "2 chỗ có tinh uy" in words(found)
        for anchor in re.findall(r'href="#(o\d+)"', found):
            assert found.count(f'<mark id="{anchor}">Tỉnh ủy</mark>') == 1

    def test_places_outside_the_body_say_where_they_are(self, client: FlaskClient) -> None:
        text = words(page(client, "/article/hoi-nghi?q=tập huấn"))
        assert "Tiêu đề Đắk Lắk tập huấn công tác" in text
        assert "Tóm tắt Tỉnh ủy Đắk Lắk tổ chức hội nghị tập huấn ." in text

    def test_words_that_are_not_there_are_said_not_to_be(self, client: FlaskClient) -> None:
        assert "bài không có lũ quét" in words(page(client, "/article/lua?q=lũ quét"))

    def test_more_places_than_are_listed_are_counted(self, make_archive: Any) -> None:
        client = client_of(make_archive([{"id": "a", "title": "Tin", "body": "Lũ. " * 1_234}]))
        text = words(page(client, "/article/a?q=lũ"))
        assert "1.234 chỗ có lũ Liệt kê 50 chỗ khớp đầy đủ nhất." in text

    def test_the_canonical_address_names_no_words(self, client: FlaskClient) -> None:
        assert '<link rel="canonical" href="/article/lua">' in page(client, "/article/lua?q=gặt")

    def test_words_too_long_are_cut_and_it_is_said(self, client: FlaskClient) -> None:
        found = page(client, f"/article/lua?q=lúa {'x' * 1_000}")
        assert "nhiều nhất 1.000 ký tự" in words(found)

    def test_what_a_reader_typed_is_never_markup(self, client: FlaskClient) -> None:
        assert "<script>alert" not in page(client, "/article/lua?q=<script>alert(1)</script>")


class TestVariants:
    RECORDS: ClassVar = [
        {"id": "a", "body": "UBND xã họp dân."},
        {"id": "b", "body": "Ủy ban nhân dân xã họp dân."},
    ]

    def test_a_page_says_what_was_searched_for_too_and_how_not_to(self, make_archive: Any) -> None:
        shown = page(client_of(make_archive(self.RECORDS)), "/search?q=UBND")
        assert "2 bài" in words(shown)
        assert "Đã tìm cả: Ủy ban nhân dân" in words(shown)
        assert 'href="/search?q=UBND&amp;variants=0"' in shown

    def test_a_page_of_words_only_as_typed_leads_back(self, make_archive: Any) -> None:
        shown = page(client_of(make_archive(self.RECORDS)), "/search?q=UBND&variants=0")
        assert "1 bài" in words(shown)
        assert "Đã tìm cả" not in words(shown)
        assert '<input type="hidden" name="variants" value="0">' in shown
        assert '<a href="/search?q=UBND">' in shown
