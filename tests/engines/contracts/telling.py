"""Look-ups, what is typical of a result, spelling, and neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search_service.article import Article
from search_service.document import Document, analyse
from search_service.engines.base import Archive, Engine
from search_service.grammar import parse
from search_service.query import MAX_SIZE, Filters, Query, Sort
from search_service.results import Contrast, Typical
from search_service.shingles import signature
from search_service.vietnamese import syllables
from tests.engines.contracts.records import (
    RECORDS,
    Contract,
    MakeArchive,
    ids,
    outside,
)


class Telling(Contract):
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

    @pytest.mark.parametrize("text", ["", "cầu", "duong", "-cầu", "mục:none", "không-có-gì"])
    def test_the_ids_are_of_all_that_a_scan_meets(self, engine: Engine, text: str) -> None:
        scanned = engine.scan(parse(text, size=MAX_SIZE))
        assert list(engine.ids(parse(text, size=1))) == [one.article.id for one in scanned]

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

    def test_a_contrast_is_the_same_however_the_query_is_sorted(self, engine: Engine) -> None:
        text = "lễ khởi công cầu Vĩnh Lộc ở Hòa Sơn"
        by_relevance, by_date = (
            engine.contrast(parse(text, sort=sort), size=20)
            for sort in (Sort.RELEVANCE, Sort.NEWEST)
        )
        assert by_relevance.articles > 1
        assert by_date == by_relevance

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
        named = [{"id": "a", **body, "people": ["Đỗ Lâm"]}, {"id": "b", "body": "Ông Đỗ Lâm nói."}]
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
