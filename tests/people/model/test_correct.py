"""Names that the chains find or refuse, and where the rules stay in charge."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from search_service.people import Person, find_people

ARTICLE = (
    "HLV Durmont sẽ không gọi Karsten\n"
    "Tiền đạo Erik Karsten không có tên trong danh sách. Durmont nói Karsten còn đau. Ông Lê Khắc "
    "Nhàn, Chủ tịch câu lạc bộ, cho biết: Karsten sẽ trở lại. Chủ tịch Nhàn tin Durmont."
)


def names(text: str) -> list[str]:
    return [person.name for person in find_people(text)]


def found_in(text: str) -> tuple[Person, ...]:
    return find_people(text)


@pytest.mark.parametrize("text", ["Chị Sen kể về mùa cá.", "Hôm qua chị Sen bán hết cá."])
def test_an_honorific_decides_in_the_shortest_text(text: str) -> None:
    assert names(text) == ["Sen"]


def test_the_first_syllable_of_a_longer_word_is_no_name() -> None:
    text = "Đỗ Quang Tài bị bắt. Ông Tài khai hết. Bộ Tài chính chưa nói gì."
    (person,) = find_people(text)
    assert [mention.text for mention in person.mentions] == ["Đỗ Quang Tài", "Tài"]


def test_the_gods_of_the_kitchen_are_no_persons() -> None:
    assert names("Nhà nhà cúng ông Công ông Táo. Ông Táo cưỡi cá chép về trời.") == []


def test_a_firm_called_after_a_place_is_no_person() -> None:
    assert names("Đại diện Mộc Hòa Bình cho biết. Mộc Hòa Bình vừa mở xưởng.") == []


def test_streets_named_after_persons_need_a_cue() -> None:
    assert names("Nước ngập khắp Trần Hưng Đạo và Nguyễn Trãi từ sáng.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Nước ngập tại Hồ Khắc Nhàn, Điện Biên Phủ, Đỗ Quang Kha, Phan Văn Sen.",
        "Cấm xe trên các tuyến đường Hồ Khắc Nhàn, Đỗ Quang Kha, Phan Văn Sen.",
    ],
)
def test_one_street_of_a_list_makes_streets_of_all(text: str) -> None:
    assert names(text) == []


def test_a_small_word_before_a_vietnamese_name_is_no_part_of_it() -> None:
    text = "Ông Bằng, chủ cơ sở giày dép da Hồ Khắc Nhàn cho biết: Các mặt hàng đều tăng giá."
    assert "da Hồ Khắc Nhàn" not in names(text)
    assert "Leandro da Vendel" in names("Leandro da Vendel ghi bàn. Leandro da Vendel ăn mừng.")


def test_a_cue_in_a_list_makes_persons_of_all() -> None:
    text = "Trao quà tại đường Lê Lợi, ông Hồ Khắc Nhàn, bà Đỗ Thị Kha, chị Phan Sen cảm ơn."
    assert names(text) == ["Hồ Khắc Nhàn", "Đỗ Thị Kha", "Phan Sen"]


def test_the_first_word_of_the_next_sentence_is_no_part_of_a_name() -> None:
    text = "Tổng thống Erik Durmont Huân chương này chỉ trao một lần. Ông Durmont cảm ơn."
    assert names(text) == ["Erik Durmont"]


def test_a_name_is_found_wherever_the_article_prints_it() -> None:
    by_name = {person.name: len(person.mentions) for person in find_people(ARTICLE)}
    assert by_name == {"Durmont": 3, "Erik Karsten": 4, "Lê Khắc Nhàn": 2}


def test_one_process_and_several_find_the_same() -> None:
    texts = [ARTICLE, "Chị Sen kể về mùa cá.", ARTICLE.upper()] * 3
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(found_in, texts)) == [find_people(text) for text in texts]
