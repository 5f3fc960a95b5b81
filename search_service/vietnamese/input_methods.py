"""Telex and VNI keys typed without an input method: *ddawsk* and *d9a8k1* for *đắk*.

Both methods spell a syllable with ASCII keys: its letters in order, and keys that mark a letter
or give the tone, anywhere after the letter they change. Telex doubles letters (*aa* is *â*) and
takes letters that end no syllable (*s* is the acute tone); VNI takes digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from search_service.vietnamese.normal import is_syllable, normal_form

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TELEX_TONES: Final = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES: Final = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}

_HATS: Final = {"a": "â", "e": "ê", "o": "ô"}
_HORNS: Final = {"o": "ơ", "u": "ư"}
_BREVE: Final = {"a": "ă"}
_BAR: Final = {"d": "đ"}
_TELEX_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "a": {"a": "â"}, "e": {"e": "ê"}, "o": {"o": "ô"}, "w": _HORNS | _BREVE, "d": _BAR,
}  # fmt: skip
_VNI_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "6": _HATS, "7": _HORNS, "8": _BREVE, "9": _BAR,
}  # fmt: skip

_VOWELS: Final = frozenset("aăâeêioôơuưy")
_LONGEST: Final = 11
"""Keys of the longest syllable: nguwowngxs would have ten, and one to spare."""

_STOPPED = re.compile(r"(?:ch|[ckpt])$")
"""Codas that bear two tones only."""


def decoded(run: str) -> str | None:
    """Return the syllable that *run* spells in the keys of Telex or of VNI.

    Args:
        run: Letters and digits as typed, in either case.

    Returns:
        A marked syllable in normal form and lower case; None when *run* has no such keys or
        does not make a Vietnamese syllable.
    """
    keys = run.lower()
    if not keys.isascii() or len(keys) > _LONGEST:
        return None
    if keys.isalpha():
        return _spelt(keys, _TELEX_TONES, _TELEX_MARKS)
    return _spelt(keys, _VNI_TONES, _VNI_MARKS)


def _spelt(
    keys: str, tones: Mapping[str, str], marks: Mapping[str, Mapping[str, str]]
) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in marks and _mark(letters, marks[key], doubled=key.isalpha() and key != "w"):
            continue
        if key in tones and _VOWELS.intersection(letters):
            if tone:
                return None  # no syllable has two
            tone = tones[key]
        elif key == "w":
            letters.append("ư")
        else:
            letters.append(key)
    syllable = _toned("".join(_with_horns(letters)), tone)
    if not syllable or syllable.isascii() or not is_syllable(_shape(syllable)):
        return None
    return syllable


def _mark(letters: list[str], marked: Mapping[str, str], *, doubled: bool) -> bool:
    """Mark the last letter that *marked* changes; tell whether there is one.

    A doubled vowel (*aa*) marks the one before it, or before the coda; in *ngoeo* it is a letter.
    """
    for place in reversed(range(len(letters))):
        letter = letters[place]
        if letter in marked and not (letter == "u" and letters[:place] == ["q"]):
            letters[place] = marked[letter]
            return True
        if doubled and letter in _VOWELS and "d" not in marked:
            return False
    return False


def _with_horns(letters: list[str]) -> list[str]:
    """Share one horn key between u and o: both bear it in *người*, the o alone in *thuở*."""
    for place in range(1, len(letters)):
        two = "".join(letters[place - 1 : place + 1])
        if two in {"uơ", "ưo", "ươ"} and letters[: place - 1] != ["q"]:
            first = "ư" if place + 1 < len(letters) else "u"
            return [*letters[: place - 1], first, "ơ", *letters[place + 1 :]]
    return letters


def _toned(bare: str, tone: str) -> str | None:
    """Return *bare* with *tone* where the normal form has it, None where it cannot bear it."""
    if not tone:
        return bare
    if _STOPPED.search(bare) and tone not in {_ACUTE, _DOT}:
        return None
    at = max(place for place, letter in enumerate(bare) if letter in _VOWELS)
    return normal_form(unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :]))


def _shape(syllable: str) -> str:
    """Return *syllable* with the sounds of highland names as their Vietnamese neighbours."""
    return re.sub(r"^kr", "tr", re.sub(r"k$", "c", syllable))
