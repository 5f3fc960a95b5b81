"""Completions of what is being typed: syllables of names, sections, phrases and titles.

Every syllable of a label is a place to begin at. The places are kept by their syllable, and the
syllables in the order of their unmarked form, so that all ways to begin with what was typed lie
side by side; each further syllable typed thins them out. How good a completion would be, were it
to fit, is decided when the index is built, so the best are the least numbers of those that fit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, cycle, pairwise
from math import ceil
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from search_service.engines.arrays.language.entries import (
    KINDS,
    LONGEST,
    Entry,
    Gathered,
    Group,
    arranged,
)
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.strings import Strings
from search_service.engines.arrays.typed import Typed, readings, unmarked_first
from search_service.results import Suggestion
from search_service.vietnamese import fold, syllables

_T = TypeVar("_T")

_PEOPLE: Final = 5
"""Persons that are listed before anything else is, where as many fit."""

_PEOPLE_SHARE: Final = 5 / 8
"""The part of a longer list that persons may fill, where other things fit too."""


class Suggester:
    """Finds entries by the beginning of any of their syllables, with or without marks."""

    def __init__(self, folder: Path) -> None:
        """Map what ``write`` wrote to *folder*."""
        self._values = Strings(folder, "suggest.values")
        self._labels = Strings(folder, "suggest.labels")
        self._syllables = Strings(folder, "suggest.syllables")
        self._folded = Strings(folder, "suggest.folded")
        self._folder = folder

    _kinds = Mapped("suggest.kinds")
    _counts = Mapped("suggest.counts")
    _tokens = Mapped("suggest.tokens")
    _offsets = Mapped("suggest.offsets")
    _places = Mapped("suggest.places")
    _ranks = Mapped("suggest.ranks")
    _ranked = Mapped("suggest.ranked")
    _middle = Mapped("suggest.middle")
    _bounds = Mapped("suggest.bounds")

    @staticmethod
    def write(folder: Path, entries: Iterable[Entry]) -> None:
        """Write *entries* to *folder*; of two that are as frequent, the first given is better.

        Besides tables of the values, the labels, and all syllables in the order of their unmarked
        forms, with those (``folded``), *folder* gets as ``suggest.<name>.npy``:

        - kinds: u8[entries]: places in KINDS.
        - counts: u32[entries]: articles.
        - tokens: u32[tokens]: the syllables of all labels, numbered from 1; 0 ends a label.
        - offsets: i64[syllables + 1]: where each syllable begins in ``places``.
        - places: u32[places]: where in ``tokens`` each syllable stands.
        - ranks: u32[places]: how good it is to complete from there, by group, 0 the best.
        - ranked: u32[places]: the entry that each rank belongs to.
        - middle: i64[groups]: the rank from which on a group's labels are met in their middle.
        - bounds: i64[groups + 1]: the rank at which each group begins.
        """
        known = Gathered(entries)
        order = np.lexsort((-np.array(known.counts, np.int64), np.array(known.groups)))
        ordered = order.tolist()
        lexicon = sorted(known.numbers, key=unmarked_first)
        Strings.write(folder, "suggest.values", map(known.values.__getitem__, ordered))
        Strings.write(folder, "suggest.labels", map(known.labels.__getitem__, ordered))
        Strings.write(folder, "suggest.syllables", lexicon)
        Strings.write(folder, "suggest.folded", map(fold, lexicon))
        arrays = arranged(*known.tokens(order, lexicon), np.array(known.groups, np.int64)[order])
        arrays["offsets"] = np.searchsorted(arrays.pop("firsts"), np.arange(1, len(lexicon) + 2))
        arrays["kinds"] = np.array(known.kinds, dtype=np.uint8)[order]
        arrays["counts"] = np.array(known.counts, dtype=np.uint32)[order]
        for name in _ARRAYS:
            np.save(folder / f"suggest.{name}.npy", arrays[name])

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most *limit* completions of *text*, those most likely wanted first.

        Persons come first, by the articles that mention them, those who begin with *text* or
        whose last name does before others; then sections, phrases, persons mentioned once, and
        titles. A section that begins with *text* goes before persons as long as these stay among
        the first five.
        """
        for typed in ways(text):
            ranks = np.sort(self._fitting(typed))
            if len(ranks):
                return tuple(map(self.suggestion, self._mixed(ranks, limit)))
        return ()

    def _fitting(self, typed: Sequence[Typed]) -> Array:
        """Return the ranks of the places from which on syllables stand that fit *typed*."""
        first, *others = map(self._numbers, typed)
        rows = [slice(self._offsets[low - 1], self._offsets[high - 1]) for low, high in first]
        places = np.concatenate([self._places[:0], *(self._places[row] for row in rows)])
        ranks = np.concatenate([self._ranks[:0], *(self._ranks[row] for row in rows)])
        for distance, runs in enumerate(others, 1):
            tokens = self._tokens[places + distance]
            fits = np.zeros(len(tokens), dtype=bool)
            for low, high in runs:
                fits |= (tokens >= low) & (tokens < high)
            places, ranks = places[fits], ranks[fits]
            if not len(ranks):
                break
        return ranks

    def _numbers(self, typed: Typed) -> list[tuple[int, int]]:
        """Return the runs, from and up to but without, of the numbers of syllables that fit."""
        unmarked = fold(typed.text).encode("utf-8")
        every = range(len(self._folded))
        low = bisect_left(every, unmarked, key=self._folded.encoded)
        last = unmarked + b"\xff" if typed.half else unmarked
        high = bisect_right(every, last, lo=low, key=self._folded.encoded)
        if not typed.marked:
            return [(low + 1, high + 1)] if high > low else []
        fitting = [place for place in range(low, high) if typed.fits(self._syllables[place])]
        return [(place + 1, place + 2) for place in fitting]

    def _mixed(self, ranks: Array, limit: int) -> list[int]:
        """Return the entries to list, given the *ranks*, ascending, of all that fit."""
        begins = np.searchsorted(ranks, self._bounds).tolist()
        found = [self._distinct(ranks[begin:end], limit) for begin, end in pairwise(begins)]
        middle = int(np.searchsorted(ranks, self._middle[Group.SECTION]))
        beginning = self._distinct(ranks[begins[Group.SECTION] : middle], limit)
        return listed(found, len(beginning), limit)

    def halves(self, typed: Sequence[Typed], limit: int) -> list[tuple[list[int], list[int]]]:
        """Return for each group the first *limit* entries that fit, by where they are met.

        Those met at a beginning, and those met in their middle: an entry may be in both.
        """
        ranks = np.sort(self._fitting(typed))
        begins = np.searchsorted(ranks, self._bounds).tolist()
        middles = np.searchsorted(ranks, self._middle).tolist()
        return [
            (self._distinct(ranks[begin:middle], limit), self._distinct(ranks[middle:end], limit))
            for begin, middle, end in zip(begins[:-1], middles, begins[1:], strict=True)
        ]

    def suggestion(self, entry: int) -> Suggestion:
        """Return an entry as it is shown."""
        kind = KINDS[int(self._kinds[entry])]
        return Suggestion(kind, self._values[entry], self._labels[entry], int(self._counts[entry]))

    def entries(self) -> Iterator[Suggestion]:
        """Yield all entries."""
        return map(self.suggestion, range(len(self._kinds)))

    def _distinct(self, ranks: Array, limit: int) -> list[int]:
        """Return the first *limit* entries that *ranks* belong to, each once."""
        few = self._ranked[ranks[: limit * LONGEST]]
        return list(dict.fromkeys(few.tolist()))[:limit]


