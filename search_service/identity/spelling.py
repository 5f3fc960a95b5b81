"""Which names are one name, spelt in two ways."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from search_service.people.tokens import is_vietnamese
from search_service.vietnamese import fold, is_syllable

_Y: Final = re.compile(r"(h|k|l|m|s|t|v|qu)y([\u0300-\u036f]+)")
"""A marked y that is the whole rime of a syllable: *sỹ, lý, quý*, which others write *sĩ, lí, quí*.
Unmarked it may be another name: *Vy* and *Vi* are."""

_DOUBLED: Final = re.compile(r"(.)\1+")
_NUMERAL: Final = re.compile(r"[ivx]+")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_PARTS: Final = re.compile(r"[-.]+")

_HIDDEN: Final = frozenset("bcdđghklmnpqrstvx") | {"ch", "kh", "ng", "nh", "ph", "th", "tr"}
"""What stands for a name: a vowel may be one (*Nguyễn Á*), a z is no Vietnamese letter."""


@lru_cache(maxsize=1 << 16)
def is_foreign(name: str) -> bool:
    """Tell whether some word of a name, given as its id, is not spelt in Vietnamese."""
    return not all(map(is_vietnamese, name.split("-")))


def is_masked(name: str) -> bool:
    """Tell whether a name, given as its id, is only initials: *n.v.a*, *lê-văn-t*, *tr*.

    Articles hide persons so, and the same initials hide another one in the next.
    """
    *before, last = [word for word in _PARTS.split(name) if word]
    if len(last) != 1 and last not in _HIDDEN:
        return False
    if all(len(word) == 1 for word in before):
        return True
    hidden = last in _HIDDEN or (last == "a" and before[-1] in {"văn", "thị"})
    return hidden and all(map(is_vietnamese, before))


@lru_cache(maxsize=1 << 16)
def spelling_key(name: str) -> str:
    """Return what two spellings of one name share, the name being given as its id.

    A Vietnamese name keeps its marks: only y and i are one where they are the whole marked rime.
    A name of other languages keeps its letters alone, y as i and doubled letters once: what is
    left of accents, hyphens and transcriptions (*Sergey, Sergei*). A word alone keeps accents.
    """
    words = name.split("-")
    if not is_foreign(name):
        return "-".join(map(_with_i, words))
    if len(words) == 1:
        return name.rstrip(".")
    numerals = [word for word in words if _NUMERAL.fullmatch(word)]
    letters = _NOT_LETTERS.sub("", fold("".join(word for word in words if word not in numerals)))
    # The sign keeps it from being what one word alone is.
    return " ".join(["=", _DOUBLED.sub(r"\1", letters.replace("y", "i")), *numerals])


def marked_alike(name: str, other: str) -> bool:
    """Tell whether no syllable of two spellings has two markings: *Nobel Hóa, Nobel Hòa* have.

    One may be left unmarked, as *Luke Nguyen* is. Names are given as their ids; of names whose
    words are not as many nothing is known.
    """
    both = zip(name.split("-"), other.split("-"), strict=False)
    return not any(
        one != two and fold(one) == fold(two) and _is_marked_syllable(one, two) for one, two in both
    )


def _is_marked_syllable(*words: str) -> bool:
    return all(is_syllable(word) and not word.isascii() for word in words)


def order_key(name: str) -> str:
    """Return what two orders of a foreign name of two words share: *Abe Shinzo, Shinzo Abe*."""
    if name.count("-") != 1 or not is_foreign(name):
        return ""
    return " ".join(sorted(fold(name).split("-")))


def _with_i(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    match = _Y.fullmatch(decomposed)
    return unicodedata.normalize("NFC", f"{match[1]}i{match[2]}") if match else word
