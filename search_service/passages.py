"""Which passages of a text show the most of what is wanted: the parts a snippet is made of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import Final, NamedTuple

from search_service.occurrences import Occurrence
from search_service.vietnamese import sentences
from search_service.vietnamese.scanning import Scan

PASSAGE: Final = 45
"""Syllables of a snippet, all its fragments together: about three lines on a wide screen."""

FRAGMENTS: Final = 3
"""Most fragments of a snippet: with more, none has room for what its words are about."""

WORTHWHILE: Final = 1.15
"""How much more must be seen from one fragment more, since each then shows less around its words:
the fifth of five scattered words, but not one word beside a name of four."""

BEFORE: Final = 5
"""Syllables of a fragment before the first wanted one, where no sentence begins near."""

NEAR: Final = 12
"""Syllables before the first wanted one within which a sentence's beginning is near."""

_Worth = dict[str, float]
"""What each wanted syllable is worth where it stands with most others."""

_Stretch = tuple[int, int]
"""Occurrences in a row: the number of the first, and after the last."""


class Fragment(NamedTuple):
    """Syllables that are shown: the place of the first, and after the last."""

    first: int
    stop: int


def passages(
    text: Scan, found: Sequence[Occurrence], rarity: Mapping[str, float]
) -> list[Fragment]:
    """Return the fewest fragments that show the most, in order; they do not touch."""
    worths = [_worth(one, rarity) for one in found]
    best: list[_Stretch] = []
    most, everything = 0.0, _total(_united(worths, {}))
    for number in range(1, FRAGMENTS + 1):
        stretches, worth = _stretches(found, worths, number, everything)
        if worth > WORTHWHILE * most:
            best, most = stretches, worth
        if most >= everything:
            break
    size = PASSAGE // len(best)
    fragments: list[Fragment] = []
    for begin, end in sorted(best):
        fragment = _around(text, found[begin:end], size)
        if fragments and fragment.first <= fragments[-1].stop:
            last = fragments.pop()
            fragment = Fragment(last.first, max(last.stop, fragment.stop))
        fragments.append(fragment)
    return fragments


def _stretches(
    found: Sequence[Occurrence], worths: Sequence[_Worth], number: int, everything: float
) -> tuple[list[_Stretch], float]:
    """Return up to *number* stretches of *found* and what they are worth together.

    Each is near enough together for one fragment. The first shows the most, each further one the
    most that those before it do not; nothing shows more than *everything*.
    """
    near = _near(found, PASSAGE // number - BEFORE)
    chosen: list[_Stretch] = []
    shown: _Worth = {}
    for _ in range(number):
        best, most = shown, _total(shown)
        for begin, end in near:
            if most >= everything:
                break
            united = _united(worths[begin:end], shown)
            if (total := _total(united)) > most:
                best, most, best_stretch = united, total, (begin, end)
        if best is shown:
            break
        chosen.append(best_stretch)
        shown = best
    return chosen, _total(shown)


def _near(found: Sequence[Occurrence], size: int) -> list[_Stretch]:
    """Return every stretch of *found* that ends within *size* syllables, or is a single one.

    Not those within another: they show nothing that it does not.
    """
    stretches: list[_Stretch] = []
    end = 0
    for begin, one in enumerate(found):
        before, end = end, max(end, begin + 1)
        while end < len(found) and found[end].stop <= one.first + size:
            end += 1
        if end > before:
            stretches.append((begin, end))
    return stretches


def _worth(occurrence: Occurrence, rarity: Mapping[str, float]) -> _Worth:
    """Return what each of the wanted syllables is worth that stand side by side there."""
    size = len(occurrence.wanted)
    return {syllable: rarity.get(syllable, 1.0) * size for syllable in occurrence.wanted}


def _united(worths: Iterable[_Worth], shown: _Worth) -> _Worth:
    """Return what each syllable is worth where it is worth most: in *worths*, or as *shown*."""
    united = dict(shown)
    for worth in worths:
        for syllable, here in worth.items():
            if here > united.get(syllable, -1.0):
                united[syllable] = here
    return united


def _total(worth: _Worth) -> float:
    return fsum(worth.values())  # exact, so that equal passages are equal in any order


def _around(text: Scan, group: Sequence[Occurrence], size: int) -> Fragment:
    """Return about *size* syllables with *group* in them, from a sensible place on.

    That is where the sentence of the first wanted one begins, if it is near, else BEFORE
    syllables before it. At the end of the text there is room for more before it.
    """
    first, stop = group[0].first, min(group[-1].stop, group[0].first + PASSAGE)
    room = max(0, len(text) - size)
    if first >= room:
        begin = min(_sentence_starts(text, room, min(first, room + NEAR)), default=room)
    else:
        earliest = min(first, max(0, stop - size, first - NEAR))
        begin = max(_sentence_starts(text, earliest, first), default=max(earliest, first - BEFORE))
    return Fragment(begin, min(len(text), max(stop, begin + size)))


def _sentence_starts(text: Scan, first: int, last: int) -> list[int]:
    """Return the syllables from *first* to *last* with which a sentence begins."""
    before = text.ends[first - 2] if first > 1 else 0  # one more: it may be "TP." or "ông A."
    spans = sentences(text.text[before : text.ends[last]])
    starts = (bisect_left(text.starts, before + start) for start, _ in spans[before > 0 :])
    return [place for place in starts if first <= place <= last]
