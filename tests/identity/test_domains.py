"""What roles are about, how far apart that is, and what they are called in few words."""

from __future__ import annotations

import pytest

from search_service.identity.domains import Distance, distance, domains_of, short_role


@pytest.mark.parametrize(
    ("role", "domains"),
    [
        ("HLV trưởng đội Lâm Giang", {"sport"}),
        ("nữ ca sỹ", {"stage"}),
        ("Chủ tịch UBND xã Khe Mít", {"commune"}),
        ("nông dân", {"labour"}),
        ("Chủ tịch Hội Nông dân huyện", {"office"}),
        ("Thứ trưởng Bộ Y tế", {"national", "office"}),
        ("chuyên gia", set()),
    ],
)
def test_a_role_has_the_domains_of_its_words(role: str, domains: set[str]) -> None:
    assert domains_of(role) == domains


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("cầu thủ", "Bí thư Huyện ủy", Distance.CONFLICT),
        ("ca sĩ", "Giám đốc Công an tỉnh", Distance.CONFLICT),
        ("Chủ tịch UBND phường Bến Tượng", "Bộ trưởng Tư pháp", Distance.CONFLICT),
        ("cầu thủ", "Tổng giám đốc công ty", Distance.REMOTE),
        ("cầu thủ", "HLV", Distance.NEAR),
        ("Giám đốc Công an tỉnh", "Chủ tịch UBND tỉnh", Distance.NEAR),
        ("bác sĩ", "Giám đốc Sở Y tế", Distance.NEAR),
        ("NSND, đại biểu, Bí thư Đảng ủy nhà hát", "ca sĩ", Distance.NEAR),
        ("chuyên gia", "cầu thủ", Distance.NEAR),
    ],
)
def test_roles_are_as_far_apart_as_their_domains(one: str, other: str, apart: Distance) -> None:
    assert distance(domains_of(one), domains_of(other)) is apart
    assert distance(domains_of(other), domains_of(one)) is apart


@pytest.mark.parametrize(
    ("role", "short"),
    [
        ("Phó Chủ tịch Thường trực UBND tỉnh Lâm Giang", "Phó Chủ tịch"),
        ("nguyên Giám đốc Sở Nội vụ", "Giám đốc"),
        ("người trông coi ngôi đền cổ", "người trông coi"),
        ("HLV", "HLV"),
    ],
)
def test_a_role_in_few_words_is_its_head(role: str, short: str) -> None:
    assert short_role(role) == short
