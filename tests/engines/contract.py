"""What every engine must do, whichever one runs.

A test class for an engine inherits from EngineContract and says how an archive of given records
is made; a behaviour an engine cannot have is skipped there by name, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document, analyse
from search_service.engines.base import MAX_WINDOW, Archive, Engine
from search_service.engines.errors import QueryError
from search_service.grammar import parse
from search_service.identity import Kind, Ruling, Verb
from search_service.newsroom.variants import Spellings
from search_service.query import MAX_SIZE, Filters, Query, Sort, Switches, read_as
from search_service.results import Bucket, Contrast, Match, Results, TermKind, Typical
from search_service.schema import FACETS
from search_service.shingles import signature
from search_service.vietnamese import syllables

RECORDS: list[dict[str, Any]] = [
    {
        "id": "cau-1",
        "url": "https://bao.example/cau-1",
        "title": "Khởi công cầu Vĩnh Lộc",
        "body": "Ông Lê Hải Bằng, Giám đốc Ban Quản lý dự án, dự lễ khởi công cầu ở Hòa Sơn.",
        "section": "Thời sự",
        "published": "2021-03-01T08:00:00+07:00",
        "people": [{"name": "Lê Hải Bằng", "role": "Giám đốc Ban Quản lý dự án"}],
    },
    {
        "id": "cau-2",
        "title": "Hợp long cầu Vĩnh Lộc",
        "body": "Bà Phạm Thu Hà nói con đường dài 12 km qua Hoà Sơn sẽ thông xe năm sau.",
        "section": "Thời sự",
        "published": "2022-10-25T15:21:00+07:00",
        "people": ["Phạm Thu Hà", "Lê Hải Bằng"],
    },
    {
        "id": "lua-1",
        "title": "Giá lúa tăng",
        "body": "Nông dân bán lúa với giá cao. Giá dương liễu không đổi.",
        "section": "Kinh tế",
        "published": "2022-10-26T07:00:00+07:00",
        "people": ["Phạm Thu Hà"],
    },
    {
        "id": "lua-2",
        "title": "Lúa chín trên đường về",
        "body": "Mùa gặt ở thôn. Những bông lúa trĩu hạt.",
        "section": "Nông nghiệp",
        "published": "2022-11-02T07:00:00+07:00",
    },
    {
        "id": "bong-1",
        "title": "Đội bóng thắng trận mở màn",
        "body": "Lê Hải Bằng, cầu thủ cùng tên, ghi bàn. Trận đấu kéo dài 90 phút.",
        "section": "Thể thao",
        "published": "2023-01-15T19:00:00+07:00",
        "people": [{"name": "Lê Hải Bằng", "role": "cầu thủ"}],
    },
    {"id": "khong-ngay", "title": "Thông báo", "body": "Tòa soạn nghỉ Tết, hẹn gặp lại bạn đọc."},
]


def _named(number: str, day: str, name: str, role: str = "") -> dict[str, Any]:
    return {
        "id": number,
        "url": f"https://bao.example/{number}",
        "title": "Tin vắn",
        "body": f"Tin về {name}.",
        "published": day,
        "people": [{"name": name, "role": role} if role else name],
    }


NAMED: list[dict[str, Any]] = [
    _named("k1", "2021-01-01", "Mai Trung Kiên", "Chánh Văn phòng UBND tỉnh"),
    _named("k2", "2022-03-01", "Mai Trung Kiên", "Chánh Văn phòng UBND tỉnh"),
    _named("k3", "2021-09-01", "Mai Trung Kiên", "huấn luyện viên"),
    _named("k4", "2022-08-01", "Mai Trung Kiên", "HLV trưởng, huấn luyện viên"),
    _named("s1", "2021-02-01", "Hồ Sỹ Lực"),
    _named("s2", "2021-04-01", "Hồ Sĩ Lực", "thợ gốm"),
    _named("s3", "2022-06-01", "Hồ Sỹ Lực", "thợ gốm"),
    _named("s4", "2021-11-01", "Ba Lực"),
    _named("b1", "2021-01-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b2", "2021-03-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b3", "2021-05-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b4", "2021-07-05", "Bertold Selmak", "Đại sứ Varonia"),
    _named("b5", "2021-06-05", "Selmak", "Đại sứ Varonia"),
]
"""Spellings of a name, two persons of one, a short name for a longer one: all invented."""

MakeArchive = Callable[[Iterable[dict[str, Any]]], Archive]


def ids(results: Results) -> list[str]:
    return [hit.document.article.id for hit in results.hits]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {bucket.value: bucket.count for bucket in results.facets[facet].buckets}


def outside(text: str) -> Document:
    """A text that is not in the archive."""
    return analyse(Article.from_record({"id": "outside", "body": text}), "").document


class EngineContract:
    """Inherit, and give ``engine`` and ``make`` as fixtures of the engine under test."""

    @pytest.fixture
    def make(self) -> MakeArchive:
        raise NotImplementedError("a subclass says how its archives are made")

    @pytest.fixture
    def engine(self, make: MakeArchive) -> Engine:
        return make(RECORDS).engine()

    def found(self, engine: Engine, text: str, **options: Any) -> list[str]:
        return sorted(ids(engine.search(parse(text, **options))))

    # One field

    def test_a_query_of_one_field_finds_by_that_field_alone(self, make: MakeArchive) -> None:
        def found(text: str) -> list[str]:
            return sorted(ids(engine.search(replace(parse(text), field="captions"))))

        picture = {"caption": "Đường qua Hòa Sơn"}
        records = [
            {"id": "anh", "title": "Cầu", "body": "Tin cầu.", "images": [picture]},
            {"id": "chu", "title": "Đường Hòa Sơn", "body": "Tin đường."},
            {"id": "anh-khac", "body": "Đường.", "images": [{"caption": "Hoà bình"}]},
        ]
        engine = make(records).engine()
        assert found("đường") == ["anh"]
        assert found("duong hoa") == ["anh"]
        assert found('"Hòa Sơn"') == ["anh"]
        assert found("cầu") == []
        assert found("hòa -sơn") == ["anh-khac"]
        assert found("") == found("-cầu") == ["anh", "anh-khac"]

    def test_a_query_of_one_field_counts_and_shows_what_that_field_has(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": "a", "body": "Lũ.", "section": "Ảnh", "images": [{"caption": "Lũ <về>."}]},
            {"id": "b", "body": "Lũ.", "section": "Chữ"},
        ]
        query = replace(parse("lũ"), field="captions")
        results = make(records).engine().search(query, facets=("section",))
        assert counts(results, "section") == {"Ảnh": 1}
        assert [hit.snippet for hit in results.hits] == ["<mark>Lũ</mark> &lt;về&gt;."]

    def test_a_field_that_there_is_not_is_refused(self, engine: Engine) -> None:
        with pytest.raises(QueryError, match="'section' is not a field of text"):
            engine.search(replace(parse("cầu"), field="section"))

    # Lists of everything

    def test_a_listing_has_the_articles_between_two_days_the_newest_first(
        self, engine: Engine
    ) -> None:
        listed = engine.listing((date(2022, 10, 25), date(2022, 11, 2)), size=10)
        assert [one.id for one in listed] == ["lua-2", "lua-1", "cau-2"]
        assert listed[2].title == "Hợp long cầu Vĩnh Lộc"
        assert listed[2].published
        assert listed[2].published.isoformat() == "2022-10-25T15:21:00+07:00"

    def test_a_listing_is_taken_a_part_at_a_time(self, engine: Engine) -> None:
        every = (date.min, date.max)
        parts = [engine.listing(every, start=start, size=2) for start in range(0, 8, 2)]
        assert [[one.id for one in part] for part in parts] == [
            ["bong-1", "lua-2"],
            ["lua-1", "cau-2"],
            ["cau-1"],
            [],
        ]

    def test_articles_without_a_date_are_listed_on_their_own_by_id(self, make: MakeArchive) -> None:
        records = [*RECORDS, {"id": "a-khong-ngay", "title": "Nhắn tin", "body": "Nhắn tin."}]
        listed = make(records).engine().listing(None, size=10)
        assert [(one.id, one.published) for one in listed] == [
            ("a-khong-ngay", None),
            ("khong-ngay", None),
        ]

    def test_people_are_listed_who_are_mentioned_often_enough(self, engine: Engine) -> None:
        assert engine.people(least=2, size=10) == (
            Bucket("lê-hải-bằng", "Lê Hải Bằng", 3),
            Bucket("phạm-thu-hà", "Phạm Thu Hà", 2),
        )
        assert [one.count for one in engine.people(least=1, size=1)] == [3]
        assert engine.people(least=4, size=10) == ()

    # Words

    def test_an_empty_query_finds_every_article_the_newest_first(self, engine: Engine) -> None:
        results = engine.search(parse(""))
        assert results.total == len(RECORDS)
        assert ids(results) == ["bong-1", "lua-2", "lua-1", "cau-2", "cau-1", "khong-ngay"]

    def test_all_the_words_of_a_short_query_are_needed(self, engine: Engine) -> None:
        assert self.found(engine, "cầu vĩnh lộc") == ["cau-1", "cau-2"]
        assert self.found(engine, "vĩnh lộc khởi công") == ["cau-1"]

    def test_a_marked_word_keeps_its_marks(self, engine: Engine) -> None:
        assert self.found(engine, "đường") == ["cau-2", "lua-2"]
        assert self.found(engine, "dương") == ["lua-1"]

    def test_an_unmarked_word_matches_every_marking_of_itself(self, engine: Engine) -> None:
        assert self.found(engine, "duong") == ["cau-2", "lua-1", "lua-2"]

    def test_words_may_be_marked_in_part(self, engine: Engine) -> None:
        assert self.found(engine, "le hải bang") == ["bong-1", "cau-1"]

    def test_case_does_not_matter(self, engine: Engine) -> None:
        assert self.found(engine, "LÊ HẢI BẰNG") == self.found(engine, "lê hải bằng")
        assert self.found(engine, "lê hải bằng") == ["bong-1", "cau-1"]

    def test_the_place_of_the_tone_mark_does_not_matter(self, engine: Engine) -> None:
        assert self.found(engine, "hoà sơn") == ["cau-1", "cau-2"]
        assert self.found(engine, "hòa sơn") == ["cau-1", "cau-2"]

    def test_a_hit_says_whether_it_matched_as_typed(self, engine: Engine) -> None:
        assert {hit.match for hit in engine.search(parse("lúa")).hits} == {Match.EXACT}
        assert {hit.match for hit in engine.search(parse("lua")).hits} == {Match.UNMARKED}
        assert {hit.match for hit in engine.search(parse("")).hits} == {None}

    # Variants

    VARIANTS = (
        {"id": "a", "title": "Tin", "body": "UBND tỉnh Đắk Lắk họp."},
        {"id": "b", "title": "Tin", "body": "Ủy ban nhân dân tỉnh Đắk Lắk họp."},
        {"id": "c", "title": "Tin", "body": "Ủy viên ban bạn, nhân lúa; dân tỉnh Đắk Lắk."},
        {"id": "d", "title": "Tin", "body": "Tỉnh Đắk Lắk có mưa."},
    )
    SPELLINGS = Spellings({"UBND": ("Ủy ban nhân dân",)})

    @pytest.mark.parametrize(
        "text",
        ["UBND tỉnh Đắk Lắk", "Ủy ban nhân dân tỉnh Đắk Lắk", "ubnd tinh dak lak",
         "uy ban nhan dan tinh dak lak"],
    )  # fmt: skip
    def test_every_spelling_finds_the_same_articles(self, make: MakeArchive, text: str) -> None:
        engine = make(self.VARIANTS).engine()
        results = engine.search(self.SPELLINGS.of(parse(text)))
        assert sorted(ids(results)) == ["a", "b"]
        assert not results.relaxed

    def test_a_hit_through_a_variant_of_exact_marks_is_exact(self, make: MakeArchive) -> None:
        engine = make(self.VARIANTS).engine()
        for text in ("UBND", "Ủy ban nhân dân"):
            hits = engine.search(self.SPELLINGS.of(parse(text))).hits
            assert [hit.match for hit in hits] == [Match.EXACT, Match.EXACT]

    def test_either_spelling_ranks_alike(self, make: MakeArchive) -> None:
        # The other syllables of both articles are as many.
        records = [
            {"id": "a", "title": "Tin", "body": "UBND tỉnh họp một hai ba"},
            {"id": "b", "title": "Tin", "body": "Ủy ban nhân dân tỉnh họp"},
        ]
        query = replace(self.SPELLINGS.of(parse("UBND tỉnh")), words=())
        first, second = make(records).engine().search(query).hits
        assert first.score == pytest.approx(second.score)

    def test_a_variant_and_the_word_behind_it_are_neighbours(self, make: MakeArchive) -> None:
        records = [
            {"id": "a", "title": "Tin", "body": "Tỉnh và Ủy ban nhân dân cùng họp"},
            {"id": "b", "title": "Tin", "body": "Họp và Ủy ban nhân dân tỉnh cùng"},
        ]
        query = self.SPELLINGS.of(parse("UBND tỉnh"))
        assert ids(make(records).engine().search(query)) == ["b", "a"]

    def test_abbreviations_that_the_texts_explain_are_counted_by_article(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": "a", "body": "Hợp tác xã (HTX) Ea Tu. Hợp tác xã (HTX) Ea Kao."},
            {"id": "b", "body": "HTX (hợp tác xã) Ea Tu."},
            {"id": "c", "body": "Hội Thi Xanh (HTX) mở màn."},
        ]
        engine = make(records).engine()
        found = [(one.short, one.form.lower(), one.articles) for one in engine.abbreviations()]
        assert found == [("HTX", "hợp tác xã", 2), ("HTX", "hội thi xanh", 1)]
        assert engine.abbreviations() is engine.abbreviations()

    def test_an_update_keeps_the_abbreviations_of_what_it_keeps(self, make: MakeArchive) -> None:
        archive = make([{"id": "a", "body": "Hợp tác xã (HTX) Ea Tu."}])
        with archive.writer(update=True) as writer:
            writer.add(analyse(Article.from_record({"id": "b", "body": "Mưa (ATNĐ)."}), "made"))
            writer.publish()
        assert [one.articles for one in archive.engine().abbreviations()] == [1]

    def test_a_name_in_the_title_ranks_above_one_in_the_text(self, make: MakeArchive) -> None:
        records = [
            {"id": "a", "title": "Tin vắn", "body": "Sau mưa, chợ Cồn họp lại ở bến cũ."},
            {"id": "b", "title": "Chợ Cồn họp lại", "body": "Sau mưa, bến cũ lại đông người."},
        ]
        assert ids(make(records).engine().search(parse("chợ cồn"))) == ["b", "a"]

    def test_a_long_query_needs_a_part_of_its_words_where_the_best_article_lacks_some(
        self, engine: Engine
    ) -> None:
        text = "vì sao lễ khởi công cầu Vĩnh Lộc ở Hòa Sơn bị lùi"
        results = engine.search(parse(text))
        assert ids(results)[0] == "cau-1"
        assert "bong-1" not in ids(results)
        assert results.relaxed

    def test_a_long_query_needs_all_its_words_where_the_best_article_has_them(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": f"đủ-{n}", "body": f"Lễ hội đua thuyền trên sông Lô, ngày {n}."}
            for n in range(10)
        ]
        records.append({"id": "thiếu", "body": "Lễ hội đua thuyền ở làng bên."})
        results = make(records).engine().search(parse("lễ hội đua thuyền sông lô"))
        assert (results.total, results.relaxed) == (10, False)

    def test_sorted_by_date_a_long_query_needs_all_its_words_where_they_occur(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": "đủ", "body": "Lễ hội đua thuyền truyền thống trên sông Lô."},
            {"id": "thiếu", "body": "Lễ hội đua thuyền ở làng bên."},
            *({"id": f"khác-{number}", "body": "Giá lúa tăng."} for number in range(4)),
        ]
        engine = make(records).engine()
        text = "lễ hội đua thuyền truyền thống sông lô"
        assert self.found(engine, text) == ["thiếu", "đủ"]
        assert self.found(engine, text, sort=Sort.NEWEST) == ["đủ"]

    def test_without_an_article_that_has_all_words_those_with_most_are_found(
        self, engine: Engine
    ) -> None:
        results = engine.search(parse("khởi công cầu quay"))
        assert results.relaxed
        assert ids(results) == ["cau-1"]

    def test_words_that_occur_nowhere_find_nothing(self, engine: Engine) -> None:
        results = engine.search(parse("xyzzy"), facets=["section"])
        assert (results.total, results.hits) == (0, ())
        assert results.facets["section"].buckets == ()

    # Phrases and exclusions

    def test_a_phrase_needs_its_syllables_side_by_side(self, engine: Engine) -> None:
        assert self.found(engine, '"giá lúa"') == ["lua-1"]
        assert self.found(engine, "giá lúa") == ["lua-1"]
        assert self.found(engine, '"lúa giá"') == []

    def test_a_phrase_holds_across_marks_case_and_tone_style(self, engine: Engine) -> None:
        assert self.found(engine, '"HOÀ SƠN"') == ["cau-1", "cau-2"]
        assert self.found(engine, '"hoa son"') == ["cau-1", "cau-2"]

    def test_a_phrase_does_not_reach_from_one_field_into_the_next(self, make: MakeArchive) -> None:
        records = [{"id": "a", "title": "Mưa lớn", "lead": "Bão gần bờ", "body": "Tàu về bến"}]
        assert self.found(make(records).engine(), '"lớn bão"') == []

    def test_without_drops_the_articles_that_have_the_word(self, engine: Engine) -> None:
        assert self.found(engine, "lúa -giá") == ["lua-2"]
        assert self.found(engine, "cầu -khoi") == ["bong-1", "cau-2"]

    def test_without_drops_the_articles_that_have_the_phrase(self, engine: Engine) -> None:
        assert self.found(engine, 'cầu -"hợp long" -"cầu thủ"') == ["cau-1"]

    def test_only_exclusions_find_all_other_articles(self, engine: Engine) -> None:
        assert self.found(engine, "-cầu") == ["khong-ngay", "lua-1", "lua-2"]

    # Filters

    def test_several_sections_are_alternatives(self, engine: Engine) -> None:
        filters = Filters(sections=("Kinh tế", "Thể thao"))
        assert self.found(engine, "", filters=filters) == ["bong-1", "lua-1"]

    def test_different_filters_must_all_hold(self, engine: Engine) -> None:
        filters = Filters(sections=("Thời sự", "Thể thao"), people=("lê-hải-bằng",))
        assert self.found(engine, "cầu -thủ", filters=filters) == ["cau-1", "cau-2"]

    def test_a_section_can_be_named_without_marks(self, engine: Engine) -> None:
        assert self.found(engine, "mục:thoi_su") == ["cau-1", "cau-2"]

    def test_a_person_can_be_named_by_id_by_name_and_without_marks(self, engine: Engine) -> None:
        for name in ("phạm-thu-hà", "Phạm Thu Hà", "pham thu ha"):
            filters = Filters(people=(name,))
            assert self.found(engine, "", filters=filters) == ["cau-2", "lua-1"]

    def test_an_unknown_section_or_person_finds_nothing(self, engine: Engine) -> None:
        assert self.found(engine, "", filters=Filters(sections=("Không có",))) == []
        assert self.found(engine, "", filters=Filters(people=("Không Ai Cả",))) == []

    def test_dates_are_inclusive_at_both_ends(self, engine: Engine) -> None:
        day = Filters(first=date(2022, 10, 25), last=date(2022, 10, 25))
        assert self.found(engine, "", filters=day) == ["cau-2"]
        year = Filters(first=date(2022, 1, 1), last=date(2022, 12, 31))
        assert self.found(engine, "", filters=year) == ["cau-2", "lua-1", "lua-2"]

    def test_one_end_of_a_range_may_be_open_and_leaves_undated_articles_out(
        self, engine: Engine
    ) -> None:
        assert self.found(engine, "từ:2022-11") == ["bong-1", "lua-2"]
        assert self.found(engine, "đến:2021") == ["cau-1"]

    def test_a_day_is_a_day_in_vietnam(self, make: MakeArchive) -> None:
        records = [{"id": "a", "body": "Tin đêm.", "published": "2022-10-24T18:00:00+00:00"}]
        assert self.found(make(records).engine(), "từ:25/10/2022 đến:25/10/2022") == ["a"]

    # Facets

    def test_a_facet_counts_without_its_own_filter_so_siblings_stay(self, engine: Engine) -> None:
        query = parse("", filters=Filters(sections=("Kinh tế",)))
        results = engine.search(query, facets=["section", "person"])
        assert counts(results, "section") == {
            "Thời sự": 2, "Kinh tế": 1, "Nông nghiệp": 1, "Thể thao": 1,
        }  # fmt: skip
        assert counts(results, "person") == {"phạm-thu-hà": 1}

    def test_a_facet_counts_under_the_other_filters(self, engine: Engine) -> None:
        query = parse("", filters=Filters(people=("phạm-thu-hà",), first=date(2022, 10, 26)))
        results = engine.search(query, facets=["section", "person", "month"])
        assert counts(results, "section") == {"Kinh tế": 1}
        assert counts(results, "month") == {"2022-10": 2}

    def test_a_chosen_value_stays_listed_at_zero(self, engine: Engine) -> None:
        query = parse("bóng", filters=Filters(sections=("Kinh tế",)))
        buckets = engine.search(query, facets=["section"]).facets["section"].buckets
        assert Bucket("Kinh tế", "Kinh tế", 0, chosen=True) in buckets
        assert Bucket("Thể thao", "Thể thao", 1, chosen=False) in buckets

    def test_buckets_are_in_order_of_count_then_label(self, engine: Engine) -> None:
        results = engine.search(parse(""), facets=["section"])
        assert [bucket.value for bucket in results.facets["section"].buckets] == [
            "Thời sự", "Kinh tế", "Nông nghiệp", "Thể thao",
        ]  # fmt: skip

    def test_a_person_bucket_has_the_id_as_value_and_the_name_as_label(
        self, engine: Engine
    ) -> None:
        buckets = engine.search(parse(""), facets=["person"]).facets["person"].buckets
        assert buckets[0] == Bucket("lê-hải-bằng", "Lê Hải Bằng", 3)

    def test_facets_count_in_whole_numbers(self, engine: Engine) -> None:
        facets = engine.search(parse(""), facets=FACETS).facets
        for name in FACETS:
            assert {type(bucket.count) for bucket in facets[name].buckets} == {int}

    def test_dates_are_counted_by_year_month_and_day_in_order_of_time(self, engine: Engine) -> None:
        results = engine.search(parse(""), facets=["year", "month", "day"])
        assert counts(results, "year") == {"2021": 1, "2022": 3, "2023": 1}
        assert list(counts(results, "month")) == ["2021-03", "2022-10", "2022-11", "2023-01"]
        assert counts(results, "day")["2022-10-25"] == 1

    def test_the_date_bucket_that_holds_the_whole_range_is_chosen(self, engine: Engine) -> None:
        query = parse("từ:2022-10 đến:2022-10")
        results = engine.search(query, facets=["year", "month"])
        chosen = [
            bucket.value
            for name in ("year", "month")
            for bucket in results.facets[name].buckets
            if bucket.chosen
        ]
        assert chosen == ["2022", "2022-10"]
        assert counts(results, "year") == {"2021": 1, "2022": 3, "2023": 1}

    def test_a_facet_of_more_values_than_fit_says_so(self, make: MakeArchive) -> None:
        records = [
            {"id": str(n), "body": f"Tin số {n}.", "section": f"Mục {n:02}"} for n in range(51)
        ]
        facet = make(records).engine().search(parse(""), facets=["section"]).facets["section"]
        assert (len(facet.buckets), facet.truncated) == (50, True)
        facet = make(records[:50]).engine().search(parse(""), facets=["section"]).facets["section"]
        assert (len(facet.buckets), facet.truncated) == (50, False)

    def test_a_name_that_is_no_facet_is_refused(self, engine: Engine) -> None:
        with pytest.raises(QueryError, match="'author' is not a facet"):
            engine.search(parse(""), facets=["author"])

    # Order and pages

    def test_newest_and_oldest_put_undated_articles_last(self, engine: Engine) -> None:
        newest = ids(engine.search(parse("", sort=Sort.NEWEST)))
        oldest = ids(engine.search(parse("", sort=Sort.OLDEST)))
        assert newest == ["bong-1", "lua-2", "lua-1", "cau-2", "cau-1", "khong-ngay"]
        assert oldest == ["cau-1", "cau-2", "lua-1", "lua-2", "bong-1", "khong-ngay"]

    def test_equal_scores_are_ordered_by_date_then_id(self, make: MakeArchive) -> None:
        same = {"title": "Tin lũ", "body": "Nước lũ rút."}
        records = [
            {**same, "id": "c", "published": "2021-01-01T00:00:00+07:00"},
            {**same, "id": "b", "published": "2022-01-01T00:00:00+07:00"},
            {**same, "id": "d", "published": "2022-01-01T00:00:00+07:00"},
            {**same, "id": "a"},
        ]
        engine = make(records).engine()
        assert ids(engine.search(parse("lũ"))) == ["b", "d", "c", "a"]

    def test_pages_neither_miss_nor_repeat_an_article(self, make: MakeArchive) -> None:
        records = [
            {"id": f"{n:03}", "title": f"Tin {n}", "body": "Mưa lũ. " * (n % 5 + 1)}
            for n in range(60)
        ]
        engine = make(records).engine()
        for sort in Sort:
            whole = ids(engine.search(parse("lũ", sort=sort, size=60)))
            pages = [
                ids(engine.search(parse("lũ", sort=sort, start=start, size=7)))
                for start in range(0, 63, 7)
            ]
            assert [article for page in pages for article in page] == whole
            assert len(set(whole)) == 60

    def test_total_does_not_depend_on_the_page(self, engine: Engine) -> None:
        results = engine.search(parse("", start=4, size=1))
        assert (results.total, ids(results)) == (6, ["cau-1"])
        assert engine.search(parse("", start=50)).hits == ()
        assert engine.search(parse("", size=0)).total == 6

    def test_a_page_beyond_the_window_is_refused(self, engine: Engine) -> None:
        with pytest.raises(QueryError, match="10,000"):
            engine.search(parse("", start=MAX_WINDOW))

    # Hits

    def test_a_hit_carries_the_stored_article(self, engine: Engine) -> None:
        article = engine.search(parse("hợp long")).hits[0].document.article
        assert article.title == "Hợp long cầu Vĩnh Lộc"
        assert article.published is not None
        assert article.published.isoformat() == "2022-10-25T15:21:00+07:00"

    def test_what_matched_is_marked_in_title_and_snippet(self, engine: Engine) -> None:
        hit = engine.search(parse("hop long duong")).hits[0]
        assert hit.title == "<mark>Hợp long</mark> cầu Vĩnh Lộc"
        assert "con <mark>đường</mark> dài" in hit.snippet

    # Recent news

    def test_of_articles_as_good_the_newer_scores_more_from_the_newest_on(
        self, make: MakeArchive
    ) -> None:
        same = {"title": "Tin lũ", "body": "Nước lũ rút."}
        days = {"a": "2012-06-01", "b": "2022-06-01", "c": "2019-06-01"}
        records = [{**same, "id": name, "published": day} for name, day in days.items()]
        hits = make(records).engine().search(parse("lũ")).hits
        assert [hit.document.article.id for hit in hits] == ["b", "c", "a"]
        assert hits[0].score > hits[1].score > hits[2].score

    def test_an_old_article_whose_words_match_clearly_better_stays_first(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": "cũ", "title": "Lũ lên", "body": "Nước lũ lên.", "published": "2001-06-01"},
            {
                "id": "mới",
                "title": "Tin vắn",
                "body": "Lũ lên. Lúa tốt.",
                "published": "2022-06-01",
            },
            {"id": "khác", "title": "Tin", "body": "Trời nắng.", "published": "2022-06-01"},
        ]
        assert ids(make(records).engine().search(parse("lũ"))) == ["cũ", "mới"]

    def test_an_unmarked_word_among_marked_ones_is_preferred_as_typed_to_recent_news(
        self, make: MakeArchive
    ) -> None:
        records = [
            {"id": "dong", "title": "Tin", "body": "Lúa ở Dong.", "published": "2001-06-01"},
            {"id": "đông", "title": "Tin", "body": "Lúa ở Đông.", "published": "2022-06-01"},
            {"id": "khác", "title": "Tin", "body": "Mưa ở rẫy.", "published": "2022-06-01"},
        ]
        assert ids(make(records).engine().search(parse("lúa dong"))) == ["dong", "đông"]

    def test_the_preference_can_be_switched_off_and_leaves_the_same_articles(
        self, make: MakeArchive
    ) -> None:
        same = {"title": "Tin lũ", "body": "Nước lũ rút."}
        records = [{**same, "id": day, "published": day} for day in ("2012-06-01", "2022-06-01")]
        engine = make(records).engine()
        on, off = (
            engine.search(parse("lũ", switches=Switches(recent=recent))) for recent in (True, False)
        )
        assert on.total == off.total == 2
        assert len({hit.score for hit in off.hits}) == 1
        assert len({hit.score for hit in on.hits}) == 2

    def test_an_article_without_a_date_gets_no_bonus(self, engine: Engine) -> None:
        for recent in (True, False):
            [hit] = engine.search(
                parse("tòa soạn", switches=Switches(recent=recent, explain=True))
            ).hits
            assert hit.explanation is not None
            assert hit.explanation.recency is None

    def test_age_counts_from_the_newest_article(self, engine: Engine) -> None:
        hits = engine.search(parse("lúa", switches=Switches(explain=True))).hits
        ages = {
            hit.document.article.id: hit.explanation.recency.days
            for hit in hits
            if hit.explanation and hit.explanation.recency
        }
        assert ages == {"lua-1": 81, "lua-2": 74}

    def test_sorted_by_date_no_score_has_a_bonus(self, engine: Engine) -> None:
        for sort in (Sort.NEWEST, Sort.OLDEST):
            for hit in engine.search(parse("lúa", sort=sort, switches=Switches(explain=True))).hits:
                assert hit.explanation is not None
                assert hit.explanation.recency is None

    # Pins

    def pinned(self, engine: Engine, text: str, *pins: str, **options: Any) -> Results:
        return engine.search(replace(parse(text, **options), pins=pins), facets=["section"])

    def test_pinned_articles_stand_first_in_the_order_given_by_id_or_url(
        self, engine: Engine
    ) -> None:
        results = self.pinned(engine, "lúa", "lua-1", "https://bao.example/cau-1")
        assert ids(results) == ["lua-1", "cau-1", "lua-2"]
        assert [hit.pinned for hit in results.hits] == [True, True, False]

    def test_a_pinned_article_is_counted_once_by_total_and_facets(self, engine: Engine) -> None:
        results = self.pinned(engine, "lúa", "lua-1", "cau-1", "cau-1")
        assert results.total == 3
        assert counts(results, "section") == {"Kinh tế": 1, "Nông nghiệp": 1, "Thời sự": 1}

    def test_a_pinned_article_that_words_do_not_find_has_no_match(self, engine: Engine) -> None:
        hits = self.pinned(engine, "lúa", "lua-1", "cau-1", switches=Switches(explain=True)).hits
        assert [hit.match for hit in hits] == [Match.EXACT, None, Match.EXACT]
        assert hits[1].score == 0

    def test_filters_hold_for_pinned_articles_too(self, engine: Engine) -> None:
        filters = Filters(sections=("Kinh tế",))
        results = self.pinned(engine, "lúa", "cau-1", "lua-1", filters=filters)
        assert (results.total, ids(results)) == (1, ["lua-1"])

    def test_a_pin_that_names_no_article_changes_nothing(self, engine: Engine) -> None:
        assert ids(self.pinned(engine, "lúa", "không-có")) == ids(engine.search(parse("lúa")))

    def test_pages_with_pins_neither_miss_nor_repeat_an_article(self, make: MakeArchive) -> None:
        records = [{"id": f"{n:02}", "body": "Mưa lũ. " * (n % 5 + 1)} for n in range(20)]
        engine = make([*records, {"id": "khác", "body": "Nắng."}]).engine()
        pins = ("17", "khác", "03")
        for sort in Sort:
            pages = [
                ids(self.pinned(engine, "lũ", *pins, sort=sort, start=start, size=2))
                for start in range(0, 22, 2)
            ]
            found = [article for page in pages for article in page]
            assert sorted(found) == [*(f"{n:02}" for n in range(20)), "khác"]
            assert (tuple(found[:3]) == pins) is (sort is Sort.RELEVANCE)

    def test_sorted_by_date_pinned_articles_stand_at_their_day(self, engine: Engine) -> None:
        results = self.pinned(engine, "lúa", "cau-1", "lua-1", sort=Sort.NEWEST)
        assert ids(results) == ["lua-2", "lua-1", "cau-1"]
        assert [hit.pinned for hit in results.hits] == [False, True, True]

    # Explanations

    def test_a_score_is_explained_only_when_asked_for_and_where_there_are_words(
        self, engine: Engine
    ) -> None:
        assert engine.search(parse("lúa")).hits[0].explanation is None
        assert engine.search(parse("", switches=Switches(explain=True))).hits[0].explanation is None
        assert (
            engine.search(parse("lúa", switches=Switches(explain=True))).hits[0].explanation
            is not None
        )

    def test_the_parts_of_a_score_add_up_to_it(self, engine: Engine) -> None:
        for text in ("cầu vĩnh lộc", "duong", '"giá lúa" tăng', "vì sao khởi công cầu ở Hòa Sơn"):
            for hit in engine.search(parse(text, switches=Switches(explain=True))).hits:
                assert hit.explanation is not None
                total = sum(term.value for term in hit.explanation.terms)
                total += hit.explanation.recency.value if hit.explanation.recency else 0
                assert total == pytest.approx(hit.score, rel=1e-4)

    def test_each_kind_of_part_is_named_with_its_text_as_typed(self, engine: Engine) -> None:
        [hit] = engine.search(
            parse('khởi công cầu "ban quản lý" xyzzy', switches=Switches(explain=True))
        ).hits
        assert hit.explanation is not None
        assert {(term.kind, term.text) for term in hit.explanation.terms} == {
            (TermKind.SYLLABLE, "khởi"), (TermKind.SYLLABLE, "công"), (TermKind.SYLLABLE, "cầu"),
            (TermKind.PAIR, "khởi công"), (TermKind.PAIR, "công cầu"),
            (TermKind.WORD, "khởi công"), (TermKind.WORD, "cầu"),
            (TermKind.PHRASE, "ban quản lý"),
        }  # fmt: skip

    def test_a_part_says_how_many_articles_have_it_and_how_often_this_one(
        self, engine: Engine
    ) -> None:
        [hit] = engine.search(parse("đường 12", switches=Switches(explain=True))).hits
        assert hit.explanation is not None
        road = hit.explanation.terms[0]
        assert (road.text, road.articles, road.weight) == ("đường", 2, 1.0)
        assert road.frequency > 0
        assert road.idf > 0

    def test_a_reading_without_marks_is_that_spelling_alone(self, make: MakeArchive) -> None:
        records = [
            {"id": "ngon", "body": "Cơm ngon."},
            {"id": "ngón", "body": "Đau ngón tay."},
            {"id": "khác", "body": "Mưa."},
        ]
        query = read_as(parse("ngon", switches=Switches(explain=True)), ("ngon",))
        parts = {}
        for hit in make(records).engine().search(query).hits:
            assert hit.explanation is not None
            terms = hit.explanation.terms
            read = [term.articles for term in terms if term.kind is TermKind.READING]
            parts[hit.document.article.id] = read
        assert parts == {"ngon": [1], "ngón": []}

    def test_a_syllable_says_under_which_markings_the_article_has_it(self, engine: Engine) -> None:
        hits = engine.search(parse("duong", switches=Switches(explain=True))).hits
        markings = {
            hit.document.article.id: hit.explanation.terms[0].markings
            for hit in hits
            if hit.explanation
        }
        assert markings == {"cau-2": ("đường",), "lua-2": ("đường",), "lua-1": ("dương",)}

    # Look-ups

    def test_an_article_is_found_by_id_and_by_url(self, engine: Engine) -> None:
        by_id, by_url = (
            engine.document("cau-1"),
            engine.document_by_url("https://bao.example/cau-1"),
        )
        assert by_id is not None
        assert by_id == by_url
        assert engine.document("không-có") is None
        assert engine.document_by_url("https://bao.example/khac") is None
        assert engine.document_by_url("") is None

    def test_a_scan_meets_what_a_query_finds_in_the_order_of_the_ids(self, engine: Engine) -> None:
        def scanned(query: Query) -> list[str]:
            ids: list[str] = []
            while found := engine.scan(query, after=ids[-1] if ids else ""):
                assert len(found) <= query.size
                ids += [document.article.id for document in found]
            return ids

        for text in ("", "cầu", "duong", "-cầu", "mục:none"):
            hits = engine.search(parse(text, size=MAX_SIZE)).hits
            found = sorted(hit.document.article.id for hit in hits)
            assert scanned(parse(text, size=2)) == found
            assert scanned(parse(text, size=MAX_SIZE)) == found

    def test_a_scan_meets_the_same_however_the_query_is_sorted(self, engine: Engine) -> None:
        text = "lễ khởi công cầu Vĩnh Lộc ở Hòa Sơn"
        by_relevance, by_date = (
            engine.scan(parse(text, sort=sort, size=MAX_SIZE))
            for sort in (Sort.RELEVANCE, Sort.NEWEST)
        )
        assert by_date == by_relevance

    def test_a_scan_begins_behind_an_id_that_need_not_be_there(self, engine: Engine) -> None:
        found = engine.scan(Query(size=1), after="cau-1\N{NULL}")
        assert [document.article.id for document in found] == ["cau-2"]
        assert engine.scan(Query(), after="\N{REPLACEMENT CHARACTER}") == ()

    @pytest.mark.parametrize("sort", Sort)
    @pytest.mark.parametrize("text", ["", "cầu", "lua duong", 'người:"Lê Hải Bằng"', "-lúa"])
    def test_a_stream_has_all_hits_in_their_order(
        self, engine: Engine, text: str, sort: Sort
    ) -> None:
        query = parse(text, sort=sort, size=3)
        pages = [engine.search(replace(query, start=start)) for start in (0, 3, 6)]
        expected = [one for page in pages for one in ids(page)]
        assert [one.article.id for one in engine.stream(query)] == expected
        assert len(expected) == pages[0].total

    def test_a_stream_has_pinned_articles_where_the_search_has_them(self, engine: Engine) -> None:
        for sort in Sort:
            query = replace(parse("lúa", sort=sort), pins=("cau-1", "lua-2"))
            expected = ids(engine.search(query))
            assert [one.article.id for one in engine.stream(query)] == expected

    def test_a_stream_goes_deeper_than_paging(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search_service.engines.base.MAX_WINDOW", 1)
        assert len(list(engine.stream(parse("")))) == len(RECORDS)

    # What is typical of a result

    def contrast(self, make: MakeArchive, text: str, size: int = 20) -> Contrast:
        body = "Sạt lở chia cắt đường lên Mường Lát, theo ông Lê Hải Bằng."
        floods = [{"id": f"lu-{n}", "title": "Lũ", "body": body, "section": "A"} for n in range(5)]
        others = [
            {"id": f"khac-{n}", "title": "Tin", "body": f"Học sinh lên đường {n}.", "section": "B"}
            for n in range(25)
        ]
        return make([*floods, *others]).engine().contrast(parse(text), size=size)

    def test_a_contrast_counts_the_articles_of_result_and_archive(self, make: MakeArchive) -> None:
        found = self.contrast(make, "lũ")
        assert (found.articles, found.archive) == (5, 30)
        assert Typical("sạt lở", "sạt lở", 5, 5) in found.words
        assert found.people == (Typical("lê-hải-bằng", "Lê Hải Bằng", 5, 5),)

    def test_only_compounds_that_are_far_more_frequent_are_typical(self, make: MakeArchive) -> None:
        words = {one.value for one in self.contrast(make, "lũ").words}
        assert all(" " in word for word in words)
        assert "học sinh" not in words

    def test_a_contrast_is_of_what_the_filters_leave(self, make: MakeArchive) -> None:
        assert self.contrast(make, "mục:A").articles == 5
        assert self.contrast(make, "đường mục:B").articles == 25

    def test_nothing_is_typical_of_everything_and_of_nothing(self, make: MakeArchive) -> None:
        assert self.contrast(make, "").words == ()
        assert self.contrast(make, "zzz") == Contrast(0, 30, (), ())

    def test_a_contrast_has_no_more_than_was_asked_for(self, make: MakeArchive) -> None:
        assert len(self.contrast(make, "lũ", size=1).words) == 1

    def test_a_person_has_the_roles_printed_with_their_days(self, engine: Engine) -> None:
        person = engine.person("lê-hải-bằng")
        assert person is not None
        assert (person.name, person.count) == ("Lê Hải Bằng", 3)
        assert [(span.role, span.first, span.count) for span in person.roles] == [
            ("Giám đốc Ban Quản lý dự án", date(2021, 3, 1), 1),
            ("cầu thủ", date(2023, 1, 15), 1),
        ]
        assert engine.person("không-ai") is None

    def test_a_person_has_companions_counted_over_all_articles_they_share(
        self, engine: Engine
    ) -> None:
        person = engine.person("phạm-thu-hà")
        assert person is not None
        (companion,) = person.companions
        assert (companion.id, companion.label, companion.count) == ("lê-hải-bằng", "Lê Hải Bằng", 1)
        assert [one.id for one in companion.latest] == ["cau-2"]
        together = Filters(people=("phạm-thu-hà",), together=("lê-hải-bằng",))
        assert self.found(engine, "", filters=together) == ["cau-2"]

    def test_a_role_printed_in_variants_is_one(self, make: MakeArchive) -> None:
        def record(day: str, role: str) -> dict[str, Any]:
            person = {"name": "Phạm Thu Hà", "role": role}
            return {"id": day, "body": "Tin.", "published": day, "people": [person]}

        records = [
            record("2021-03-01", "Chủ tịch UBND tỉnh Lâm Giang"),
            record("2021-05-02", "chủ tịch Ủy ban nhân dân tỉnh Lâm Giang"),
            record("2021-06-03", "Chủ tịch UBND tỉnh Lâm Giang"),
            record("2022-01-04", "Phó Chủ tịch UBND tỉnh Lâm Giang"),
        ]
        person = make(records).engine().person("phạm-thu-hà")
        assert person is not None
        assert [(span.role, span.last, span.count, span.variants) for span in person.roles] == [
            (
                "Chủ tịch UBND tỉnh Lâm Giang",
                date(2021, 6, 3),
                3,
                ("chủ tịch Ủy ban nhân dân tỉnh Lâm Giang",),
            ),
            ("Phó Chủ tịch UBND tỉnh Lâm Giang", date(2022, 1, 4), 1, ()),
        ]

    # Persons across articles

    def test_spellings_of_one_name_are_one_person(self, make: MakeArchive) -> None:
        engine = make(NAMED).engine()
        person = engine.person("hồ-sỹ-lực")
        assert person is not None
        assert (person.id, person.name, person.count) == ("hồ-sỹ-lực", "Hồ Sỹ Lực", 3)
        assert [(form.name, form.count) for form in person.forms] == [
            ("Hồ Sỹ Lực", 2), ("Hồ Sĩ Lực", 1),
        ]  # fmt: skip
        assert engine.person("hồ-sĩ-lực") == person
        for name in ("Hồ Sĩ Lực", "ho si luc", "hồ-sỹ-lực"):
            assert self.found(engine, "", filters=Filters(people=(name,))) == ["s1", "s2", "s3"]

    def test_a_short_name_stands_for_the_longer_one_that_the_archive_prints(
        self, make: MakeArchive
    ) -> None:
        engine = make(NAMED).engine()
        person = engine.person("selmak")
        assert person is not None
        assert (person.id, person.count) == ("bertold-selmak", 5)
        document = engine.document("b5")
        assert document is not None
        (mentioned,) = document.people
        assert (mentioned.id, mentioned.name) == ("bertold-selmak", "Bertold Selmak")
        assert [mention.text for mention in mentioned.mentions] == ["Selmak"]
        decision = next(one for one in person.decisions if one.kind is Kind.SHORT)
        assert (decision.name, decision.agreeing, decision.seen) == ("Selmak", 4, 4)
        assert decision.examples == ("b5",)

    def test_namesakes_are_two_persons_told_by_a_role(self, make: MakeArchive) -> None:
        engine = make(NAMED).engine()
        buckets = engine.search(parse(""), facets=["person"]).facets["person"].buckets
        assert [one for one in buckets if "Mai Trung Kiên" in one.label] == [
            Bucket("mai-trung-kiên", "Mai Trung Kiên (chánh Văn phòng)", 2),
            Bucket("mai-trung-kiên-huấn-luyện-viên", "Mai Trung Kiên (huấn luyện viên)", 2),
        ]
        for one in buckets:
            assert engine.search(parse("", filters=Filters(people=(one.value,)))).total == one.count
        first, second = (
            engine.person(one) for one in ("mai-trung-kiên", "mai-trung-kiên-huấn-luyện-viên")
        )
        assert first
        assert second
        assert (first.name, first.count, second.count) == ("Mai Trung Kiên", 2, 2)
        assert [one.value for one in first.namesakes] == [second.id]
        assert [one.value for one in second.namesakes] == [first.id]

    def test_a_name_that_is_two_persons_finds_both(self, make: MakeArchive) -> None:
        engine = make(NAMED).engine()
        for name in ("Mai Trung Kiên", "mai trung kien"):
            filters = Filters(people=(name,))
            assert self.found(engine, "", filters=filters) == ["k1", "k2", "k3", "k4"]
        filters = Filters(people=("Mai Trung Kiên (huấn luyện viên)",))
        assert self.found(engine, "", filters=filters) == ["k3", "k4"]

    def test_an_address_by_another_role_leads_to_the_namesake(self, make: MakeArchive) -> None:
        engine = make(NAMED).engine()
        person = engine.person("mai-trung-kiên-hlv-trưởng")
        assert person is not None
        assert person.id == "mai-trung-kiên-huấn-luyện-viên"
        assert engine.person("mai-trung-kiên-ca-sĩ") is None

    def test_initials_are_nobody_across_articles(self, make: MakeArchive) -> None:
        person = {"name": "N.V.T."}
        records = [{"id": n, "body": "Tin.", "people": [person, "Phạm Thu Hà"]} for n in "ab"]
        engine = make(records).engine()
        results = engine.search(parse(""), facets=["person"])
        assert counts(results, "person") == {"phạm-thu-hà": 2}
        assert [person.name for person in results.hits[0].document.people] == ["Phạm Thu Hà"]

    def test_persons_are_the_same_in_whatever_order_and_by_an_update(
        self, make: MakeArchive
    ) -> None:
        def everybody(archive: Archive) -> object:
            engine = archive.engine()
            listed = engine.people(least=1, size=100)
            return listed, engine.decisions(), [engine.person(one.value) for one in listed]

        whole = everybody(make(NAMED))
        assert everybody(make(NAMED[::-1])) == whole
        updated = make(NAMED[:5])
        with updated.writer(update=True) as writer:
            for record in NAMED[5:]:
                writer.add(analyse(Article.from_record(record), "made"))
            writer.publish()
        assert everybody(updated) == whole

    # The newsroom's word

    def ruled(self, make: MakeArchive, *rulings: Ruling) -> Engine:
        return make(NAMED).engine(rulings)

    def test_the_newsroom_joins_what_the_archive_keeps_apart(self, make: MakeArchive) -> None:
        engine = self.ruled(make, Ruling("1", Verb.SAME, "Ba Lực", ("Hồ Sỹ Lực",)))
        person = engine.person("ba-lực")
        assert person is not None
        assert (person.id, person.count) == ("hồ-sỹ-lực", 4)
        assert [ruling.place for ruling in person.rulings] == ["1"]
        results = engine.search(parse("", filters=Filters(people=("Ba Lực",))), facets=["person"])
        assert ids(results) == ["s3", "s4", "s2", "s1"]
        assert "ba-lực" not in counts(results, "person")
        document = engine.document("s4")
        assert document is not None
        assert [one.id for one in document.people] == ["hồ-sỹ-lực"]
        assert {one.value for one in engine.suggest("ba lực", limit=5)} == {"hồ-sỹ-lực"}

    def test_the_newsroom_takes_joined_names_apart(self, make: MakeArchive) -> None:
        engine = self.ruled(make, Ruling("1", Verb.DIFFERENT, "Selmak", ("Bertold Selmak",)))
        short, long = engine.person("selmak"), engine.person("bertold-selmak")
        assert short
        assert long
        assert (short.id, short.count, long.count) == ("selmak", 1, 4)

    def test_the_newsroom_makes_all_of_a_name_one(self, make: MakeArchive) -> None:
        engine = self.ruled(make, Ruling("1", Verb.SAME, "Mai Trung Kiên"))
        person = engine.person("mai-trung-kiên-huấn-luyện-viên")
        assert person is not None
        assert (person.id, person.label, person.count) == ("mai-trung-kiên", "Mai Trung Kiên", 4)

    def test_the_newsroom_tells_namesakes_apart_by_role_or_by_article(
        self, make: MakeArchive
    ) -> None:
        for articles in ((), ("s2", "https://bao.example/s3")):
            engine = self.ruled(
                make, Ruling("1", Verb.DIFFERENT, "Hồ Sỹ Lực", ("thợ gốm",), articles)
            )
            potter = engine.person("hồ-sỹ-lực-thợ-gốm")
            assert potter is not None
            assert (potter.label, potter.count) == ("Hồ Sỹ Lực (thợ gốm)", 2)
            filters = Filters(people=("Hồ Sỹ Lực (thợ gốm)",))
            assert self.found(engine, "", filters=filters) == ["s2", "s3"]
            assert [one.value for one in potter.namesakes] == ["hồ-sỹ-lực"]

    def test_what_the_newsroom_calls_a_person_is_shown_and_found(self, make: MakeArchive) -> None:
        engine = self.ruled(make, Ruling("1", Verb.NAME, "Hồ Sỹ Lực", ("Nghệ nhân Ba Lực",)))
        person = engine.person("hồ-sỹ-lực")
        assert person is not None
        assert person.name == "Nghệ nhân Ba Lực"
        assert engine.suggest("nghệ nhân", limit=5)[0].value == "hồ-sỹ-lực"
        document = engine.document("s1")
        assert document is not None
        assert document.people[0].name == "Nghệ nhân Ba Lực"

    @pytest.mark.parametrize("verb", [Verb.NOT_A_PERSON, Verb.HIDE])
    def test_whom_the_newsroom_removes_is_nowhere(self, make: MakeArchive, verb: Verb) -> None:
        engine = self.ruled(make, Ruling("1", verb, "Hồ Sỹ Lực"))
        assert engine.person("hồ-sỹ-lực") is None
        results = engine.search(parse("lực"), facets=["person"])
        assert "hồ-sỹ-lực" not in counts(results, "person")
        assert all("Lực" not in p.name or "Ba" in p.name for h in results.hits
                   for p in h.document.people)  # fmt: skip
        assert self.found(engine, "", filters=Filters(people=("hồ-sỹ-lực",))) == []
        assert "hồ-sỹ-lực" not in {one.value for one in engine.suggest("hồ sỹ", limit=8)}
        assert "hồ-sỹ-lực" not in {one.value for one in engine.people(least=1, size=99)}

    def test_rulings_that_match_nobody_are_named(self, make: MakeArchive) -> None:
        lost = Ruling("3", Verb.HIDE, "Không Ai Cả")
        gone = Ruling("4", Verb.DIFFERENT, "Hồ Sỹ Lực", ("thợ gốm",), ("không-có-bài",))
        engine = self.ruled(make, lost, gone, Ruling("5", Verb.HIDE, "Ba Lực"))
        assert engine.idle_rulings() == [
            (gone, "there is no article with the id or URL 'không-có-bài'"),
            (lost, "nobody is called 'Không Ai Cả'"),
        ]

    def test_what_was_ruled_ends_with_the_rulings(self, make: MakeArchive) -> None:
        archive = make(NAMED)
        rulings = (Ruling("1", Verb.HIDE, "Hồ Sỹ Lực"),)
        assert archive.engine(rulings).person("hồ-sỹ-lực") is None
        assert archive.engine(rulings) is archive.engine(rulings)
        assert archive.engine().person("hồ-sỹ-lực") is not None

    # Search inside the facet of persons

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("kiên", ["mai-trung-kiên", "mai-trung-kiên-huấn-luyện-viên"]),
            ("kien mai", ["mai-trung-kiên", "mai-trung-kiên-huấn-luyện-viên"]),
            ("ki", ["mai-trung-kiên", "mai-trung-kiên-huấn-luyện-viên"]),
            ("kiến", []),
            ("sĩ lực", ["hồ-sỹ-lực"]),
            ("ho si lu", ["hồ-sỹ-lực"]),
            ("mai huấn", ["mai-trung-kiên-huấn-luyện-viên"]),
        ],
    )
    def test_the_facet_lists_those_who_are_called_so(
        self, make: MakeArchive, typed: str, found: list[str]
    ) -> None:
        query = replace(parse(""), people_like=typed)
        results = make(NAMED).engine().search(query, facets=["person", "section"])
        assert sorted(counts(results, "person")) == found
        assert results.total == len(NAMED)

    def test_a_chosen_person_stays_listed_beside_those_called_so(self, make: MakeArchive) -> None:
        query = parse("", filters=Filters(people=("ba-lực",)))
        results = (
            make(NAMED).engine().search(replace(query, people_like="selmak"), facets=["person"])
        )
        assert counts(results, "person") == {"ba-lực": 1, "bertold-selmak": 5}

    def test_a_facet_says_how_many_more_there_are(self, make: MakeArchive) -> None:
        people = [f"Lê {a}{b}" for a in ("An", "Ban", "Can", "Dan") for b in
                  (" Ha", " Hi", " Ho", " Hu", " Ma", " Me", " Mi", " Mo", " Na", " No", " Ta",
                   " To", " Tu", " Va")]  # fmt: skip
        engine = make([{"id": "a", "body": "Tin.", "people": people}]).engine()
        facet = engine.search(parse(""), facets=["person"]).facets["person"]
        assert (len(facet.buckets), facet.truncated, facet.more) == (50, True, 6)
        query = replace(parse(""), people_like="can")
        facet = engine.search(query, facets=["person"]).facets["person"]
        assert (len(facet.buckets), facet.truncated, facet.more) == (14, False, 0)

    def test_every_one_who_must_be_mentioned_too_is(self, engine: Engine) -> None:
        for value in ("lê-hải-bằng", "Lê Hải Bằng", "le hai bang"):
            filters = Filters(together=("Phạm Thu Hà", value))
            assert self.found(engine, "", filters=filters) == ["cau-2"]
        assert self.found(engine, "", filters=Filters(together=("Không Ai Cả",))) == []

    def test_suggestions_complete_any_syllable_with_or_without_marks(self, engine: Engine) -> None:
        for typed in ("lê hải", "hai b", "Bằng", "bang"):
            assert "lê-hải-bằng" in {item.value for item in engine.suggest(typed, limit=5)}
        assert "Thời sự" in {item.value for item in engine.suggest("thoi", limit=5)}
        assert "lua-1" in {item.value for item in engine.suggest("giá lúa t", limit=5)}
        assert engine.suggest("bảng", limit=5) == ()
        assert engine.suggest("  ", limit=5) == ()

    def test_suggestions_are_of_people_sections_phrases_and_titles(self, make: MakeArchive) -> None:
        records = [
            {"id": str(number), "title": f"Tin {number}", "body": f"Về Vĩnh Lộc hôm {number}0."}
            for number in range(5)
        ]
        [first, *_] = make([*RECORDS, *records]).engine().suggest("vinh l", limit=5)
        assert (first.kind, first.value, first.label) == ("phrase", "Vĩnh Lộc", "Vĩnh Lộc")
        assert first.count == 7

    # Spelling

    def test_an_unmarked_syllable_has_the_spellings_of_the_texts_the_most_frequent_first(
        self, make: MakeArchive
    ) -> None:
        texts = {"a": "Đường về.", "b": "Cây dương bên đường."}
        records = [{"id": one, "title": "Tin", "body": text} for one, text in texts.items()]
        model = make(records).engine().spelling()
        known = model.spellings("duong")
        assert [(one.text, one.frequency) for one in known] == [("đường", 2), ("dương", 1)]
        assert model.spellings("đường") == ()
        assert model.spellings("xyzzy") == ()

    def test_what_was_written_behind_a_syllable_is_likelier_than_what_was_not(
        self, engine: Engine
    ) -> None:
        model = engine.spelling()
        gia, lua, cau = (model.spellings(one)[0].number for one in ("gia", "lua", "cau"))
        [[to_lua, to_cau, to_unknown]] = model.likelihood([(-1, gia)], [lua, cau, -1])
        assert to_lua > to_cau > to_unknown

    def test_every_number_has_a_likelihood(self, engine: Engine) -> None:
        found = engine.spelling().likelihood([(-1, -1), (0, -1), (-1, 0)], [-1, 0])
        assert found.shape == (3, 2)
        assert all(-100 < value <= 0 for row in found.tolist() for value in row)

    def test_the_names_of_persons_count_besides_where_they_are_printed(
        self, make: MakeArchive
    ) -> None:
        body = {"body": "Lễ hội Tô Lam mở ở thôn."}
        named = [{"id": "a", **body, "people": ["Tô Lâm"]}, {"id": "b", "body": "Ông Tô Lâm nói."}]
        spellings = make(named).engine().spelling().spellings("lam")
        assert spellings[0].text == "lâm"

    def test_an_update_counts_what_is_kept_and_what_is_new(self, make: MakeArchive) -> None:
        archive = make(RECORDS)
        before = archive.engine().spelling().size
        with archive.writer(update=True) as writer:
            writer.remove("lua-2")
            writer.publish()
        assert 0 < archive.engine().spelling().size < before

    # Neighbours, for related articles

    def test_neighbours_are_the_articles_most_like_a_text_the_closest_first(
        self, engine: Engine
    ) -> None:
        found = engine.neighbours(outside("Khởi công cầu Vĩnh Lộc ở Hòa Sơn"))
        assert [one.id for one in found.articles][:2] == ["cau-1", "cau-2"]
        similar = [one.similarity for one in found.articles]
        assert similar == sorted(similar, reverse=True)
        assert 0 < similar[0] < 1.001

    def test_what_has_nothing_in_common_is_no_neighbour(self, engine: Engine) -> None:
        found = engine.neighbours(outside("xyzzy plugh"))
        assert found.articles == ()
        assert found.alike.shape == (0, 0)

    def test_an_article_is_not_its_own_neighbour_by_its_id_or_its_url(self, engine: Engine) -> None:
        bridge = engine.document("cau-1")
        assert bridge is not None
        assert "cau-1" not in [one.id for one in engine.neighbours(bridge).articles]
        moved = Document(bridge.article.model_copy(update={"id": "anders"}))
        assert "cau-1" not in [one.id for one in engine.neighbours(moved).articles]

    def test_neighbours_up_to_a_day_are_those_published_by_then(self, engine: Engine) -> None:
        text = outside("Giá lúa, mùa gặt lúa: thông báo")
        every = {one.id for one in engine.neighbours(text).articles}
        assert {"lua-1", "lua-2", "khong-ngay"} <= every
        early = engine.neighbours(text, last=date(2022, 10, 26))
        assert "lua-1" in {one.id for one in early.articles}
        assert not {"lua-2", "khong-ngay"} & {one.id for one in early.articles}

    def test_no_more_neighbours_come_than_were_asked_for(self, engine: Engine) -> None:
        text = outside("Ông Lê Hải Bằng dự lễ, cầu thủ ghi bàn, nông dân bán lúa")
        assert len(engine.neighbours(text).articles) > 2
        assert len(engine.neighbours(text, size=2).articles) == 2

    def test_a_neighbour_tells_its_day_its_people_and_its_signature(
        self, make: MakeArchive
    ) -> None:
        report = "Đoàn xe đầu tiên qua cầu Vĩnh Lộc lúc nửa đêm trong tiếng vỗ tay của " * 2
        engine = make([*RECORDS, {"id": "xe", "title": "Thông xe", "body": report}]).engine()
        found = {one.id: one for one in engine.neighbours(outside(report)).articles}
        assert found["cau-2"].people == {"phạm-thu-hà", "lê-hải-bằng"}
        bridge = engine.document("cau-2")
        assert bridge is not None
        assert found["cau-2"].published == bridge.article.published
        assert found["xe"].published is None
        assert found["xe"].signature == signature(syllables(report))

    def test_neighbours_are_as_like_each_other_as_each_is_to_the_text(self, engine: Engine) -> None:
        bridge = engine.document("cau-1")
        assert bridge is not None
        found = engine.neighbours(outside("Khởi công cầu Vĩnh Lộc, giá lúa tăng"))
        ids = [one.id for one in found.articles]
        mutual = {one.id: one.similarity for one in engine.neighbours(bridge).articles}
        alike = found.alike[ids.index("cau-1"), ids.index("cau-2")]
        assert alike == pytest.approx(mutual["cau-2"], abs=1e-4)

    def test_an_updated_archive_has_the_neighbours_of_a_new_one(self, make: MakeArchive) -> None:
        updated = make(RECORDS[:4])
        with updated.writer(update=True) as writer:
            for record in RECORDS[4:]:
                writer.add(analyse(Article.from_record(record), ""))
            writer.publish()
        text = outside("Ông Lê Hải Bằng dự lễ, cầu thủ ghi bàn, nông dân bán lúa")

        def found(archive: Archive) -> dict[str, float]:
            articles = archive.engine().neighbours(text).articles
            return {one.id: round(one.similarity, 5) for one in articles}

        assert found(updated) == found(make(RECORDS))

    def test_mentions_count_the_articles_of_each_person(self, engine: Engine) -> None:
        assert list(engine.mentions(["lê-hải-bằng", "không-ai", "phạm-thu-hà"])) == [3, 0, 2]
