"""The role a text prints for a person."""

import pytest

from search_service.people import find_people


def role(text: str) -> str | None:
    return find_people(text)[0].role


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Chủ tịch UBND xã Nâm Nôi Đỗ Kha cho biết.", "Chủ tịch UBND xã Nâm Nôi"),
        (
            "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch Đỗ Kha đã dự.",
            "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch",
        ),
        ("Nguyên Phó Thủ tướng Đỗ Kha đã về quê.", "Nguyên Phó Thủ tướng"),
        ("Theo chuyên gia hàng hải Đỗ Kha, sóng còn lớn.", "chuyên gia hàng hải"),
        (
            "Ủy viên Bộ Chính trị, Bí thư Thành ủy Hà Nội Đỗ Kha thăm chợ.",
            "Ủy viên Bộ Chính trị, Bí thư Thành ủy Hà Nội",
        ),
        ("Giám đốc Sở Y tế Gia Lai, Đỗ Quang Kha, đã ký văn bản.", "Giám đốc Sở Y tế Gia Lai"),
        (
            "Người phát ngôn của Văn phòng Cao ủy, bà Vũ Sen, nói.",
            "Người phát ngôn của Văn phòng Cao ủy",
        ),
        ("Thống đốc bang Mây (Ấn Độ), ông Đỗ Kha, tới thăm.", "Thống đốc bang Mây (Ấn Độ)"),
        (
            "Phó Cục trưởng Cục Quản lý đê điều và Phòng, chống thiên tai Đỗ Kha chỉ đạo.",
            "Phó Cục trưởng Cục Quản lý đê điều và Phòng, chống thiên tai",
        ),
        ("Chủ tịch UBND TP. Huế Đỗ Văn Kha trao quà.", "Chủ tịch UBND TP. Huế"),
        ("Phát ngôn viên Bộ Quốc phòng, Thiếu tướng Đỗ Kha, nói.", "Phát ngôn viên Bộ Quốc phòng"),
    ],
)
def test_a_role_before_the_name(text: str, printed: str) -> None:
    assert role(text) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ông Đỗ Kha, Giám đốc Sở Y tế Gia Lai, cho hay.", "Giám đốc Sở Y tế Gia Lai"),
        (
            "Ông Đỗ Kha - Phó Vụ trưởng Vụ Dầu khí và Than cho hay.",
            "Phó Vụ trưởng Vụ Dầu khí và Than",
        ),
        (
            "Bà Vũ Sen, giảng viên khoa Luật, Đại học Mây, góp ý.",
            "giảng viên khoa Luật, Đại học Mây",
        ),
        ("Bà Vũ Sen, một giáo viên trong xóm, góp ý.", "giáo viên"),
        ("Ông Đỗ Kha, Chánh Văn phòng; bà Lê Sen, thủ quỹ.", "Chánh Văn phòng"),
        (
            "Ông Đỗ Kha, Tổng thư ký Hiệp hội Nông nghiệp số Việt Nam (VIDA), cho biết.",
            "Tổng thư ký Hiệp hội Nông nghiệp số Việt Nam (VIDA)",
        ),
        ("Ông Đỗ Kha, trưởng phòng GD&ĐT Hòa Vang, nói.", "trưởng phòng GD&ĐT Hòa Vang"),
        ("Ông Đỗ Kha, công nhân 32 tuổi, kể.", "công nhân"),
        ("Ông Đỗ Kha, 51 tuổi, trưởng thôn Đoài, kể.", "trưởng thôn Đoài"),
        (
            (
                "Đồng chí Đỗ Kha, Ủy viên dự khuyết BCH Trung ương Đảng, Phó trưởng Ban Tuyên giáo "
                "Trung ương dự và làm báo cáo viên."
            ),
            "Ủy viên dự khuyết BCH Trung ương Đảng, Phó trưởng Ban Tuyên giáo Trung ương",
        ),
        (
            "Ông Đỗ Kha, Chủ tịch Hội đồng quản trị Công ty Mây và đại diện các hộ dân ký tên.",
            "Chủ tịch Hội đồng quản trị Công ty Mây",
        ),
    ],
)
def test_a_role_after_the_name(text: str, printed: str) -> None:
    assert role(text) == printed


