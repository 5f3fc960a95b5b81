"""Terms are numbered in UTF-8 order and found by themselves and by their unmarked form."""

from __future__ import annotations

from pathlib import Path

from search_service.engines.arrays.lexicon import Lexicon
from search_service.vietnamese import fold

TERMS = ["đường", "lũ", "dương", "duong", "việt_nam", "lu", "19"]


def test_a_term_is_found_by_the_number_it_was_given(tmp_path: Path) -> None:
    numbers = Lexicon.write(tmp_path, TERMS)
    lexicon = Lexicon(tmp_path)
    assert len(lexicon) == len(TERMS)
    assert sorted(numbers) == list(range(len(TERMS)))
    for term, number in zip(TERMS, numbers, strict=True):
        assert lexicon.find(term) == number
        assert lexicon[int(number)] == term
    assert lexicon.find("đuong") is None


def test_terms_stand_in_utf8_order(tmp_path: Path) -> None:
    Lexicon.write(tmp_path, TERMS)
    lexicon = Lexicon(tmp_path)
    stored = [lexicon[number] for number in range(len(lexicon))]
    assert stored == sorted(TERMS, key=str.encode)


def test_the_variants_of_an_unmarked_form_are_all_its_markings_and_itself(tmp_path: Path) -> None:
    Lexicon.write(tmp_path, TERMS)
    lexicon = Lexicon(tmp_path)
    for folded in map(fold, TERMS):
        found = {lexicon[number] for number in lexicon.variants(folded)}
        assert found == {term for term in TERMS if fold(term) == folded}
    assert lexicon.variants("xyzzy") == ()
    assert lexicon.variants("đường") == ()


def test_a_lexicon_may_be_empty(tmp_path: Path) -> None:
    assert len(Lexicon.write(tmp_path, [])) == 0
    assert Lexicon(tmp_path).find("lũ") is None
    assert Lexicon(tmp_path).variants("lu") == ()


def test_many_forms_are_looked_up_at_once(tmp_path: Path) -> None:
    Lexicon.write(tmp_path, [*TERMS, "nghiêng", "x" * 20])
    asked = ["lu", "duong", "luu", "duon", "nghieng", "viet", "x" * 13]
    lexicon = Lexicon(tmp_path)
    assert lexicon.written(asked) == [form for form in asked if lexicon.variants(form)]
    assert lexicon.written(asked) == ["lu", "duong", "nghieng"]


def test_an_empty_lexicon_has_none_of_many_forms(tmp_path: Path) -> None:
    Lexicon.write(tmp_path, [])
    assert Lexicon(tmp_path).written(["lu", "duong"]) == []
