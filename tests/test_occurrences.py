"""What counts as an occurrence of a query's words."""

from __future__ import annotations

import pytest

from search_service.grammar import parse
from search_service.occurrences import Wanted
from search_service.vietnamese.scanning import Scan


def found(query: str, *texts: str) -> list[list[str]]:
    several = Wanted.of(parse(query)).find(*map(Scan, texts))
    return [
        [text[one.start : one.end] for one in occurrences]
        for text, occurrences in zip(texts, several, strict=True)
    ]


def test_words_side_by_side_are_one_occurrence_in_any_order() -> None:
    assert found("tỉnh ủy đắk lắk", "Đắk Lắk tỉnh ủy, tỉnh ủy") == [["Đắk Lắk tỉnh ủy", "tỉnh ủy"]]


@pytest.mark.parametrize(
    ("text", "occurrences"),
    [("Thừa Thiên - Huế", 1), ("Thừa Thiên-Huế", 1), ("Thừa\u00a0Thiên  Huế", 1),
     ("Thừa Thiên, Huế", 2), ("Thừa Thiên. Huế", 2), ("Thừa Thiên\nHuế", 2)],
)  # fmt: skip
def test_signs_and_lines_part_words_and_hyphens_do_not(text: str, occurrences: int) -> None:
    assert len(found("thừa thiên huế", text)[0]) == occurrences


def test_beside_marked_words_an_unmarked_one_is_itself_where_the_article_has_it() -> None:
    assert found("ủy ban", "Ủy ban họp, bàn bạc") == [["Ủy ban"]]
    assert found("tỉnh dak lak", "Tỉnh Đắk Lắk") == [["Tỉnh Đắk Lắk"]]
    assert found("ban", "Bàn với ban") == [["Bàn", "ban"]]


def test_lone_words_do_not_count_where_they_stand_together_elsewhere() -> None:
    text = "Ủy ban nhân dân tỉnh họp. Dân hỏi, nhân dân bàn. Ủy ban nhân dân xã nghe tỉnh nói."
    assert found("ủy ban nhân dân tỉnh", text) == [["Ủy ban nhân dân tỉnh", "Ủy ban nhân dân"]]


def test_elsewhere_may_be_another_text_of_the_article() -> None:
    assert found("nhân dân", "Dân ta", "Nhân dân ta") == [[], ["Nhân dân"]]
    assert found("nhân dân", "Dân ta", "Nhân ái") == [["Dân"], ["Nhân"]]


def test_words_that_never_stand_together_count_each() -> None:
    assert found("lũ bão", "Lũ về, bão tan, lũ rút") == [["Lũ", "bão", "lũ"]]


def test_half_of_the_words_side_by_side_count_beside_all_of_them() -> None:
    assert found("tỉnh ủy đắk lắk", "Tỉnh ủy Đắk Lắk, ở Đắk Lắk") == [
        ["Tỉnh ủy Đắk Lắk", "Đắk Lắk"]
    ]


def test_a_phrase_counts_as_a_whole_also_across_signs() -> None:
    text = "Hội nghị, tập huấn. Hội nghị sau, tập huấn sau."
    assert found('"hội nghị tập huấn"', text) == [["Hội nghị, tập huấn"]]


def test_a_phrase_counts_however_many_words_stand_together_elsewhere() -> None:
    text = "Lũ quét ở xã Ea Kar. Xã Ea Kar có lũ quét."
    assert found('xã ea kar có "lũ quét"', text) == [
        ["Lũ quét", "xã Ea Kar", "Xã Ea Kar có lũ quét"]
    ]


def test_unmarked_words_are_every_marking_of_themselves_and_marked_ones_are_not() -> None:
    assert found("duong", "Đường, dương, duong") == [["Đường", "dương", "duong"]]
    assert found("dương", "Đường, dương, duong") == [["dương"]]
    assert found('"gia lúa"', "giá lúa, giá lụa") == [["giá lúa"]]