def test_the_fullest_of_several_roles_is_kept() -> None:
    text = "Tổng thống Albert Durmont đến. Tổng thống Pháp Albert Durmont phát biểu."
    assert role(text) == "Tổng thống Pháp"


def test_the_printed_spelling_is_kept() -> None:
    assert role("Phó Bí thư Tỉnh uỷ Đắk Lắk Đỗ Kha dự.") == "Phó Bí thư Tỉnh uỷ Đắk Lắk"


def test_the_role_of_the_next_person_is_not_taken() -> None:
    first, second = find_people("Thủ tướng Đỗ Kha, Tổng thư ký Lê Sen cùng dự.")
    assert (first.role, second.role) == ("Thủ tướng", "Tổng thư ký")


def test_a_plural_role_is_shared_by_the_list_after_it() -> None:
    people = find_people("Các nhà nghiên cứu Đỗ Quang Kha, Lê Thị Sen và Vũ Gió Đông góp ý.")
    assert [person.role for person in people] == ["nhà nghiên cứu"] * 3


def test_two_trainers_and_the_like_share_a_role_after_la() -> None:
    people = find_people("Hai trọng tài người Mỹ là Erik Karsten và John Durmont bắt chính.")
    assert [person.role for person in people] == ["trọng tài người Mỹ"] * 2


def test_brackets_after_its_names_do_not_end_a_list() -> None:
    people = find_people("Các tài xế Đỗ Quang Kha (ngụ xã Mây), Lê Thị Sen (42 tuổi) dừng xe.")
    assert [person.role for person in people] == ["tài xế"] * 2


def test_those_named_after_nhu_have_the_role_before_it() -> None:
    people = find_people("Cô quen ngôi sao bóng đá như Erik Karsten hay John Durmont.")
    assert [person.role for person in people] == ["ngôi sao bóng đá"] * 2


def test_a_person_introduced_by_name_has_the_role_before_that() -> None:
    assert role("Một tài xế tên là Đỗ Quang Kha dừng xe.") == "tài xế"


def test_an_honorific_that_is_a_part_of_the_role_stays_there() -> None:
    assert role("Người ta thấy công chúa Vũ Thị Sen ở chợ.") == "công chúa"


def test_an_envoy_goes_on_with_what_he_is_sent_about() -> None:
    text = "Ông Đỗ Kha, đặc phái viên của Tổng thống về hợp tác kinh tế, đã tới."
    assert role(text) == "đặc phái viên của Tổng thống về hợp tác kinh tế"


def test_a_role_of_somebody_before_a_comma_is_not_the_next_ones() -> None:
    text = "Phòng chống tội phạm xuyên quốc gia, Bộ trưởng Quốc phòng Đỗ Kha ra lệnh."
    assert role(text) == "Bộ trưởng Quốc phòng"


def test_what_a_person_is_comes_before_what_says_little() -> None:
    text = "Nhà lãnh đạo nước Mỹ Erik Karsten tới nơi. Tổng thống Erik Karsten phát biểu."
    assert role(text) == "Tổng thống"


def test_a_role_may_lead_to_the_name_by_la() -> None:
    assert role("Tân chủ tịch hội là ông Đỗ Quang Kha.") == "Tân chủ tịch hội"


def test_a_person_without_a_printed_role_has_none() -> None:
    assert role("Bà Vũ Thị Sen, sống cạnh chợ, nói.") is None


def test_a_post_is_given_later_in_the_sentence() -> None:
    text = "Ông Đỗ Quang Kha được điều động về tỉnh, giữ chức Phó bí thư Tỉnh ủy Gia Lai."
    assert role(text) == "Phó bí thư Tỉnh ủy Gia Lai"


