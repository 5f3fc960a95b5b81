"""When another text is offered, and which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.query import MAX_CHARACTERS, Filters
from search_service.spelling import corrected, likely
from search_service.vietnamese import syllables


def offered(engine: Engine, text: str, filters: Filters | None = None) -> str | None:
    query = likely(engine, parse(text, filters=filters, size=0))
    return corrected(engine, query, engine.search(query))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chuyển đổi số", None),
        ("chuyển đổi sô", "chuyển đổi số"),
        ("chuyển đỏi số", "chuyển đổi số"),
        ("chuyn đổi số", "chuyển đổi số"),
        ("chuyển đổii số", "chuyển đổi số"),
        ("chuyển dổi số", "chuyển đổi số"),
        ("lỉnh vực", "lĩnh vực"),
        ("trồng chọt", "trồng trọt"),
        ("chuyeern ddooir soos", "chuyển đổi số"),
        ("chuye6n3 d9o6i3 so61", "chuyển đổi số"),
        ("ddawsk lawsk", "đắk lắk"),
        ("tuyengiao", "tuyên giáo"),
        ("chuyendoiso", "chuyển đổi số"),
        ("chuyen doi so", "chuyển đổi số"),
        ("nguyen van thnah", "nguyễn văn thanh"),
    ],
)
def test_what_was_meant_is_offered(engine: Engine, typed: str, meant: str | None) -> None:
    assert offered(engine, typed) == meant


def test_a_query_as_the_archive_writes_it_is_offered_nothing(engine: Engine) -> None:
    for text in ("Nguyễn Văn Thanh", "giá lúa", "đường", "Ban Tuyên giáo", "12 km", "Ea Kar"):
        assert offered(engine, text) is None, text


def test_a_long_query_is_mended_although_it_finds_articles(engine: Engine) -> None:
    text = "Ban Tuyên giáo Tỉnh ủy Đắk Lắk tập huấn chuyển đổii số"
    assert engine.search(parse(text)).relaxed
    assert offered(engine, text) == "Ban Tuyên giáo Tỉnh ủy Đắk Lắk tập huấn chuyển đổi số"


def test_the_name_of_a_person_gets_its_marks(engine: Engine) -> None:
    assert offered(engine, "pham thu ha") == "phạm thu hà"


def test_capitals_stay_where_they_were(engine: Engine) -> None:
    assert offered(engine, "Chuyen Doi so") == "Chuyển Đổi số"
    assert offered(engine, "DDAWSK LAWSK") == "ĐẮK LẮK"
    assert offered(engine, "Tuyengiao") == "Tuyên Giáo"


def test_signs_between_the_words_stay(engine: Engine) -> None:
    assert offered(engine, "  chuyen   doi, so!") == "  chuyển   đổi, số!".strip()


def test_phrases_exclusions_and_filters_stay_as_typed(engine: Engine) -> None:
    assert offered(engine, '"dak lak" chuyen doi so -bong') == '"dak lak" chuyển đổi số -bong'
    assert offered(engine, "chuyen doi so muc:thoi_su") == "chuyển đổi số muc:thoi_su"
    assert offered(engine, '"chuyn doi"') is None


def test_what_finds_nothing_under_the_same_filters_is_not_offered(engine: Engine) -> None:
    assert offered(engine, "chuyen doi so", Filters(sections=("Kinh tế",))) == "chuyển đổi số"
    assert offered(engine, "chuyen doi so", Filters(sections=("Thể thao",))) is None


def test_nothing_near_offers_nothing(engine: Engine) -> None:
    for text in ("", "  ", "xqzw", "!!", "12345", "-bóng", "日本語", "\ud800"):
        assert offered(engine, text) is None, text


def test_a_correction_too_long_to_be_a_query_is_not_offered(engine: Engine) -> None:
    text = "tuyengiao " + "x" * (MAX_CHARACTERS - len("tuyengiao "))
    assert offered(engine, text) is None


WORDS = [
    "chuyen",
    "doi",
    "so",
    "chuyển",
    "đổi",
    "số",
    "dak",
    "lak",
    "đắk",
    "ddawsk",
    "tuyengiao",
    "lua",
    "giá",
    "thnah",
    "12",
    "Ea",
    "-x",
    "xqz",
]


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=30))
def test_an_offer_is_another_text_that_finds_articles_under_the_same_filters(
    engine: Engine, text: str
) -> None:
    filters = Filters(sections=("Kinh tế",))
    offer = offered(engine, text, filters)
    if offer is not None:
        assert syllables(offer) != syllables(text)
        assert engine.search(parse(offer, filters=filters)).total > 0
