"""Sentence spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import sentences


def texts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Trời mưa.", "Đường ngập!", "Ai đi?", "Không ai…"],
        ['Ông nói: "Tôi sẽ làm."', "Rồi ông đi."],
        ["“Thật ư?”", "Bà hỏi."],
        ["Cây cối, v.v.", "Ngoài ra còn nữa."],
        ["Giá 1.000 đồng.", "Năm 2022.", "Lúc 15.30 thì hết."],
    ],
)
def test_a_sentence_ends_at_its_sign(expected: list[str]) -> None:
    assert texts(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Họp ở TP. Hồ Chí Minh.",
        "PGS. TS. Nguyễn V. An đến.",
        "Giá tăng... và giảm.",
        "“Thật ư?” bà hỏi.",
        "1. Nội dung.",
        "Xem bao-mau.vn để biết.",
    ],
)
def test_a_title_initial_list_number_or_pause_ends_nothing(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_a_list_number_belongs_to_its_sentence() -> None:
    assert texts("1. Nội dung. 2. Kết quả.") == ["1. Nội dung.", "2. Kết quả."]


def test_a_line_break_ends_a_sentence() -> None:
    assert texts("Tuyên giáo các cấp\n\n  Tin, ảnh: Nhật Minh \r\n") == [
        "Tuyên giáo các cấp",
        "Tin, ảnh: Nhật Minh",
    ]


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from("aA1. !?…\"'”\nTP"))))
def test_sentences_cover_all_but_white_space_of_any_text(text: str) -> None:
    spans = sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert "".join("".join(texts(text)).split()) == "".join(text.split())


def test_a_megabyte_of_dots_or_sentences_is_split() -> None:
    assert texts("." * 1_000_000) == ["." * 1_000_000]
    assert len(texts("Hết. " * 200_000)) == 200_000
