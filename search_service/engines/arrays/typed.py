"""What may be meant by syllables half typed: their letters, marks and keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search_service.vietnamese import decoded, fold, is_marked

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class Typed:
    """One syllable as typed, and what it leaves open.

    Attributes:
        text: In normal form and lower case.
        half: Whether more letters may follow: it is the last one.
        toneless: Whether its tone may still follow, though other marks are there.
    """

    text: str
    half: bool = False
    toneless: bool = False

    @property
    def marked(self) -> bool:
        """Whether some marking of its letters does not fit."""
        return is_marked(self.text)

    def fits(self, syllable: str) -> bool:
        """Tell whether *syllable*, whose unmarked letters fit, has the marks that were typed.

        The tone is the syllable's and not a letter's: *hoà* may become *hoàng*, though alone it
        is written *hòa*.
        """
        if not self.half:
            return syllable == self.text
        letters, tone = _parts(self.text)
        whole, its_tone = _parts(syllable)
        return whole.startswith(letters) and (tone == its_tone or (self.toneless and not tone))


def readings(syllables: Sequence[str]) -> Iterator[list[Typed]]:
    """Yield what *syllables*, the last of them perhaps half typed, may mean, likeliest first.

    As typed; then with the tone of the last one still to come, as input methods have it
    (*nguyên* on the way to *nguyễn*); then as the keys of Telex or VNI, typed without an input
    method.
    """
    if not syllables:
        return
    yield from _with_open_tone([Typed(text) for text in syllables])
    spelt = [decoded(text) or text for text in syllables]
    if spelt != list(syllables):
        yield from _with_open_tone([Typed(text) for text in spelt])


def _with_open_tone(typed: list[Typed]) -> Iterator[list[Typed]]:
    last = replace(typed[-1], half=True)
    yield [*typed[:-1], last]
    if last.marked and not _parts(last.text)[1]:
        yield [*typed[:-1], replace(last, toneless=True)]


@lru_cache(maxsize=1 << 14)
def _parts(syllable: str) -> tuple[str, str]:
    """Return the letters of *syllable* with hats, horns and bars, and its tone or nothing."""
    signs = unicodedata.normalize("NFD", syllable)
    tone = "".join(sign for sign in signs if sign in _TONES)
    bare = "".join(sign for sign in signs if sign not in _TONES)
    return unicodedata.normalize("NFC", bare), tone


def unmarked_first(syllable: str) -> tuple[bytes, bytes]:
    """Return what puts syllables in the order of their unmarked forms, then of themselves."""
    return fold(syllable).encode("utf-8"), syllable.encode("utf-8")
