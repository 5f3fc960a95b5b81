"""Hits, what recent news gain, pins, and why a hit stands where it does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.query import Filters, Sort, Switches, read_as
from search_service.results import Match, Results, TermKind
from tests.engines.contracts.records import (
    Contract,
    MakeArchive,
    counts,
    ids,
)


class Ranking(Contract):
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
