"""A scan finds what analysing the whole text finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.vietnamese import fold, nfc, tokenize
from search_service.vietnamese.scanning import Scan

PIECES = ["lũ", "Lũ", "đường", "duong", "Ð", "Hoà", "hòa", "a\u0323\u0302", "ß", "ﬁ", "İ", "K"]
PIECES += ["日本", "한", "x" * 70, "\u0301", "_", "-", " ", " ", "\n", "…", "٣", "𝟘", "\ud800"]
TEXTS = (st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)).map(nfc)


@given(TEXTS)
def test_syllables_are_where_the_tokens_are(text: str) -> None:
    scan, tokens = Scan(text), tokenize(text)
    spans = list(zip(scan.starts, scan.ends, strict=True))
    assert spans == [(token.start, token.end) for token in tokens]
    assert [scan.form(place) for place in range(len(scan))] == [token.text for token in tokens]


@given(TEXTS)
def test_each_syllable_is_found_by_what_it_folds_to(text: str) -> None:
    scan = Scan(text)
    folded = [fold(token.text) for token in tokenize(text)]
    for wanted in {*folded, "lu", "k"}:
        places = [place for place, form in enumerate(folded) if form == wanted]
        assert [place for place, _ in scan.forms(wanted)] == places


@given(st.lists(TEXTS, max_size=6))
def test_several_texts_are_scanned_as_each_alone(texts: list[str]) -> None:
    for scan, alone in zip(Scan.several(texts), map(Scan, texts), strict=True):
        assert (scan.text, list(scan.starts), list(scan.ends)) == (
            alone.text,
            list(alone.starts),
            list(alone.ends),
        )
        for wanted in {*map(fold, alone.text.split()), "lu", "k"}:
            assert scan.forms(wanted) == alone.forms(wanted)


@pytest.mark.parametrize("plane", [0, 1])
def test_every_letter_is_found_by_what_it_folds_to(plane: int) -> None:
    letters = [chr(code) for code in range(plane << 16, (plane + 1) << 16)]
    text = " ".join(letter for letter in letters if letter.isalnum() and letter == nfc(letter))
    scan, folded = Scan(text), [fold(one) for one in text.split(" ")]
    for wanted in "abcdefghijklmnopqrstuvwxyz0123456789":
        places = [at for at, one in enumerate(folded) if one == wanted]
        assert [place for place, _ in scan.forms(wanted)] == places
