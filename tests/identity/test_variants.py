"""One role in the ways in which it is printed."""

from __future__ import annotations

import pytest

from search_service.identity.variants import NEAR, merged


def usual(*printed: str) -> list[str]:
    return sorted(role.usual for role in merged((text, 100) for text in printed))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phó Giám đốc Sở Y tế Lâm Giang", "phó giám đốc Sở Y tế tỉnh Lâm Giang"),
        ("Chủ tịch UBND TP Vĩnh Hà", "Chủ tịch Ủy ban nhân dân thành phố Vĩnh Hà"),
        ("Bộ trưởng Bộ Y tế", "Bộ trưởng Y tế"),
        ("ca sĩ", "nữ ca sỹ"),
        ("HLV", "huấn luyện viên"),
        ("Giám đốc Công an tỉnh", "Giám đốc Công an tỉnh Lâm Giang"),
    ],
)
def test_two_ways_to_print_a_role_are_one(one: str, other: str) -> None:
    assert len(usual(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Giám đốc Sở Y tế", "Phó Giám đốc Sở Y tế"),
        ("Giám đốc Sở Y tế", "nguyên Giám đốc Sở Y tế"),
        ("Phó Chủ tịch UBND tỉnh", "Phó Chủ tịch Thường trực UBND tỉnh"),
        ("Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ"),
    ],
)
def test_two_roles_stay_two(one: str, other: str) -> None:
    assert len(usual(one, other)) == 2


def test_a_role_goes_by_what_is_printed_most_often_and_keeps_every_day() -> None:
    (role,) = merged([("Thủ môn", 3), ("thủ môn", 9), ("thủ môn", 0), ("thủ môn", 5)])
    assert role.usual == "thủ môn"
    assert sorted(role.days) == [0, 3, 5, 9]
    assert role.printed == {"thủ môn": 3, "Thủ môn": 1}


def test_a_role_that_leaves_words_out_is_the_fuller_one_only_about_the_same_time() -> None:
    full, bare = "Giám đốc Công ty Hoành Lâm", "Giám đốc"
    assert len(merged([(full, 1000), (bare, 1000 + NEAR)])) == 1
    assert len(merged([(full, 1000), (bare, 1001 + NEAR)])) == 2
