"""How many persons of one name are to be expected."""

from __future__ import annotations

import pytest

from search_service.identity.commonness import Commonness

NAMES = ["lê-văn-an", "lê-văn-ba", "lê-thị-an", "trần-văn-an", "lê-an", "donald-selmak", "durmont"]


def test_a_name_is_as_common_as_its_syllables() -> None:
    commonness = Commonness(NAMES)
    # 5 names: 4 of 5 begin with lê, 4 of 5 end in an, 3 of 4 middle names are văn, 4 have three.
    assert commonness.expected("lê-văn-an") == pytest.approx(4 * 0.8 * 0.8 * 0.75)
    assert commonness.expected("lê-an") == pytest.approx(1 * 0.8 * 0.8)
    assert commonness.expected("trần-thị-ba") < commonness.expected("trần-văn-ba")


def test_of_other_names_nothing_is_known() -> None:
    commonness = Commonness(NAMES)
    assert commonness.expected("donald-selmak") == commonness.expected("lê") == 0
    assert Commonness([]).expected("lê-văn-an") == 0
