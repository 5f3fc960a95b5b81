from __future__ import annotations

import pytest

from search_service.readers.paragraphs import is_credited, read_credit, sort_paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "Bến đò buổi sớm. (Ảnh: HT)",
        "Bến đò buổi sớm. Ảnh: Hoàng Thảo.",
        "Bến đò buổi sớm - Ảnh: Hoàng Thảo",
        "Bến đò buổi sớm Ảnh: Hoàng Thảo",
        "Bến đò buổi sớm. (Nguồn ảnh: TTXVN)",
        "Bến đò buổi sớm. (ảnh minh họa: HT)",
    ],
)
def test_a_description_with_a_credit_at_its_end_is_a_caption(text):
    assert is_credited(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bến đò buổi sớm.",
        "Ảnh: Hoàng Thảo",
        "Ông chụp nhiều ảnh: bến đò, con thuyền. Rồi ông về.",
        "Cuộc thi ảnh kéo dài một tháng.",
    ],
)
def test_other_paragraphs_are_not(text):
    assert not is_credited(text)


def test_a_credit_on_a_line_of_its_own_belongs_to_the_caption_above():
    parts = sort_paragraphs(["Một.", "Bến đò", "Bến đò", "Ảnh: HT", "Hai."], doubled=True)
    assert parts.captions == ["Bến đò Ảnh: HT"]
    assert parts.body == ["Một.", "Hai."]


def test_repeated_paragraphs_are_text_where_no_alternative_texts_stand():
    assert sort_paragraphs(["Điệp khúc.", "Điệp khúc."]).body == ["Điệp khúc.", "Điệp khúc."]


def test_the_only_paragraph_is_never_taken_for_a_byline():
    parts = sort_paragraphs(["Theo dự báo"])
    assert parts.body == ["Theo dự báo"]
    assert parts.author is None


@pytest.mark.parametrize(
    "text", ["Hết.", "Theo ông An, giá sẽ tăng: đó là điều tốt.", "Mời bạn đọc đón xem", "Hết"]
)
def test_a_last_line_of_text_names_nobody(text):
    assert read_credit(text) is None
