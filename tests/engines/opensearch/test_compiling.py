"""Queries become requests: whole trees, without a cluster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.opensearch.asking import search_body
from search_service.engines.opensearch.compiling import PINNED, Compiled, sorting
from search_service.engines.opensearch.parts import Needed, parts_of
from search_service.grammar import parse
from search_service.query import Query, Sort, Switches, Variant, read_as
from search_service.results import TermKind

MARKINGS = {"duong": ("duong", "dương", "đường"), "ho": ("hồ",), "12": ("12",), "o": ()}


class Known:
    """Terms of an archive in which everything is in two articles."""

    def variants(self, folded: str) -> tuple[str, ...]:
        return MARKINGS.get(folded, (folded,))

    def syllable(self, term: str) -> int:
        return 0 if term == "ố" else 2

    def folded(self, syllable: str) -> int:
        return 2 if self.variants(syllable) else 0

    def word(self, term: str) -> int:
        return len(term)


def plain(text: str, **options: Any) -> Query:
    """A query without words and without a preference for recent news."""
    return replace(parse(text, **options), words=(), switches=Switches(recent=False))


def compiled(query: Query, **options: Any) -> Compiled:
    parts = parts_of(query, Known())
    return Compiled(query, parts, [1.0] * len(parts.scored), **options)


def found(query: Query, **options: Any) -> Any:
    one = compiled(query, **options)
    size = len(one.parts.stretches)
    return one.found(Needed(size, (1.0,) * size) if size else None, scored=True)


def has(field: str, feature: str) -> dict[str, Any]:
    return {"rank_feature": {"field": f"{field}.{feature}"}}


def adds(field: str, feature: str, boost: float = 2.2, pivot: float = 1.2) -> dict[str, Any]:
    saturation = {"pivot": pivot}
    name = f"{field}.{feature}"
    return {"rank_feature": {"field": name, "boost": boost, "saturation": saturation}}


def spans(field: str, *terms: str) -> dict[str, Any]:
    each = [{"span_term": {field: term}} for term in terms]
    return {"span_near": {"clauses": each, "slop": 0, "in_order": True}}


def test_marked_words_are_needed_as_they_are_and_neighbours_add() -> None:
    assert found(plain("cầu hồ")) == {
        "bool": {
            "filter": [{"bool": {"filter": [has("syllables", "cầu"), has("syllables", "hồ")]}}],
            "should": [adds("syllables", "cầu"), adds("syllables", "hồ"), adds("pairs", "cầu hồ")],
        }
    }


def test_an_unmarked_word_is_one_term_of_all_its_markings_and_says_whether_it_is_as_typed() -> None:
    exact = {"constant_score": {"filter": has("syllables", "duong"), "boost": 0.0, "_name": "x0"}}
    assert found(plain("duong")) == {
        "bool": {"filter": [has("folded", "duong")], "should": [adds("folded", "duong"), exact]}
    }


def test_what_no_article_has_as_typed_is_not_looked_for() -> None:
    assert found(plain("ho")) == {
        "bool": {"filter": [has("folded", "ho")], "should": [adds("folded", "ho")]}
    }


def test_among_marked_words_other_markings_of_an_unmarked_one_count_a_tenth() -> None:
    [_, second] = parts_of(plain("cầu duong"), Known()).stretches
    tenth = adds("folded", "duong", pivot=pytest.approx(12.0))
    assert second.sought.scored(1.0) == {
        "dis_max": {"queries": [adds("syllables", "duong"), tenth]}
    }


def test_a_marked_and_an_unmarked_neighbour_are_every_pair_there_may_be() -> None:
    [pair] = parts_of(plain("cầu duong"), Known()).extra
    each = ["cầu duong", "cầu dương", "cầu đường"]
    assert pair.sought.present == {
        "bool": {"should": [has("pairs", one) for one in each], "minimum_should_match": 1}
    }


def test_two_unmarked_neighbours_are_one_folded_pair() -> None:
    [pair] = parts_of(plain("ho duong"), Known()).extra
    assert pair.sought.present == has("folded_pairs", "ho duong")


def test_a_phrase_of_two_is_a_pair_and_of_three_is_looked_up_by_place() -> None:
    assert found(plain('"cầu hồ"')) == {
        "bool": {"filter": [has("pairs", "cầu hồ")], "should": [adds("pairs", "cầu hồ")]}
    }
    three = spans("whole.marked", "cầu", "hồ", "núi")
    assert found(plain('"cầu hồ núi"')) == {
        "bool": {
            "filter": [three],
            "should": [
                {
                    "bool": {
                        "should": [adds("pairs", "cầu hồ", 1.1), adds("pairs", "hồ núi", 1.1)],
                        "filter": [three],
                    }
                }
            ],
        }
    }


def test_a_longer_phrase_counts_by_one_of_its_pairs_where_the_rarest_is_known() -> None:
    [phrase] = parts_of(plain('"cầu hồ núi"'), Known()).phrases
    assert phrase.sought.pairs == (has("pairs", "cầu hồ"), has("pairs", "hồ núi"))
    assert phrase.sought.by_pair
    assert phrase.sought.by_pair(1).scored(1.0) == adds("pairs", "hồ núi")
    assert phrase.sought.by_pair(1).present == phrase.sought.present


def test_a_phrase_without_marks_is_looked_up_where_no_text_has_any() -> None:
    [phrase] = parts_of(plain('"ho duong nui"'), Known()).phrases
    assert phrase.sought.present == spans("whole.folded", "ho", "duong", "nui")


def leaves(tree: Any) -> int:
    """Count the parts of a request that a cluster counts."""
    if isinstance(tree, list):
        return sum(map(leaves, tree))
    if not isinstance(tree, dict):
        return 0
    own = sum(1 for name in tree if name in {"rank_feature", "span_term", "term", "exists"})
    return own + sum(map(leaves, tree.values()))


def test_no_query_has_more_parts_than_a_cluster_takes() -> None:
    class Misprinted(Known):
        def variants(self, folded: str) -> tuple[str, ...]:
            return (folded, *(f"{folded}{number}" for number in range(30)))

    free = " ".join(f"cầ{chr(97 + n)} du{chr(97 + n)}" for n in range(20))
    phrases = " ".join(f'"ho nu{chr(97 + n)} cầu do pha"' for n in range(10))
    for text in (free, phrases, f"{phrases} {free}"[:1000]):
        query = plain(text)
        parts = parts_of(query, Misprinted())
        one = Compiled(query, parts, [1.0] * len(parts.scored))
        needed = Needed(None, (1.0,) * len(parts.stretches))
        assert 20 < leaves(one.found(needed, scored=True)) < 1024


def test_an_exclusion_is_what_must_not_be() -> None:
    assert found(plain("-cầu")) == {
        "bool": {"filter": [{"match_all": {}}], "must_not": [has("syllables", "cầu")]}
    }


def test_one_field_is_searched_by_the_places_of_its_own_text() -> None:
    query = replace(plain("duong"), field="captions")
    markings = [{"span_term": {"text.captions": one}} for one in MARKINGS["duong"]]
    present = {"span_or": {"clauses": markings}}
    typed = {"span_term": {"text.captions": "duong"}}
    assert found(query) == {
        "bool": {
            "filter": [{"bool": {"filter": [{"exists": {"field": "text.captions"}}, present]}}],
            "should": [
                present,
                {"constant_score": {"filter": typed, "boost": 0.0, "_name": "x0"}},
            ],
        }
    }


def test_a_stretch_of_two_spellings_is_found_by_either_and_counts_the_better() -> None:
    query = replace(plain("ub họp"), variants=(Variant(0, 1, ("ủy", "ban")),))
    first, _ = parts_of(query, Known()).stretches
    assert first.sought.present == {
        "bool": {
            "should": [has("syllables", "ub"), has("pairs", "ủy ban")],
            "minimum_should_match": 1,
        }
    }
    assert first.sought.scored(1.0) == {
        "dis_max": {"queries": [adds("syllables", "ub"), adds("pairs", "ủy ban")]}
    }


def test_what_was_read_adds_beside_what_was_typed_and_shares_the_weight() -> None:
    parts = parts_of(read_as(plain("duong"), ("đường",)), Known())
    assert [(part.kind, part.text, part.weight) for part in parts.scored] == [
        (TermKind.SYLLABLE, "duong", 0.5),
        (TermKind.READING, "đường", 0.5),
        (TermKind.WORD, "đường", 0.4),
    ]


def test_some_of_the_words_are_enough_where_so_many_are_needed() -> None:
    one = compiled(plain("cầu hồ"))
    named = [
        {"bool": {"must": [has("syllables", text)], "_name": f"p{place}"}}
        for place, text in enumerate(("cầu", "hồ"))
    ]
    assert one.matching(Needed(1, (1.0, 1.0))) == {
        "bool": {"should": named, "minimum_should_match": 1}
    }


def test_the_weight_of_a_long_querys_words_decides() -> None:
    one = compiled(plain("cầu hồ"))
    weighed = [
        {"constant_score": {"filter": has("syllables", text), "boost": idf, "_name": f"p{place}"}}
        for place, (text, idf) in enumerate((("cầu", 2.0), ("hồ", 3.0)))
    ]
    assert one.matching(Needed(None, (2.0, 3.0))) == {
        "function_score": {
            "query": {"bool": {"should": weighed, "minimum_should_match": 1}},
            "min_score": pytest.approx(1.75, rel=1e-5),
        }
    }


def test_nothing_is_found_by_words_that_no_article_has() -> None:
    assert compiled(plain("cầu hồ")).matching(Needed(None, (0.0, 0.0))) == {"match_none": {}}


def test_recent_news_multiply_the_score_by_their_age() -> None:
    query = replace(plain("cầu"), switches=Switches())
    tree = found(query, newest=738_000)
    score = tree["function_score"]
    assert score["functions"] == [
        {
            "filter": {"exists": {"field": "aged"}},
            "exp": {"aged": {"origin": 738_000, "scale": 730, "decay": 0.5}},
            "weight": 0.1,
        },
        {"weight": 1.0},
    ]
    assert (score["score_mode"], score["boost_mode"]) == ("sum", "multiply")


def test_pins_are_found_beside_the_words_and_stand_first_in_order() -> None:
    tree = found(plain("cầu"), pins=("a", "b"))
    words, *pins = tree["bool"]["should"]
    assert words["bool"]["_name"] == "words"
    assert pins == [
        {"constant_score": {"filter": {"term": {"id": "a"}}, "boost": PINNED * 2}},
        {"constant_score": {"filter": {"term": {"id": "b"}}, "boost": PINNED}},
    ]


def test_hits_that_tie_are_ordered_by_date_then_id() -> None:
    newest = [{"moment": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
    assert sorting(plain("cầu")) == [{"_score": "desc"}, *newest]
    assert sorting(plain("")) == sorting(plain("cầu", sort=Sort.NEWEST)) == newest
    assert sorting(plain("cầu", sort=Sort.OLDEST))[0]["moment"]["order"] == "asc"


def test_a_filter_comes_after_counting_where_a_facet_is_counted_without_it() -> None:
    section, day = {"terms": {"section": ["A"]}}, {"range": {"day": {"gte": 1}}}
    one = compiled(plain(""), filters={"section": section, "date": day})
    body = search_body(one, None, {"section": section}, {})
    assert body["query"] == {"bool": {"must": [{"match_all": {}}], "filter": [day]}}
    assert body["post_filter"] == section
    assert "post_filter" not in search_body(one, None, {}, {})


def test_a_page_sorted_by_date_says_what_is_as_typed_too() -> None:
    one = compiled(plain("duong", sort=Sort.NEWEST))
    exact = {"constant_score": {"filter": has("syllables", "duong"), "boost": 0.0, "_name": "x0"}}
    assert one.found(Needed(1, (1.0,)), scored=False) == {
        "bool": {"filter": [has("folded", "duong")], "should": [exact]}
    }


def test_a_page_sorted_by_date_is_not_scored() -> None:
    query = plain("cầu", sort=Sort.NEWEST, filters=replace(parse("").filters, first=date.min))
    body = search_body(compiled(query), Needed(1, (1.0,)), {}, {})
    assert body["query"] == has("syllables", "cầu")
    assert body["track_scores"] is False
