"""Which mentions are one person."""

from search_service.people import find_people


def linked(text: str) -> dict[str, list[str]]:
    return {
        person.name: [mention.text for mention in person.mentions] for person in find_people(text)
    }


def test_a_bare_given_name_is_the_preceding_full_name_with_that_last_syllable() -> None:
    text = "Ông Đỗ Văn Kha và bà Vũ Thị Sen cùng đến. Ông Kha hỏi, bà Sen đáp."
    assert linked(text) == {
        "Đỗ Văn Kha": ["Đỗ Văn Kha", "Kha"],
        "Vũ Thị Sen": ["Vũ Thị Sen", "Sen"],
    }


def test_ba_links_to_thi_and_ong_to_van() -> None:
    text = "Ông Đỗ Văn Lành và bà Vũ Thị Lành cùng quê. Bà Lành bán cá, ông Lành đan lưới."
    assert linked(text) == {
        "Đỗ Văn Lành": ["Đỗ Văn Lành", "Lành"],
        "Vũ Thị Lành": ["Vũ Thị Lành", "Lành"],
    }


def test_a_given_name_that_fits_two_stays_unlinked() -> None:
    text = "Ông Đỗ Quang Kha gặp ông Bùi Đức Kha. Ông Kha nói trước."
    assert linked(text)["Kha"] == ["Kha"]


def test_a_full_name_printed_later_takes_no_part_in_the_choice() -> None:
    text = "Ông Đỗ Quang Kha nói. Ông Kha dừng lại. Sau đó ông Bùi Đức Kha phát biểu."
    assert linked(text)["Đỗ Quang Kha"] == ["Đỗ Quang Kha", "Kha"]


def test_a_headline_links_to_the_full_name_below_it() -> None:
    assert linked("Ông Kha từ chức\nGiám đốc Đỗ Quang Kha đã nộp đơn.") == {
        "Đỗ Quang Kha": ["Kha", "Đỗ Quang Kha"]
    }


def test_a_given_name_without_honorific_links_where_it_stands_alone() -> None:
    text = "Đỗ Quang Tài bị bắt. Theo lời khai, Tài đã bỏ trốn từ tháng trước, Bộ Tài chính nói."
    assert linked(text) == {"Đỗ Quang Tài": ["Đỗ Quang Tài", "Tài"]}


def test_an_unknown_given_name_after_an_honorific_is_a_person_of_its_own() -> None:
    assert linked("Chị Sen kể về mùa cá.") == {"Sen": ["Sen"]}


def test_a_foreign_surname_alone_is_the_person_named_in_full() -> None:
    text = "Tổng thống Albert Durmont rời Paris. Durmont sẽ gặp ông Zhang Weimo."
    assert linked(text)["Albert Durmont"] == ["Albert Durmont", "Durmont"]


def test_a_leader_may_be_called_by_the_surname_that_stands_first() -> None:
    text = "Chủ tịch Trung Quốc Tập Vĩnh Khang phát biểu. Chủ tịch Tập rời hội nghị."
    assert linked(text) == {"Tập Vĩnh Khang": ["Tập Vĩnh Khang", "Tập"]}


def test_initials_with_a_number_are_the_player_they_stand_for() -> None:
    text = "Tiền đạo Erik Karsten ghi bàn. Bàn thắng của EK9 giúp đội nhà. Ông Karsten ăn mừng."
    assert linked(text) == {"Erik Karsten": ["Erik Karsten", "EK9", "Karsten"]}


def test_the_last_word_of_a_known_thing_is_nobody() -> None:
    text = "Chủ tịch Đỗ Quang Minh phát biểu. Ông Minh nhớ tờ báo của Việt Minh."
    assert linked(text) == {"Đỗ Quang Minh": ["Đỗ Quang Minh", "Minh"]}


def test_a_known_thing_is_nobody_whatever_stands_before_it() -> None:
    text = "Chủ tịch Đỗ Quang Minh phát biểu. Ông Minh kể về quân và dân Việt Minh năm ấy."
    assert linked(text) == {"Đỗ Quang Minh": ["Đỗ Quang Minh", "Minh"]}
