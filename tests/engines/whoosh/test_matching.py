"""What matching adds to the contract: what counts as exact, and what raises a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from search_service.engines.base import Archive, Engine
from search_service.grammar import parse
from search_service.results import Match, Results

MakeArchive = Callable[[Iterable[dict[str, Any]]], Archive]


def archive(make: MakeArchive, **bodies: str) -> Engine:
    """An archive of these texts, each titled alike and as long as the longest."""
    longest = max(len(body.split()) for body in bodies.values())
    records = []
    for name, body in bodies.items():
        filler = " ".join(f"{name}{n}" for n in range(longest - len(body.split())))
        records.append({"id": name, "title": "Tin", "body": f"{body} {filler}"})
    return make(records).engine()


def order(results: Results) -> list[str]:
    return [hit.document.article.id for hit in results.hits]


def matches(results: Results) -> dict[str, Match | None]:
    return {hit.document.article.id: hit.match for hit in results.hits}


def test_a_hit_is_exact_if_it_were_found_by_the_marks_typed_alone(
    make_archive: MakeArchive,
) -> None:
    engine = archive(make_archive, a="giá lua ở Dong", b="giá lúa ở Dong", c="giá lua ở Đông")
    assert matches(engine.search(parse("lua dong"))) == {
        "a": Match.EXACT, "b": Match.UNMARKED, "c": Match.UNMARKED,
    }  # fmt: skip


def test_a_phrase_under_other_marks_is_not_exact(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="giá lúa tăng", b="gia lua tăng", c="giá tăng lúa gia lua")
    assert matches(engine.search(parse('"gia lua"'))) == {
        "a": Match.UNMARKED, "b": Match.EXACT, "c": Match.EXACT,
    }  # fmt: skip


def test_among_marked_words_an_unmarked_one_prefers_itself(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="lúa ở Đông", b="lúa ở Dong", c="mưa", d="nắng")
    assert order(engine.search(parse("lúa dong"))) == ["b", "a"]


def test_without_any_mark_every_marking_weighs_the_same(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="lúa ở Đông", b="lúa ở Dong", c="mưa", d="nắng")
    hits = engine.search(parse("dong")).hits
    assert len({hit.score for hit in hits}) == 1


def test_words_side_by_side_as_in_the_query_score_more(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="lúa xưa giá xưa", b="xưa giá lúa xưa", c="mưa", d="nắng")
    results = engine.search(parse("giá lúa"))
    assert order(results) == ["b", "a"]
    assert results.hits[0].score > results.hits[1].score


def test_a_compound_of_the_query_adds_to_the_score(make_archive: MakeArchive) -> None:
    engine = make_archive([{"id": "a", "body": "Ban Tuyên giáo họp."}, {"id": "b", "body": "Mưa."}])
    query = parse("tuyên giáo")
    assert query.words == ("tuyên_giáo",)
    [with_compound] = engine.engine().search(query).hits
    [without] = engine.engine().search(replace(query, words=())).hits
    assert with_compound.score > without.score


def test_a_phrase_lies_within_one_field(make_archive: MakeArchive) -> None:
    records = [
        {"id": "a", "title": "Giá", "lead": "Lúa tăng.", "body": "Tin."},
        {"id": "b", "title": "Tin", "lead": "Giá lúa.", "body": "Tin."},
    ]
    assert order(make_archive(records).engine().search(parse('"giá lúa"'))) == ["b"]


def test_a_repeated_word_counts_once(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="lúa", b="mưa")
    [once], [twice] = engine.search(parse("lúa")).hits, engine.search(parse("lúa lúa")).hits
    assert once.score == twice.score


def test_relaxed_articles_have_at_least_half_of_the_words(make_archive: MakeArchive) -> None:
    engine = archive(make_archive, a="một hai", b="ba", c="tư")
    results = engine.search(parse("một hai xa lạ"))
    assert (order(results), results.relaxed) == (["a"], True)
    results = engine.search(parse("một xa lạ"))
    assert (order(results), results.relaxed) == ([], False)


def test_an_exclusion_reaches_every_field_and_marking(make_archive: MakeArchive) -> None:
    records = [
        {"id": "a", "body": "Lúa.", "images": [{"caption": "Con đường."}]},
        {"id": "b", "body": "Lúa.", "tags": ["dương"]},
        {"id": "c", "body": "Lúa."},
    ]
    engine = make_archive(records).engine()
    assert order(engine.search(parse("lúa -duong"))) == ["c"]
    assert sorted(order(engine.search(parse("lúa -đường")))) == ["b", "c"]


def test_an_archive_of_no_article_answers(make_archive: MakeArchive) -> None:
    engine = make_archive([]).engine()
    for text in ("", "lúa", '"giá lúa"', "-lúa", "một hai ba bốn năm sáu bảy"):
        results = engine.search(parse(text), facets=["section", "person", "month"])
        assert (results.total, results.hits, results.relaxed) == (0, (), False)
