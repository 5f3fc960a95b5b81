"""What is known of a word by itself."""

from search_service.people.model.words import USES, shape, word_features


def test_shapes_tell_capitals_and_digits() -> None:
    words = ("Sen", "T", "TP", "COVID", "VinFast", "U23", "làng", "iPhone")
    assert [shape(word) for word in words] == ["Xx", "X", "XX", "XXX", "XxX", "XXX9", "x", "xX"]


def test_a_word_of_another_language_is_known_by_its_ends() -> None:
    features = word_features("", "Durmontsky")
    assert {"begins=dur", "ends=sky", "ends=ky", "strange plain"} <= set(features)
    assert not any(name.startswith("ends=") for name in word_features("", "Khoan"))


def test_lists_and_uses_tell_a_surname() -> None:
    features = word_features("", "Nguyễn")
    assert "surname" in features
    assert any(name.startswith("name=") for name in features)


def test_a_word_no_newspaper_printed_is_unused() -> None:
    assert "unused" in word_features("", "Xyzabcdef")


def test_beside_another_word_less_is_told_and_where_it_stands() -> None:
    assert word_features("- ", "ông") == ("- small", "- w=ông")
    assert all(name.startswith("+,") for name in word_features("+,", "Nguyễn"))


def test_every_use_is_told_apart() -> None:
    assert len(set(USES)) == len(USES)
