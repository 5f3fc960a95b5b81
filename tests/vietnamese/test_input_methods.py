"""Telex and VNI keys typed where no input method took them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import decoded, normal_form

SYLLABLES = (
    "đắk", "lắk", "chuyển", "đổi", "số", "tuyên", "giáo", "đường", "người", "nghiêng", "thuở",
    "quốc", "quý", "huyền", "hòa", "thủy", "của", "gì", "giữa", "giếng", "ươm", "ừ", "ý", "yểu",
    "ngoằn", "ngoèo", "được", "trường", "việt", "lũ", "bão", "mưa", "rượu", "hươu", "tuần", "khổ",
)  # fmt: skip
TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
TELEX = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}


def keys(syllable: str, letters: dict[str, str], tones: str) -> str:
    """Spell *syllable* letter by letter, the tone last, as the methods are taught."""
    signs = unicodedata.normalize("NFD", syllable)
    tone = next((sign for sign in signs if sign in TONES[1:]), "")
    bare = unicodedata.normalize("NFC", signs.replace(tone, "") if tone else signs)
    key = tones[TONES.index(tone) - 1] if tone else ""
    return "".join(letters.get(letter, letter) for letter in bare) + key


def marked_syllables() -> st.SearchStrategy[str]:
    return st.sampled_from(SYLLABLES)


@given(marked_syllables())
def test_a_syllable_in_telex_keys_decodes_to_itself(syllable: str) -> None:
    assert decoded(keys(syllable, TELEX, "sfrxj")) == normal_form(syllable)


@given(marked_syllables())
def test_a_syllable_in_vni_keys_decodes_to_itself(syllable: str) -> None:
    assert decoded(keys(syllable, VNI, "12345")) == normal_form(syllable)


@pytest.mark.parametrize(
    "typed", ["dduwowngf", "dduowngf", "dduowfng", "duongwfd", "dduwfowng", "DDUONGWF"]
)
def test_keys_may_stand_anywhere_behind_the_letter_they_change(typed: str) -> None:
    assert decoded(typed) == "đường"


@pytest.mark.parametrize("typed", ["truowngf", "truwongf", "truwowngf", "tru7o7ng2", "truong72"])
def test_one_horn_key_serves_both_letters(typed: str) -> None:
    assert decoded(typed) == "trường"


@pytest.mark.parametrize("typed", ["duong", "bao", "2022", "", "mua"])
def test_without_keys_there_is_nothing_to_decode(typed: str) -> None:
    assert decoded(typed) is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("windows", "ends like no syllable"),
        ("bassf", "two tones"),
        ("bacr", "a stopped syllable bears no hook"),
        ("đường", "no plain keys"),
        ("a" * 12, "longer than any syllable"),
        ("u23", "a number, not keys"),
    ],
)
def test_what_makes_no_syllable_is_not_decoded(typed: str, why: str) -> None:
    assert decoded(typed) is None, why


@given(st.text(max_size=15))
def test_any_text_gives_none_or_one_marked_syllable_in_normal_form(text: str) -> None:
    syllable = decoded(text)
    assert syllable is None or (
        not syllable.isascii() and normal_form(syllable) == syllable == syllable.lower()
    )
