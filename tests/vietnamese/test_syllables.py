"""Syllable tokens."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import Token, fold, is_marked, nfc, normal_form, syllables, tokenize


def test_a_token_is_the_normal_form_in_lower_case_with_its_place_in_the_text() -> None:
    assert tokenize("Uỷ ban, HOÀ") == [
        Token("ủy", 0, 2),
        Token("ban", 3, 6),
        Token("hòa", 8, 11),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vitamin A và Y Ban", ["vitamin", "a", "và", "y", "ban"]),
        ("COVID-19, TP.HCM", ["covid", "19", "tp", "hcm"]),
        ("20/10/2022 15:21'(GMT+7)", ["20", "10", "2022", "15", "21", "gmt", "7"]),
        ("snake_case", ["snake", "case"]),
        ("e-mail: a.b@c.vn", ["e", "mail", "a", "b", "c", "vn"]),
        ("m² số ½ 日本", ["m²", "số", "½", "日本"]),
        (" \n--…", []),
        ("", []),
    ],
)
def test_every_run_of_letters_and_digits_is_a_token(text: str, expected: list[str]) -> None:
    assert syllables(text) == expected


def test_combining_marks_stay_inside_their_run() -> None:
    text = unicodedata.normalize("NFD", "Tiếng Việt")
    tokens = tokenize(text)
    assert [token.text for token in tokens] == ["tiếng", "việt"]
    assert [text[token.start : token.end] for token in tokens] == text.split()


def test_a_combining_mark_alone_is_no_token() -> None:
    assert tokenize("\u0301 a") == [Token("a", 2, 3)]


def test_a_long_run_comes_in_pieces_of_64_characters() -> None:
    tokens = tokenize("x" * 150)
    assert [(token.start, token.end) for token in tokens] == [(0, 64), (64, 128), (128, 150)]
    assert syllables("x" * 150) == ["x" * 64, "x" * 64, "x" * 22]


def test_no_piece_of_a_long_run_is_only_marks() -> None:
    assert [token.text[0] for token in tokenize("a" + "\u0301" * 200 + "b")] == ["á", "b"]


@pytest.mark.parametrize("token", ["đường", "duờng", "đ", "à", "ủy"])
def test_a_token_with_a_mark_or_a_d_bar_is_marked(token: str) -> None:
    assert is_marked(token)


@pytest.mark.parametrize("token", ["duong", "2022", "covid", "日本", ""])
def test_a_token_that_folding_leaves_alone_is_unmarked(token: str) -> None:
    assert fold(token) == token
    assert not is_marked(token)


@given(st.text())
def test_offsets_slice_back_to_the_source(text: str) -> None:
    text = nfc(text)
    for token in tokenize(text):
        assert nfc(normal_form(text[token.start : token.end]).lower()) == token.text
        assert 0 < token.end - token.start <= 64


@given(st.text())
def test_tokens_stand_in_order_and_cover_every_letter_and_digit(text: str) -> None:
    covered = [i for token in tokenize(text) for i in range(token.start, token.end)]
    assert covered == sorted(set(covered))
    assert {i for i, letter in enumerate(text) if letter.isalnum()} <= set(covered)


@given(st.text(st.characters(codec=None)))
def test_syllables_are_the_texts_of_the_tokens_of_any_text(text: str) -> None:
    assert syllables(text) == [token.text for token in tokenize(text)]


@given(st.text(st.characters(codec=None)))
def test_analysing_a_token_gives_that_token(text: str) -> None:
    for token in syllables(text):
        assert "".join(syllables(token)) == token


def test_lone_surrogates_separate_tokens() -> None:
    assert syllables("Việt\ud800Nam") == ["việt", "nam"]


def test_a_megabyte_is_analysed() -> None:
    assert len(syllables("Hoà bình " * 111_112)) == 222_224