_ARRAYS: Final = (
    "kinds", "counts", "tokens", "offsets", "places", "ranks", "ranked", "middle", "bounds",
)  # fmt: skip


def ways(text: str) -> Iterator[list[Typed]]:
    """Yield what *text* may mean as the beginning of a label, likeliest first."""
    return readings(syllables(text)[:LONGEST])


def listed(found: Sequence[Sequence[_T]], beginning: int, limit: int) -> list[_T]:
    """Return what is listed of the entries *found* in each group, at most *limit*.

    The first *beginning* sections begin with what was typed.
    """
    taken = _shared([len(entries) for entries in found], limit)
    lists = [list(entries[:number]) for entries, number in zip(found, taken, strict=True)]
    people, sections = lists[Group.PERSON], lists[Group.SECTION]
    ahead = min(max(0, _PEOPLE - len(people)), beginning)
    lists[: Group.PHRASE] = [sections[:ahead], people, sections[ahead:]]
    return list(chain.from_iterable(lists))


def _shared(found: Sequence[int], limit: int) -> list[int]:
    """Return how many of each group to list, at most *limit* in all and no more than *found*.

    Persons fill _PEOPLE_SHARE of the list, and the others take turns; what is left is persons'.
    """
    people = min(limit, max(_PEOPLE, ceil(limit * _PEOPLE_SHARE)))
    taken = [0] * len(Group)
    for group in (Group.PERSON, Group.STRANGER):
        taken[group] = min(found[group], people - sum(taken))
    others = (Group.SECTION, Group.PHRASE, Group.TITLE)
    turns = cycle(others)
    while sum(taken) < limit and any(taken[group] < found[group] for group in others):
        group = next(turns)
        taken[group] += taken[group] < found[group]
    for group in (Group.PERSON, Group.STRANGER):
        taken[group] = min(found[group], taken[group] + limit - sum(taken))
    return taken
