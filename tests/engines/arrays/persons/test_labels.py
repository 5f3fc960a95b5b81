"""Labels are found by any of their syllables, with or without marks."""

from __future__ import annotations

import random

import numpy as np
import pytest

from search_service.engines.arrays.persons.labels import Labels
from search_service.vietnamese import fold, syllables

NAMES = ["Lê Hải Bằng", "Lê Hải Bang", "Hoàng Đình Trác", "Trần Bằng Hải", "Jonas O'Berg"]
KNOWN = Labels(enumerate(NAMES), len(NAMES))


def found(text: str) -> list[str]:
    return [NAMES[place] for place in np.flatnonzero(KNOWN.like(text))]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hải", ["Lê Hải Bằng", "Lê Hải Bang", "Trần Bằng Hải"]),
        ("bằng", ["Lê Hải Bằng", "Trần Bằng Hải"]),
        ("bang", ["Lê Hải Bằng", "Lê Hải Bang", "Trần Bằng Hải"]),
        ("bang hai", ["Lê Hải Bằng", "Lê Hải Bang", "Trần Bằng Hải"]),
        ("le bằng", ["Lê Hải Bằng"]),
        ("HOÀNG đ", ["Hoàng Đình Trác"]),
        ("hoàng đ", ["Hoàng Đình Trác"]),
        ("dinh", ["Hoàng Đình Trác"]),
        ("din trac", []),
        ("bawngf", ["Lê Hải Bằng", "Trần Bằng Hải"]),
        ("berg", ["Jonas O'Berg"]),
        ("bẳng", []),
        ("zzz", []),
        ("  ", []),
    ],
)
def test_a_label_is_found_by_what_it_has(typed: str, names: list[str]) -> None:
    assert found(typed) == names


def test_a_thing_is_found_under_each_of_its_labels() -> None:
    known = Labels([(0, "Hồ Sỹ Lực"), (0, "Hồ Sĩ Lực"), (2, "Lực")], 3)
    assert known.like("sĩ").tolist() == [True, False, False]
    assert known.like("luc").tolist() == [True, False, True]


def test_unmarked_syllables_find_what_a_look_at_every_label_finds() -> None:
    choose = random.Random(1)
    parts = ["lê", "lế", "hải", "hai", "bằng", "bàng", "đỗ", "do", "an", "ân", "anh"]
    labels = [" ".join(choose.choices(parts, k=3)) for _ in range(300)]
    known = Labels(enumerate(labels), len(labels))
    for _ in range(50):
        first, last = choose.sample(parts, 2)
        typed = f"{fold(first)} {fold(last)[:2]}"
        wanted = [
            fold(first) in (own := [fold(one) for one in syllables(label)])
            and any(one.startswith(fold(last)[:2]) for one in own)
            for label in labels
        ]
        assert known.like(typed).tolist() == wanted, typed


def test_there_may_be_no_labels() -> None:
    assert Labels([], 0).like("lê").tolist() == []
