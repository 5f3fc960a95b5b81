"""What a query finds: words, variants, phrases, exclusions, one field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.base import Engine
from search_service.engines.errors import QueryError
from search_service.grammar import parse
from search_service.newsroom.variants import Spellings
from search_service.query import Sort
from search_service.results import Match
from tests.engines.contracts.records import (
    RECORDS,
    Contract,
    MakeArchive,
    counts,
    ids,
)


class Finding(Contract):
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
