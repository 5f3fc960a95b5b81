"""Marks put back and slips mended in a run of syllables."""

from __future__ import annotations

from search_service.engines.base import Engine
from search_service.spelling.mending import MOST, mend, restore


def mended(engine: Engine, text: str, *, everywhere: bool = False) -> str:
    return " ".join(mend(engine.spelling(), text.split(), everywhere=everywhere))


def test_marks_are_chosen_by_the_neighbours(engine: Engine) -> None:
    model = engine.spelling()
    assert restore(model, ["gia", "lua"]) == ["giá", "lúa"]
    assert restore(model, ["tuyen", "giao", "dak", "lak"]) == ["tuyên", "giáo", "đắk", "lắk"]


def test_what_the_archive_does_not_have_stays_as_typed(engine: Engine) -> None:
    assert restore(engine.spelling(), ["dak", "lak", "xqzw"]) == ["đắk", "lắk", "xqzw"]


def test_what_the_archive_writes_without_marks_stays_so(engine: Engine) -> None:
    assert restore(engine.spelling(), ["ea", "kar"]) == ["ea", "kar"]


def test_only_a_syllable_strange_to_its_neighbours_is_looked_at(engine: Engine) -> None:
    assert mended(engine, "tỉnh ủy đắk lắk chuyển đổi sô") == "tỉnh ủy đắk lắk chuyển đổi số"
    assert mended(engine, "tỉnh ủy đắk lắk") == "tỉnh ủy đắk lắk"


def test_one_syllable_may_become_several(engine: Engine) -> None:
    model = engine.spelling()
    assert mend(model, ["tuyengiao", "đắk", "lắk"], everywhere=False)[0] == "tuyên giáo"


def test_keys_of_an_input_method_are_read_everywhere_once_one_syllable_shows_them(
    engine: Engine,
) -> None:
    assert mended(engine, "giaos ddawsk") == "giáo đắk"


def test_letters_are_not_exchanged_where_too_much_is_doubtful(engine: Engine) -> None:
    few = ["chuyn", *["đổi", "số"]]
    many = [*few, *["xqzw"] * MOST]
    assert mend(engine.spelling(), few, everywhere=False)[0] == "chuyển"
    assert mend(engine.spelling(), many, everywhere=False)[0] == "chuyn"
