"""Persons across articles, the newsroom's word on them, and finding them in their facet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.base import Archive, Engine
from search_service.grammar import parse
from search_service.identity import Kind, Ruling, Verb
from search_service.query import Filters
from search_service.results import Bucket
from tests.engines.contracts.records import (
    NAMED,
    RECORDS,
    Contract,
    MakeArchive,
    counts,
    ids,
)


class Persons(Contract):
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
