"""Which persons a text mentions."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.people import Person, find_people, person_id


def names(text: str, **options: str) -> list[str]:
    return [person.name for person in find_people(text, **options)]


def mentioned(person: Person) -> list[str]:
    return [mention.text for mention in person.mentions]


def test_a_full_vietnamese_name_needs_no_cue() -> None:
    assert names("Hôm qua Trần Thế Khoan về tới làng.") == ["Trần Thế Khoan"]


def test_persons_come_in_order_of_first_mention() -> None:
    text = "Bà Vũ Thị Sen gặp ông Đỗ Kha. Ông Kha cảm ơn bà Sen."
    assert names(text) == ["Vũ Thị Sen", "Đỗ Kha"]


def test_honorific_and_role_stay_outside_the_mention() -> None:
    (person,) = find_people("PGS.TS Lê Khắc Nhàn và đồng chí trưởng đoàn đã đến.")
    assert mentioned(person) == ["Lê Khắc Nhàn"]


@pytest.mark.parametrize(
    "text",
    [
        "Xe dừng trên đường Lê Khắc Nhàn lúc nửa đêm.",
        "Học sinh trường THPT Lê Khắc Nhàn đoạt giải.",
        "Công ty Lê Khắc Nhàn tuyển thêm thợ.",
        "Lễ trao giải thưởng Lê Khắc Nhàn diễn ra hôm qua.",
    ],
)
def test_a_place_cue_before_a_name_drops_it(text: str) -> None:
    assert names(text) == []


def test_a_name_seen_once_as_a_place_is_a_place_in_the_whole_article() -> None:
    assert names("Đường Lê Khắc Nhàn bị ngập. Dân Lê Khắc Nhàn phải đi vòng.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Công ty có trụ sở tại phòng 2, số 627 Lê Khắc Nhàn, phường Vĩnh Lộc.",
        "Cơ sở sản xuất (Địa chỉ:104 Lê Khắc Nhàn, Vĩnh Lộc) chịu trách nhiệm.",
    ],
)
def test_a_name_after_a_house_number_is_a_street(text: str) -> None:
    assert names(text) == []


def test_a_name_after_the_number_of_a_shirt_is_a_person() -> None:
    assert names("Tiền đạo số 9 Lê Khắc Nhàn, 33 tuổi, ghi bàn.") == ["Lê Khắc Nhàn"]


def test_an_honorific_keeps_a_person_whose_name_a_street_carries() -> None:
    assert names("Ông Lê Khắc Nhàn về thăm. Ông đi dọc đường Lê Khắc Nhàn.") == ["Lê Khắc Nhàn"]


@pytest.mark.parametrize("name", ["Hồ Chí Minh", "Trần Hưng Đạo", "Nguyễn Trãi"])
def test_famous_names_of_streets_need_a_cue(name: str) -> None:
    assert names(f"Sáng nay ở {name} có mưa to.") == []
    assert names(f"Bài viết kể về ông {name} thời trẻ.") == [name]


def test_thoughts_and_cities_named_after_a_person_are_no_mention() -> None:
    text = "Thành phố Hồ Chí Minh mở lớp học tập tư tưởng Hồ Chí Minh cho bộ đội Cụ Hồ."
    assert names(text) == []


def test_provinces_that_look_like_names_are_places() -> None:
    assert names("Đoàn đi từ Lâm Đồng qua Hà Giang, Cao Bằng rồi về Thái Nguyên.") == []


def test_a_place_between_role_and_name_is_trimmed() -> None:
    (person,) = find_people("Bí thư Tỉnh ủy Vĩnh Phúc Hoàng Thị Nhài dự lễ.")
    assert mentioned(person) == ["Hoàng Thị Nhài"]


def test_a_country_is_trimmed_after_a_role_but_not_from_a_name() -> None:
    assert names("Tổng thống Pháp Albert Durmont đến dự. Ca sĩ Mỹ Hạnh hát chào.") == [
        "Albert Durmont",
        "Mỹ Hạnh",
    ]


def test_names_of_other_languages_are_whole_and_a_later_part_is_the_same_person() -> None:
    text = "Bộ trưởng Ursula von der Brück lên tiếng. Bà Brück tỏ ra lo ngại."
    (person,) = find_people(text)
    assert mentioned(person) == ["Ursula von der Brück", "Brück"]


def test_a_foreign_company_is_no_person() -> None:
    assert names("Tập đoàn Louis Holdings và Kramer Airlines cho biết đã ký với HundrLab.") == []


def test_a_hyphen_and_a_space_in_a_foreign_name_make_no_second_person() -> None:
    text = "Chủ tịch Park Dong Wuk nói. Nhà lãnh đạo Park Dong-wuk gật đầu."
    assert [len(person.mentions) for person in find_people(text)] == [2]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Hôm qua ôngNguyễn Bá Khoan về làng.", "Nguyễn Bá Khoan"),
        ("Tổng thống ĐứcGerhard Durmont phát biểu.", "Gerhard Durmont"),
        ("Tiền đạo Erik Karstenvẫn ghi bàn đều.", "Erik Karsten"),
    ],
)
def test_a_name_is_found_where_the_space_beside_it_is_missing(text: str, printed: str) -> None:
    (person,) = find_people(text)
    assert mentioned(person) == [printed]


def test_one_cue_serves_a_whole_list() -> None:
    text = "Phim có các diễn viên Hoàng Lê Vi, Mộc Miên Hoa, Cẩm Trang và Minh Tú."
    assert names(text) == ["Hoàng Lê Vi", "Mộc Miên Hoa", "Cẩm Trang", "Minh Tú"]


def test_a_masked_name_keeps_its_dot() -> None:
    assert names("Công an tạm giữ tài xế N.V.K. (SN 1990) và bà T. kể lại.") == ["N.V.K.", "T."]


def test_a_masked_name_may_end_in_two_letters_and_in_a_sentence() -> None:
    (person,) = find_people("Công an làm việc với chị Tr. Hôm qua chị Tr. kể lại.")
    assert mentioned(person) == ["Tr.", "Tr."]


def test_the_byline_is_never_a_person_mentioned() -> None:
    text = "Ông Đỗ Kha nói với Lê Mây Thu.\nVũ Gió Đông đứng gần đó."
    assert names(text, byline="Tin, ảnh: Lê Mây Thu - Vũ Gió Đông") == ["Đỗ Kha"]


@pytest.mark.parametrize(
    "credit",
    [
        "Tin, ảnh: Lê Mây Thu",
        "Lê Mây Thu",
        "Lê Mây Thu (TTXVN)",
        "Lê Mây Thu - Vũ Gió Đông",
        "Quang cảnh buổi lễ. (Ảnh: Lê Mây Thu)",
    ],
)
def test_signatures_and_picture_credits_are_no_mentions(credit: str) -> None:
    assert names(f"Lễ hội làng Chài\nHội mở từ sáng sớm.\n{credit}\n") == []


def test_all_capitals_headline_names_the_person_of_the_text() -> None:
    text = "THỦ TƯỚNG LÊ KHẮC NHÀN THĂM LÀNG CHÀI\nThủ tướng Lê Khắc Nhàn đã đến thăm."
    (person,) = find_people(text)
    assert mentioned(person) == ["LÊ KHẮC NHÀN", "Lê Khắc Nhàn"]
    assert person.name == "Lê Khắc Nhàn"


def test_the_id_is_the_normal_form_in_lower_case_and_keeps_marks() -> None:
    assert person_id("Lê Hải Bình") == "lê-hải-bình"
    assert person_id("Trần Thuý Hoà") == person_id("Trần Thúy Hòa") == "trần-thúy-hòa"


def test_two_spellings_of_the_tone_are_one_person() -> None:
    (person,) = find_people("Bà Trần Thuý Sen nói. Bà Trần Thúy Sen cười.")
    assert mentioned(person) == ["Trần Thuý Sen", "Trần Thúy Sen"]


def test_offsets_count_the_characters_of_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "Hôm ấy ông Lê Khắc Nhàn hỏi bà Vũ Thị Sen.")
    first, second = find_people(text)
    assert text[first.mentions[0].start : first.mentions[0].end] == first.mentions[0].text
    assert unicodedata.normalize("NFC", second.mentions[0].text) == "Vũ Thị Sen" == second.name


@pytest.mark.parametrize("text", ["", " \n", "…", "\ud800", "A", "Ông", "123", "Ông \udfff Lê"])
def test_texts_without_a_name_give_nobody(text: str) -> None:
    assert find_people(text) == ()


WORDS = [
    *("Ông", "bà", "Nguyễn", "Văn", "Thị", "An", "Bình", "Hồ", "Chí", "Minh", "chủ", "tịch", "Chủ"),
    *("Trump", "Donald", "Jong-un", "N", "K", "TP", "đường", "và", "là", "nói", "Ảnh", "theo"),
    *("Theo", "Hà", "Nội", "Đắk", "Lắk", "Ủy", "viên", "dự", "khuyết", "cho", "biết", "tuổi"),
    *("51", "các", "von", "de", "LÊ", "NAM"),
]
GAPS = st.sampled_from([" ", " ", " ", ", ", ". ", ".", "\n", " - ", " (", ") ", ": ", "-", "  "])
NEWS = st.lists(st.tuples(st.sampled_from(WORDS), GAPS), max_size=60).map(
    lambda pieces: "".join(word + gap for word, gap in pieces)
)


@given(st.one_of(NEWS, NEWS.map(lambda text: unicodedata.normalize("NFD", text)), st.text()))
def test_mentions_slice_to_their_text_and_never_overlap_and_ids_are_unique(text: str) -> None:
    people = find_people(text)
    mentions = [mention for person in people for mention in person.mentions]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert len({person.id for person in people}) == len(people)
    assert all(person.name and person.mentions for person in people)
    mentions.sort(key=lambda mention: mention.start)
    for one, two in pairwise(mentions):
        assert one.start < one.end <= two.start


@pytest.mark.parametrize(
    "piece",
    ["A ", "A.", "a-", "Nguyễn ", "Chủ tịch, ", "Nguyễn Văn An, ", "Sở A và ", "ông An nói. "],
)
def test_time_grows_with_the_length_of_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "Ông Lê An. " + piece * (size // len(piece))
        started = time.process_time()
        find_people(text)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(80_000) < 0.05 + 4 * 3 * seconds(20_000)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Chủ tịch UBND huyện Lò Văn Nhượng tới dự.", "Lò Văn Nhượng", "Chủ tịch UBND huyện"),
        ("Bí thư Huyện ủy Hoàng Đình Thước nói.", "Hoàng Đình Thước", "Bí thư Huyện ủy"),
        ("Giám đốc Công an tỉnh Đinh Văn Kha chỉ đạo.", "Đinh Văn Kha", "Giám đốc Công an tỉnh"),
        ("Phó Chủ tịch UBND xã Lê Sến cho biết.", "Lê Sến", "Phó Chủ tịch UBND xã"),
    ],
)
def test_who_holds_an_office_may_follow_its_seat(text: str, name: str, role: str) -> None:
    assert [(person.name, person.role) for person in find_people(text)] == [(name, role)]


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch UBND huyện Phú Khê nói.",
        "Chủ tịch UBND phường Trần Hưng Đạo cho biết.",
        "Nhà ông ở xã Nguyễn Văn Kha, gần chợ.",
    ],
)
def test_the_place_of_an_office_is_no_person(text: str) -> None:
    assert find_people(text) == ()


def test_a_newspaper_that_says_something_is_no_person() -> None:
    assert find_people("Báo Sông Kha công bố kết quả. Đài Sông Kha nói khác.") == ()
    assert find_people("Phóng viên Báo Sông Kha có mặt từ sớm.") == ()
    assert [p.name for p in find_people("Hồ Văn Kha công bố kết quả.")] == ["Hồ Văn Kha"]


def test_a_surname_that_is_a_country_too_belongs_to_a_full_name() -> None:
    (person,) = find_people("Đồng chí Thái Bá Khoan, Phó Bí thư Tỉnh ủy, nói.")
    assert person.name == "Thái Bá Khoan"
