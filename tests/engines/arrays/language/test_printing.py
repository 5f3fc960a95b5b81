"""How phrases are shown: as the articles print them."""

from __future__ import annotations

from search_service.engines.arrays.language.phrases import Phrase
from search_service.engines.arrays.language.printing import named, spelt


def shown(syllables: str, *texts: str) -> list[tuple[str, int]]:
    words = tuple(syllables.split())
    places = tuple((number, 0, 1) for number in range(len(texts)))
    return list(spelt([Phrase(words, 9, places)], lambda number: [texts[number]]))


def test_a_phrase_is_shown_as_it_is_printed_most_often() -> None:
    texts = ("ở Đà Nẵng", "Ở đà nẵng", "từ Đà Nẵng")
    assert shown("đà nẵng", "ở Đà Nẵng", "từ Đà Nẵng") == [("Đà Nẵng", 9)]
    assert shown("covid 19", "dịch COVID-19", "dịch Covid-19", "do COVID-19") == [("COVID-19", 9)]
    assert shown("đà nẵng", *texts) == [("Đà Nẵng", 9)]


def test_the_capital_that_begins_a_sentence_is_not_the_phrases() -> None:
    assert shown(
        "chuyển đổi số", "xong. Chuyển đổi số", "là Chuyển đổi số", "về chuyển đổi số"
    ) == [("chuyển đổi số", 9)]


def test_what_is_parted_by_a_comma_is_no_phrase() -> None:
    assert shown("lúa mì", "trồng lúa, mì") == []


def test_every_part_of_a_name_is_known_with_its_articles() -> None:
    assert named([("Lê Hải Bình", 2), ("Trần Hải Bình", 3)]) == {
        "lê hải": 2, "lê hải bình": 2, "hải bình": 5, "trần hải": 3, "trần hải bình": 3,
    }  # fmt: skip
