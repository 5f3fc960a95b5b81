"""Which other spellings a query has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.newsroom.variants import Spellings
from search_service.query import Switches

SHIPPED = Newsroom(Path("there-is-none")).spellings(())
TABLE = Spellings({"QS": ("quân sự", "quan sát"), "ABC": ("anh ba cao",), "A.B.C": ("anh ba cao",)})


def printed(text: str, spellings: Spellings = SHIPPED, **options: Any) -> tuple[str, ...]:
    return spellings.printed(spellings.of(parse(text, **options)))


def test_an_abbreviation_is_written_out_and_a_long_form_abbreviated() -> None:
    assert printed("UBND tỉnh") == ("Ủy ban nhân dân",)
    assert printed("Ủy ban nhân dân tỉnh") == ("UBND",)


@pytest.mark.parametrize("text", ["uy ban nhan dan", "ủy ban nhan dan", "ỦY BAN NHÂN DÂN"])
def test_marks_may_be_left_out_and_case_is_free(text: str) -> None:
    assert printed(text) == ("UBND",)
    assert printed("dbscl") == ("Đồng bằng sông Cửu Long",)


def test_other_marks_are_another_word() -> None:
    assert printed("ủy bàn nhân dân") == ()


def test_the_city_has_one_set_of_spellings() -> None:
    spellings = {"TP.HCM", "TPHCM", "TP HCM", "Tp. Hồ Chí Minh", "thành phố Hồ Chí Minh"}
    groups = set()
    for text in spellings:
        query = SHIPPED.of(parse(text))
        assert query.distinct == 1
        groups.add(frozenset({query.tokens, *(one.tokens for one in query.variants)}))
    assert len(groups) == 1
    assert printed("Sài Gòn") == ()


@pytest.mark.parametrize("text", ["BCH", "bch họp", "TS", "tt", "hà", "la", "cp", "bks", "ca"])
def test_what_means_several_things_stays_as_it_is(text: str) -> None:
    assert printed(text) == ()


def test_a_neighbour_may_decide() -> None:
    assert "Ban Chấp hành Trung ương" in printed("BCH Trung ương Đảng")


@pytest.mark.parametrize("text", ['"UBND tỉnh"', '"UBND"', 'tỉnh "UBND"', "-UBND", "người:UBND"])
def test_what_is_quoted_excluded_or_a_filter_is_literal(text: str) -> None:
    assert printed(text) == ()


def test_a_free_word_beside_a_quoted_one_is_free() -> None:
    assert SHIPPED.of(parse('"tỉnh" UBND "UBND"')).variants[0].start == 1


def test_none_is_looked_up_for_a_query_that_wants_none() -> None:
    assert printed("UBND", switches=Switches(variants=False)) == ()


def test_the_longest_stretch_counts() -> None:
    query = SHIPPED.of(parse("thành phố Hồ Chí Minh"))
    assert {(one.start, one.stop) for one in query.variants} == {(0, 5)}


def test_spellings_of_one_long_form_stand_for_each_other() -> None:
    assert printed("abc", TABLE) == ("anh ba cao", "A.B.C")
    assert printed("anh ba cao", TABLE) == ("ABC", "A.B.C")


def test_an_abbreviation_of_several_long_forms_is_none_of_theirs() -> None:
    assert printed("QS", TABLE) == ("quân sự", "quan sát")
    assert printed("quân sự", TABLE) == ()


def test_a_changed_file_changes_the_spellings(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    assert printed("XYZQ", newsroom.spellings(())) == ()
    (tmp_path / "abbreviations.tsv").write_text("XYZQ\txe yên zắc quẩy\n", encoding="utf-8")
    assert printed("XYZQ", newsroom.spellings(())) == ("xe yên zắc quẩy",)


def test_unchanged_spellings_are_put_together_once(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)
    mined = ()
    assert newsroom.spellings(mined) is newsroom.spellings(mined)


@pytest.fixture(scope="module")
def engine(sample_archive: Any) -> Engine:
    return sample_archive.engine()


PIECES = [
    "UBND", "Ủy ban nhân dân", "uy ban nhan dan", "HTX", "hợp tác xã", "tỉnh", "xã", '"UBND"', "TP",
    "thành phố", "đường", "doanh nghiệp", "DN", "họp", "-lúa", "giá", "nông dân", "bác sĩ", "BS",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join))
def test_without_variants_nothing_is_found_that_has_the_words_side_by_side_besides(
    engine: Engine, text: str
) -> None:
    query = SHIPPED.of(parse(text, size=100))
    together = [query.tokens[start:stop] for start, stop in query.stretches]
    phrases = [f'"{" ".join(tokens)}"' for tokens in together if len(tokens) > 1]
    literal = engine.search(
        parse(" ".join([text, *phrases]), size=100, switches=Switches(variants=False))
    )
    if not literal.relaxed:
        found = {hit.document.article.id for hit in engine.search(query).hits}
        assert {hit.document.article.id for hit in literal.hits} <= found