def test_a_post_given_to_the_next_person_is_not_the_first_ones() -> None:
    text = "Ông Đỗ Quang Kha chúc mừng bà Lê Thị Sen giữ chức Giám đốc Sở Y tế."
    assert [person.role for person in find_people(text)] == [None, "Giám đốc Sở Y tế"]


def test_a_role_in_the_place_of_a_name_is_of_who_was_named_last() -> None:
    text = "Erik Karsten thắng set hai. Tay vợt người Bỉ giao bóng tốt."
    assert role(text) == "Tay vợt người Bỉ"


def test_the_seat_of_an_office_belongs_to_a_role_in_the_place_of_a_name() -> None:
    text = "Ông Đỗ Quang Kha kể về ruộng. Ba năm nữa, Bí thư Huyện ủy Mây về lại xã."
    assert role(text) == "Bí thư Huyện ủy Mây"
    text = "Ông Đỗ Quang Kha vừa nhận nhiệm vụ Phó Chủ tịch UBND tỉnh, là người ký."
    assert role(text) == "Phó Chủ tịch UBND tỉnh"


def test_a_role_in_the_place_of_a_name_goes_to_whose_role_it_goes_on_with() -> None:
    text = "Siêu sao Erik Karsten ghi bàn. John Durmont cho biết. Siêu sao người Bỉ ăn mừng."
    assert [person.role for person in find_people(text)] == ["Siêu sao người Bỉ", None]


def test_a_role_of_several_is_of_nobody_named_before() -> None:
    assert role("Bà Vũ Thị Sen rời sân. Các tay vợt người Bỉ ở lại.") is None


def test_ages_and_honorifics_do_not_end_a_list() -> None:
    text = "Hai thợ lặn người Bỉ là ông Đỗ Quang Kha, 51 tuổi và bà Lê Thị Sen, 44 tuổi xuống nước."
    assert [person.role for person in find_people(text)] == ["thợ lặn người Bỉ"] * 2


def test_a_role_before_a_comma_is_the_next_persons() -> None:
    assert role("Trận ấy có chủ tịch của hội, Erik Karsten mời họ về.") == "chủ tịch của hội"


def test_a_place_on_a_line_of_its_own_belongs_to_the_role() -> None:
    text = "Chiều nay, Chủ tịch UBND\nBình Định\nĐỗ Quang Kha chỉ đạo khắc phục."
    assert " ".join((role(text) or "").split()) == "Chủ tịch UBND Bình Định"


def test_praise_at_its_end_is_no_part_of_a_role() -> None:
    assert role("Khán giả mến nữ diễn viên xinh đẹp Vũ Thị Sen.") == "nữ diễn viên"


@pytest.mark.parametrize("text", ["Ông Hoàng Đình Kha nói.", "Chiều qua, bà Hoàng Thị Sen nói."])
def test_a_surname_behind_an_honorific_is_no_role(text: str) -> None:
    assert role(text) is None


def test_a_post_begins_behind_the_word_for_posts() -> None:
    text = "Bà Vũ Thị Sen giữ chức vụ Trưởng Ban Tuyên giáo Tỉnh ủy."
    assert role(text) == "Trưởng Ban Tuyên giáo Tỉnh ủy"
    assert role("Ông Đỗ Kha, Vụ trưởng Vụ Pháp chế, nói.") == "Vụ trưởng Vụ Pháp chế"


def test_a_clause_about_the_district_is_no_part_of_a_role() -> None:
    text = "Theo ông Đỗ Quang Kha, Bí thư Huyện ủy Mây, huyện đã bàn giao mặt bằng."
    assert role(text) == "Bí thư Huyện ủy Mây"
    text = "Theo ông Đỗ Quang Kha, Bí thư xã Mây, huyện Gió, dân đã dời nhà."
    assert role(text) == "Bí thư xã Mây, huyện Gió"
