"""Abbreviations that a text explains: *Ủy ban nhân dân (UBND)*, *UBND (Ủy ban nhân dân)*.

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (Pacific Symposium on Biocomputing, 2003): one of the two stands in brackets behind
the other, and the abbreviation is matched from its end. Theirs may take a letter from anywhere in
a word; here each stands for the beginning of a syllable, in order, and only small words are left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from search_service.vietnamese.normal import fold
from search_service.vietnamese.syllables import Token, syllables, tokenize

_MOST: Final = 12  # syllables of a long form, as ``newsroom`` reads them
_LEFT_OUT: Final = frozenset({"và", "của", "về", "các", "cho", "trong", "tại", "ở", "and", "of"})
_SHORT = r"[A-ZĐƯÂÔ][A-ZĐƯÂÔa-zđ]{0,11}(?:[.&-][A-ZĐƯÂÔa-zđ]{1,6}){0,5}"
_BEHIND = re.compile(rf"\(({_SHORT})\)")
_BEFORE = re.compile(rf"(?<!\w)({_SHORT}) \(([^()\n]{{5,80}})\)")
_LETTERS = re.compile(r"[A-ZĐƯÂÔ][a-zđ]*")
_WITHIN = re.compile(r"[ \u00a0]+|[ \u00a0]*(?:,|&|[-\u2013])[ \u00a0]*")
_REACH: Final = 120  # characters before a bracket: 12 syllables and what is left out


def definitions(text: str) -> list[tuple[str, str]]:
    """Return (abbreviation, long form) as printed, each pair once whatever its case.

    Args:
        text: In NFC.
    """
    found = {
        (tuple(syllables(short)), tuple(syllables(form))): (short, " ".join(form.split()))
        for short, form in (*_behind(text), *_before(text))
    }
    return list(found.values())


def _behind(text: str) -> Iterator[tuple[str, str]]:
    for match in _BEHIND.finditer(text):
        units = _units(match[1])
        start = max(0, match.start() - _REACH)
        before = text[start : match.start()]
        tokens = _joined(before, tokenize(before))
        if units and tokens and not before[tokens[-1].end :].strip():
            size = _length(units, tokens)
            # The reach may have cut the first syllable in two.
            if size and (start == 0 or tokens[-size].start > 0):
                yield match[1], before[tokens[-size].start : tokens[-1].end]


def _before(text: str) -> Iterator[tuple[str, str]]:
    for match in _BEFORE.finditer(text):
        units, inside = _units(match[1]), match[2]
        tokens = tokenize(inside)
        whole = _joined(inside, tokens) == tokens
        if units and whole and tokens and _length(units, tokens) == len(tokens):
            yield match[1], inside[tokens[0].start : tokens[-1].end]


def _units(short: str) -> list[str]:
    """Return what stands for one syllable each: a capital with the small letters behind it."""
    units = [unit.lower() for unit in _LETTERS.findall(short)]
    letters = sum(map(str.isalpha, short))
    return units if len(units) > 1 and sum(map(len, units)) == letters else []


def _joined(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Return the last *tokens* of *text* with nothing but spaces, commas and dashes between."""
    kept: list[Token] = []
    for token in reversed(tokens):
        if kept and not _WITHIN.fullmatch(text, token.end, kept[-1].start):
            break
        kept.append(token)
    return kept[::-1][-2 * _MOST :]


def _length(units: Sequence[str], tokens: Sequence[Token]) -> int:
    """Return how many of the last *tokens* the *units* stand for, 0 when they do not fit."""
    place = len(tokens)
    for unit in reversed(units):
        place -= 1
        while place >= 0 and tokens[place].text in _LEFT_OUT and not _begins(tokens[place], unit):
            place -= 1
        if place < 0 or not _begins(tokens[place], unit):
            return 0
    size = len(tokens) - place
    return size if size <= _MOST else 0


def _begins(token: Token, unit: str) -> bool:
    """Tell whether *unit* is the beginning of *token*; its vowel may be marked, its đ must be."""
    beginning = token.text[: len(unit)]
    return fold(beginning) == fold(unit) and (beginning[0] == "đ") == (unit[0] == "đ")
