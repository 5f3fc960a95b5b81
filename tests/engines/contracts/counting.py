"""Filters, facets, orders and pages, and lists of everything."""

from __future__ import annotations

from datetime import date

import pytest

from search_service.engines.base import MAX_WINDOW, Engine
from search_service.engines.errors import QueryError
from search_service.grammar import parse
from search_service.query import Filters, Sort
from search_service.results import Bucket
from search_service.schema import FACETS
from tests.engines.contracts.records import (
    RECORDS,
    Contract,
    MakeArchive,
    counts,
    ids,
)


class Counting(Contract):
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
