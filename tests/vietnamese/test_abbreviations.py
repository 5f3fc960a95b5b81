"""Abbreviations that a text explains."""

from __future__ import annotations

import pytest

from search_service.vietnamese import definitions


@pytest.mark.parametrize(
    ("text", "short", "form"),
    [
        ("Hôm qua Ủy ban nhân dân (UBND) tỉnh họp.", "UBND", "Ủy ban nhân dân"),
        ("Hôm qua UBND (Ủy ban nhân dân) tỉnh họp.", "UBND", "Ủy ban nhân dân"),
        ("Sở Giáo dục và Đào tạo (GD&ĐT) cho biết", "GD&ĐT", "Giáo dục và Đào tạo"),
        ("Sở Giáo dục và Đào tạo (GDĐT) cho biết", "GDĐT", "Giáo dục và Đào tạo"),
        ("ngành Lao động - Thương binh và Xã hội (LĐ-TB&XH)", "LĐ-TB&XH",
         "Lao động - Thương binh và Xã hội"),
        ("bà Lan, thạc sĩ (ThS) ngành Dược", "ThS", "thạc sĩ"),
        ("danh hiệu nghệ sĩ ưu tú (NSƯT)", "NSƯT", "nghệ sĩ ưu tú"),
        ("Văn hóa, Thể thao và Du lịch (VHTTDL)", "VHTTDL", "Văn hóa, Thể thao và Du lịch"),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_explains_what_stands_before(
    text: str, short: str, form: str
) -> None:
    assert definitions(text) == [(short, form)]


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân (HĐND) tỉnh",
        "ban nhân dân (UBND) tỉnh",
        "Hội đồng nhân dân (HDND) tỉnh",
        "ông Nguyễn Văn An (Đắk Lắk) nói",
        "Ủy ban. Nhân dân (UBND) tỉnh",
        "lần thứ nhất (I) và thứ hai (II)",
        "hội thảo UBND (do ủy ban nhân dân mời)",
        "() (A) (ABC)",
    ],
)
def test_what_does_not_fit_explains_nothing(text: str) -> None:
    assert definitions(text) == []


def test_each_is_told_once_a_text() -> None:
    assert len(definitions("Hợp tác xã (HTX) này. hợp tác xã (HTX) kia. HTX (hợp tác xã).")) == 1


def test_a_long_text_without_end_is_read_in_time() -> None:
    assert definitions("A" * 100_000 + "(" * 1_000 + "A-" * 50_000 + " (A" * 10_000) == []
