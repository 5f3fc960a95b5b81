"""The persons of an article: record and text together."""

from search_service.people import article_people, composed_text, find_people

BODY = "Giám đốc Đỗ Quang Kha tới dự. Ông Kha trao quà cho bà Vũ Thị Sen."


def test_offsets_are_those_of_the_composed_text() -> None:
    captions = ["Bà Vũ Thị Sen nhận quà."]
    people = article_people(title="Hội làng", lead="Mở đầu.", body=BODY, captions=captions)
    assert people == find_people(composed_text("Hội làng", "Mở đầu.", BODY, captions))
    assert [mention.text for mention in people[1].mentions] == ["Vũ Thị Sen", "Vũ Thị Sen"]


def test_a_given_person_keeps_the_given_name_and_role() -> None:
    first, _ = article_people(body=BODY, given=[("ĐỖ QUANG KHA", "Giám đốc Nhà văn hóa")])
    assert (first.name, first.role) == ("ĐỖ QUANG KHA", "Giám đốc Nhà văn hóa")
    assert [mention.text for mention in first.mentions] == ["Đỗ Quang Kha", "Kha"]


def test_a_role_found_fills_in_for_one_not_given() -> None:
    assert article_people(body=BODY, given=[("Đỗ Quang Kha", None)])[0].role == "Giám đốc"


def test_a_given_name_is_found_where_no_rule_would_see_it() -> None:
    (person,) = article_people(body="Đêm ấy Mây Trắng hát rất hay.", given=[("Mây Trắng", None)])
    assert [mention.text for mention in person.mentions] == ["Mây Trắng"]


def test_a_given_person_never_named_comes_last_without_mentions() -> None:
    people = article_people(body=BODY, given=[("Bùi Thị Nhài", "họa sĩ")])
    assert [(person.name, len(person.mentions)) for person in people] == [
        ("Đỗ Quang Kha", 2),
        ("Vũ Thị Sen", 1),
        ("Bùi Thị Nhài", 0),
    ]


def test_a_name_given_twice_in_two_spellings_is_one_person() -> None:
    given = [("Trần Thuý Nhài", None), ("Trần Thúy Nhài", "họa sĩ")]
    people = article_people(body=BODY, given=given)
    assert [(person.name, person.role) for person in people[2:]] == [("Trần Thuý Nhài", "họa sĩ")]


def test_a_given_person_stays_even_when_the_byline_names_her() -> None:
    people = article_people(
        body="Chuyện kể của Vũ Thị Sen.", given=[("Vũ Thị Sen", None)], byline="Vũ Thị Sen"
    )
    assert [person.name for person in people] == ["Vũ Thị Sen"]


def test_an_author_not_given_is_no_person_mentioned() -> None:
    assert [person.name for person in article_people(body=BODY, byline="Vũ Thị Sen")] == [
        "Đỗ Quang Kha"
    ]


def test_an_article_without_text_has_the_persons_given() -> None:
    assert article_people() == ()
    assert [person.name for person in article_people(given=[(" Vũ  Thị Sen ", None)])] == [
        "Vũ Thị Sen"
    ]


def test_a_bare_given_name_that_nothing_explains_is_left_out_but_a_foreign_one_stays() -> None:
    people = article_people(body="Ông Khiết tới muộn. Tiền đạo Romano ghi bàn.")
    assert [person.name for person in people] == ["Romano"]
