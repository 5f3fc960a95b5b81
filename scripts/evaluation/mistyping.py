"""How texts come to be typed otherwise than they are printed: slips, keys, ways of speaking."""

import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from search_service.vietnamese import Token, fold, is_marked, normal_form, syllables, tokenize

SHORTEST: Final = 3
"""Letters of a syllable that a slip is made in."""

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TELEX_TONES: Final = dict(zip(_TONES, ("", *"frxsj"), strict=True))
_VNI_TONES: Final = dict(zip(_TONES, ("", *"23415"), strict=True))
_TELEX_LETTERS: Final = {
    "ă": "aw",
    "â": "aa",
    "ê": "ee",
    "ô": "oo",
    "ơ": "ow",
    "ư": "uw",
    "đ": "dd",
}
_VNI_LETTERS: Final = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
_CONFUSED: Final = (("s", "x"), ("x", "s"), ("ch", "tr"), ("tr", "ch"), ("gi", "d"), ("d", "gi"),
                    ("l", "n"), ("n", "l"))  # fmt: skip

Rewriting = Callable[[str, random.Random], str]


def unmarked(text: str) -> str:
    """Return *text* with its letters bare and its case kept, as typed on a plain keyboard."""
    bare = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return "".join(bare).translate(str.maketrans("đĐ", "dD"))


def slip(text: str, rng: random.Random) -> str:
    """Return *text* with one slip in one syllable of SHORTEST letters or more, if it has any.

    A letter is missing, doubled, replaced by a neighbouring key or swapped with the next one, or
    the tone is another one or none; each equally often.
    """
    places = [token for token in tokenize(text) if _may_slip(token)]
    if not places:
        return text
    place = rng.choice(places)
    typed = text[place.start : place.end]
    slipped = typed
    while syllables(slipped) == syllables(typed):
        slipped = rng.choice(_SLIPS)(typed, rng)
    return text[: place.start] + slipped + text[place.end :]


def telex(text: str, _: random.Random) -> str:
    """Return the Telex keys of *text*, each tone behind its syllable."""
    return _keyed(text, _TELEX_LETTERS, _TELEX_TONES)


def vni(text: str, _: random.Random) -> str:
    """Return the VNI keys of *text*, each tone behind its syllable."""
    return _keyed(text, _VNI_LETTERS, _VNI_TONES)


def glued(text: str, _: random.Random) -> str:
    """Return *text* without marks and without spaces."""
    return unmarked(text).replace(" ", "")


def hook_for_tilde(text: str, _: random.Random) -> str:
    """Return *text* with hỏi for ngã and ngã for hỏi, as half the country speaks them alike."""
    exchanged = str.maketrans("\u0303\u0309", "\u0309\u0303")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(exchanged))


def spoken_alike(text: str, rng: random.Random) -> str:
    """Return *text* with the onset of one syllable as another region speaks it, if there is one."""
    parts = text.split(" ")
    found = [
        (place, heard + part.removeprefix(written))
        for place, part in enumerate(parts)
        for written, heard in _CONFUSED
        if part.startswith(written) and fold(part[len(written) :])[:1] in set("aeiouy")
    ]
    if not found:
        return text
    place, part = rng.choice(found)
    return normal_form(" ".join([*parts[:place], part, *parts[place + 1 :]]))


def _may_slip(token: Token) -> bool:
    return len(token.text) >= SHORTEST and token.text.isalpha()


def _missing(typed: str, rng: random.Random) -> str:
    place = rng.randrange(len(typed))
    return typed[:place] + typed[place + 1 :]


def _doubled(typed: str, rng: random.Random) -> str:
    place = rng.randrange(len(typed))
    return typed[: place + 1] + unmarked(typed[place]) + typed[place + 1 :]


def _neighbour(typed: str, rng: random.Random) -> str:
    place = rng.randrange(len(typed))
    near = _near(unmarked(typed[place]).lower())
    return typed[:place] + rng.choice(near) + typed[place + 1 :] if near else typed


def _swapped(typed: str, rng: random.Random) -> str:
    place = rng.randrange(len(typed) - 1)
    return typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]


def _other_tone(typed: str, rng: random.Random) -> str:
    bare, tone = _untoned(typed)
    other = rng.choice([one for one in _TONES if one != tone])
    at = max((place for place, sign in enumerate(fold(bare)) if sign in "aeiouy"), default=None)
    if at is None:
        return typed
    return normal_form(unicodedata.normalize("NFC", bare[: at + 1] + other + bare[at + 1 :]))


_SLIPS: Final[Sequence[Rewriting]] = (_missing, _doubled, _neighbour, _swapped, _other_tone)


def _near(key: str) -> str:
    """Return the keys that touch *key*: beside it, and in the rows above and below."""
    for row, keys in enumerate(_ROWS):
        if key in keys and key:
            at = keys.index(key)
            beside = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            above = _ROWS[row - 1][at : at + 2] if row else ""
            below = _ROWS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_ROWS) else ""
            return beside + above + below
    return ""


def _untoned(syllable: str) -> tuple[str, str]:
    """Return *syllable* without its tone in NFC, and the tone."""
    signs = unicodedata.normalize("NFD", syllable)
    tone = next((sign for sign in signs if sign in _TONES[1:]), "")
    return unicodedata.normalize("NFC", signs.replace(tone, "") if tone else signs), tone


def _keyed(text: str, letters: dict[str, str], tones: dict[str, str]) -> str:
    parts = []
    for part in text.lower().split(" "):
        bare, tone = _untoned(part)
        # One key serves both horns of "ươ", as most typists do it.
        bare = bare.replace("ươ", "uơ")
        parts.append("".join(letters.get(letter, letter) for letter in bare) + tones[tone])
    return " ".join(parts)


CARELESS: Final[dict[str, Rewriting]] = {
    "Telex keys": telex,
    "VNI keys": vni,
    "glued": glued,
    "one slip": slip,
    "one slip, unmarked": lambda text, rng: slip(unmarked(text), rng),
    "hỏi for ngã": hook_for_tilde,
    "spoken alike": spoken_alike,
    "unmarked": lambda text, _: unmarked(text),
}
"""How short queries are typed without care. A rewriting may leave a text as it is."""


def careless(text: str, kind: str, rng: random.Random) -> str | None:
    """Return *text* typed in one of the ways of CARELESS, None where that changes nothing."""
    typed = CARELESS[kind](text, rng)
    if kind in {"Telex keys", "VNI keys", "unmarked"} and not is_marked(text):
        return None
    return None if syllables(typed) == syllables(text) else typed
