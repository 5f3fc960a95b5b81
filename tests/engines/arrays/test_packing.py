"""Short words are packed into numbers, and no two into one."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.arrays.packing import LONGEST, packed, packed_table

words = st.text(alphabet="abyz", max_size=LONGEST) | st.text(max_size=2 * LONGEST)


def is_short(word: str) -> bool:
    return 0 < len(word) <= LONGEST and all("a" <= letter <= "z" for letter in word)


def table(strings: list[str]) -> list[int]:
    encoded = [one.encode("utf-8", "replace") for one in strings]
    text = np.frombuffer(b"".join(encoded) or b" ", dtype=np.uint8)
    offsets = np.cumsum([0, *map(len, encoded)])
    return [int(number) for number in packed_table(text, offsets)]


def test_words_that_differ_in_a_letter_or_in_length_differ() -> None:
    made = ["".join(word) for size in (1, 2, 3) for word in product("abyz", repeat=size)]
    assert len(set(packed(made).tolist())) == len(made)


def test_what_is_long_or_has_other_letters_is_not_packed() -> None:
    others = ["", "á", "nước", "Ab", "a b", "a1", "z" * (LONGEST + 1), "a" * 40]
    assert packed(others).tolist() == [-1] * len(others)
    assert table(others) == []


def test_the_longest_word_is_packed() -> None:
    assert 0 < packed(["z" * LONGEST])[0] < 2**63


@given(st.lists(words, max_size=8))
def test_a_table_has_the_numbers_of_its_short_words(strings: list[str]) -> None:
    assert table(strings) == sorted(packed([one for one in strings if is_short(one)]).tolist())
