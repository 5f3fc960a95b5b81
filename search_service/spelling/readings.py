"""What a typed syllable may have been meant to be, and how unlikely each slip is.

Costs are negative log-probabilities in nats, set by hand and checked on headlines: what matters
is their order, and that a slip costs more than a rarer word does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import inf, log
from string import ascii_lowercase
from typing import Final

from search_service.engines.records import Spelling, SpellingModel
from search_service.spelling.viterbi import UNKNOWN, UNSEEN, Reading
from search_service.vietnamese import decoded, fold, is_marked, is_syllable, normal_form

NOWHERE: Final = 12.0
"""A syllable the archive does not have: nearly anything that it has is a better guess."""

LEFT_OUT: Final = 4.0
"""Marks left out of one syllable by a writer who marks others."""

KEYS: Final = 1.0
STRAY_KEYS: Final = 8.0
"""Telex or VNI keys, in a query where only they make sense of some syllable, and elsewhere."""

WRONG_MARK: Final = 4.0
"""A mark that is missing, wrong or too many; hỏi for ngã counts as one."""

SOUNDS_ALIKE: Final = 4.0
SLIP: Final = 7.0
"""A spelling that is spoken alike, and a letter missing, wrong, too many, or two swapped."""

GLUED: Final = 2.0
TORN: Final = 7.0
"""Each piece of syllables typed without a space, and of what the archive has in one piece."""

FOREIGN: Final = 5.0
"""A piece, or what a slip is mended to, that is spelt as no Vietnamese syllable: a foreign name, or
a scrap. Foreign names are many and alike, so its neighbours must speak for it."""

_LONGEST_WORD: Final = 12
_LONGEST_SPLIT: Final = 28
"""Letters; longer runs are addresses and the like."""

_WIDEST: Final = 64
"""Readings of one stretch that are weighed against their neighbours, the likeliest."""

_ALIKE: Final = (("d", "gi", "r"), ("s", "x"), ("ch", "tr"), ("l", "n"), ("i", "y"))
"""Spellings that some or all speakers pronounce alike; all but the last begin a syllable."""


def as_typed(model: SpellingModel, token: str) -> Spelling:
    """Return *token* as the archive has it, with the number UNKNOWN where it does not."""
    for spelling in model.spellings(fold(token)):
        if spelling.text == token:
            return spelling
    return Spelling(token, number=UNKNOWN, frequency=0)


def unslipped(model: SpellingModel, token: str, at: int, *, marks: bool) -> list[Reading]:
    """Return the readings of *token* as typed, and with any marks where it has none.

    Args:
        model: The archive's spelling.
        token: A syllable in normal form and lower case.
        at: Where it begins; see Reading.
        marks: Whether the query's writer types marks.
    """
    typed = _typed(model, token, at)
    if is_marked(token):
        return [typed]
    cost = LEFT_OUT if marks else 0.0
    others = (spelling for spelling in model.spellings(token) if spelling.text != token)
    return [typed, *(Reading(at, typed.stop, spelling, cost) for spelling in others)]


def mended(
    model: SpellingModel, token: str, at: int, *, marks: bool, keys: bool, letters: bool
) -> list[Reading]:
    """Return every reading of *token*: its marks, its letters, its keys, its gaps may be wrong.

    Args:
        model: The archive's spelling.
        token: A syllable in normal form and lower case.
        at: Where it begins; see Reading.
        marks: Whether the query's writer types marks.
        keys: Whether the query was typed in the keys of an input method.
        letters: Whether letters may be missing, wrong, too many or swapped.
    """
    typed = _typed(model, token, at)
    costs: dict[Spelling, float] = {typed.spelling: typed.cost}
    folded = fold(token)
    forms = [(folded, 0.0)]
    if letters:
        forms += _other_forms(model, folded, known=typed.spelling.frequency > 0)
    marking = _marking(token, marks=marks or keys)
    for form, cost in forms:
        for spelling in model.spellings(form):
            whole = cost + marking(spelling.text)
            if whole < costs.get(spelling, inf):
                costs[spelling] = whole
    if syllable := decoded(token):
        spelling = as_typed(model, syllable)
        if spelling.frequency:
            whole = KEYS if keys else STRAY_KEYS
            costs[spelling] = min(whole, costs.get(spelling, whole))
    likeliest = sorted(costs.items(), key=_unlikely)[:_WIDEST]
    stop = at + len(token)
    found = [Reading(at, stop, spelling, cost) for spelling, cost in likeliest]
    cost = TORN if typed.spelling.frequency else GLUED
    return [typed, *found, *_split(model, token, at, cost)]


def _typed(model: SpellingModel, token: str, at: int) -> Reading:
    spelling = as_typed(model, token)
    return Reading(at, at + len(token), spelling, 0.0 if spelling.frequency else NOWHERE)


def _other_forms(model: SpellingModel, folded: str, *, known: bool) -> Iterator[tuple[str, float]]:
    """Yield the unmarked syllables that *folded* may have been meant for, with their costs.

    Those that the archive writes: of hundreds of slips a handful.
    """
    if len(folded) > _LONGEST_WORD or not folded.isalpha() or not folded.isascii():
        return
    for form in _sounding_alike(folded):
        yield form, SOUNDS_ALIKE
    for form in model.written(_one_slip_away(folded)):
        # Of a syllable that exists only others that look like one: the rest would take too long.
        if is_syllable(form):
            yield form, SLIP
        elif not known:
            yield form, SLIP + FOREIGN


def _sounding_alike(folded: str) -> Iterator[str]:
    for group in _ALIKE:
        for written in group:
            places = [0] if written not in {"i", "y"} else range(len(folded))
            for place in places:
                if folded.startswith(written, place):
                    head, tail = folded[:place], folded[place + len(written) :]
                    yield from (head + other + tail for other in group if other != written)


def _one_slip_away(folded: str) -> list[str]:
    """Return what one letter missing, wrong or too many, or two swapped, make of *folded*.

    The candidates of Norvig's "How to Write a Spelling Corrector" (2007).
    """
    halves = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    forms = {head + tail[1:] for head, tail in halves if tail}
    forms |= {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    for letter in ascii_lowercase:
        forms |= {head + letter + tail[1:] for head, tail in halves if tail}
        forms |= {head + letter + tail for head, tail in halves}
    return list(forms - {folded, ""})


def _marking(typed: str, *, marks: bool) -> Callable[[str], float]:
    """Return what tells the cost of *typed* having other marks than what was meant."""
    if not is_marked(typed):
        return lambda meant: LEFT_OUT if marks and is_marked(meant) else 0.0
    own = _marks(typed)
    return lambda meant: _mismarked(own, _marks(meant))


@lru_cache(maxsize=1 << 14)
def _mismarked(typed: str, meant: str) -> float:
    """Return the cost of the marks *typed* where those of *meant* belong, in any order."""
    left = meant
    for mark in typed:
        left = left.replace(mark, "", 1)
    return WRONG_MARK * (max(len(typed), len(meant)) - len(meant) + len(left))


@lru_cache(maxsize=1 << 14)  # more syllables than a language has
def _marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(one for one in letters if one == "đ" or unicodedata.combining(one))


def _split(model: SpellingModel, token: str, at: int, cost: float) -> list[Reading]:
    """Return the readings of the pieces of *token*, as several syllables without spaces."""
    found: list[Reading] = []
    if is_syllable(token) or not token.isalpha() or len(token) > _LONGEST_SPLIT:
        return found
    for start in range(len(token)):
        for stop in range(start + 1, min(len(token), start + _LONGEST_WORD) + 1):
            piece = normal_form(token[start:stop])
            extra = 0.0 if is_syllable(fold(piece)) else FOREIGN
            if stop - start < len(token) and (len(piece) > 1 or not extra):
                found += [
                    Reading(at + start, at + stop, spelling, cost + extra)
                    for spelling in model.spellings(fold(piece))
                    if spelling.text == piece or not is_marked(piece)
                ]
    return found


def _unlikely(read: tuple[Spelling, float]) -> tuple[float, str]:
    """Return what readings are ordered by: their cost and how rare they are, then their text."""
    spelling, cost = read
    return cost - log(max(spelling.frequency, UNSEEN)), spelling.text
