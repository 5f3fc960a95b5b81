"""What a typed syllable may have been, and what each slip costs."""

from __future__ import annotations

import pytest

from search_service.engines.base import Engine
from search_service.spelling.readings import (
    GLUED,
    KEYS,
    LEFT_OUT,
    NOWHERE,
    SLIP,
    SOUNDS_ALIKE,
    STRAY_KEYS,
    WRONG_MARK,
    as_typed,
    mended,
    unslipped,
)
from search_service.spelling.viterbi import UNKNOWN


def costs(
    engine: Engine, token: str, *, marks: bool = False, keys: bool = False, letters: bool = True
) -> dict[str, float]:
    """Return the least cost of each reading of the whole of *token*."""
    found: dict[str, float] = {}
    for reading in mended(engine.spelling(), token, 0, marks=marks, keys=keys, letters=letters):
        if (reading.start, reading.stop) == (0, len(token)):
            text = reading.spelling.text
            found[text] = min(reading.cost, found.get(text, reading.cost))
    return found


def test_a_syllable_of_the_archive_is_known_by_a_number(engine: Engine) -> None:
    assert as_typed(engine.spelling(), "lúa").number >= 0
    assert as_typed(engine.spelling(), "lùa") == ("lùa", UNKNOWN, 0)


def test_what_is_typed_without_marks_may_have_any(engine: Engine) -> None:
    readings = unslipped(engine.spelling(), "so", 3, marks=False)
    assert {(r.start, r.stop, r.spelling.text, r.cost) for r in readings} == {
        (3, 5, "so", NOWHERE), (3, 5, "số", 0.0),
    }  # fmt: skip


def test_a_writer_of_marks_seldom_leaves_them_out(engine: Engine) -> None:
    readings = unslipped(engine.spelling(), "so", 0, marks=True)
    assert [r.cost for r in readings if r.spelling.text == "số"] == [LEFT_OUT]


def test_what_is_typed_with_marks_has_those(engine: Engine) -> None:
    [reading] = unslipped(engine.spelling(), "lúa", 0, marks=True)
    assert (reading.spelling.text, reading.cost) == ("lúa", 0.0)


@pytest.mark.parametrize("typed", ["chuyn", "chuyenn", "chuyem", "chuyne", "chhuyen"])
def test_one_slip_in_the_letters_has_one_price(engine: Engine, typed: str) -> None:
    assert costs(engine, typed)["chuyển"] == SLIP


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nua", "lúa"), ("chong", "trồng"), ("xo", "số"), ("dao", "giáo"), ("tyn", "tin")],
)
def test_what_sounds_alike_costs_less_than_a_slip(engine: Engine, typed: str, meant: str) -> None:
    assert costs(engine, typed)[meant] == SOUNDS_ALIKE < SLIP


def test_every_wrong_mark_costs(engine: Engine) -> None:
    assert costs(engine, "lĩnh", marks=True)["lĩnh"] == 0
    assert costs(engine, "lỉnh", marks=True)["lĩnh"] == WRONG_MARK
    assert costs(engine, "đăk", marks=True)["đắk"] == WRONG_MARK
    assert costs(engine, "đàk", marks=True)["đắk"] == 2 * WRONG_MARK


def test_keys_cost_little_in_a_query_of_keys(engine: Engine) -> None:
    assert costs(engine, "lawsk", keys=True)["lắk"] == KEYS
    assert costs(engine, "lawsk")["lắk"] == STRAY_KEYS


def test_without_letters_only_marks_keys_and_gaps_are_mended(engine: Engine) -> None:
    assert "chuyển" not in costs(engine, "chuyn", letters=False)
    assert costs(engine, "chuyen", letters=False)["chuyển"] == 0


def test_glued_syllables_are_read_apart(engine: Engine) -> None:
    readings = mended(engine.spelling(), "giaoduc", 10, marks=False, keys=False, letters=True)
    pieces = {(r.start, r.stop, r.spelling.text): r.cost for r in readings}
    assert pieces[10, 14, "giáo"] == pieces[14, 17, "dục"] == GLUED


def test_a_syllable_is_not_torn_apart(engine: Engine) -> None:
    readings = mended(engine.spelling(), "giao", 0, marks=False, keys=False, letters=True)
    assert {(r.start, r.stop) for r in readings} == {(0, 4)}


def test_long_runs_and_other_scripts_are_left_alone(engine: Engine) -> None:
    for token in ("x" * 64, "日本語", "2022", "a1b2c3d4e5f6"):
        assert costs(engine, token) == {token: NOWHERE}
