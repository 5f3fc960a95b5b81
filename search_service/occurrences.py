"""Where the words of a query stand in a text: for snippets, highlights and concordances alike.

Wanted syllables that stand side by side are one occurrence, whatever their order; a phrase is one
as a whole or not at all, also across signs and lines. Where the words of a query stand together,
those of its syllables that stand about alone are others' words: beside "ủy ban nhân dân tỉnh", the
"nhân dân" and the "tỉnh" of another sentence. So an occurrence without a phrase counts only if one
of its syllables occurs nowhere in a fuller one: for a lone syllable in any of two or more, for
several in one of more than twice as many.

An unmarked word stands for every marking of itself, but in a query that has marks elsewhere, and in
an article that has the word as it was typed, only for that: the "ban" of "ủy ban" is no "bàn".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, NamedTuple

from search_service.query import Query
from search_service.vietnamese import fold, is_marked
from search_service.vietnamese.scanning import Scan

# What may stand between two syllables side by side: no comma and no end of a sentence, but the
# hyphen of "Thừa Thiên - Huế" and the full stop of "TP.HCM".
_JOINT: Final = re.compile(r"[^\S\n]*[-‐‑–/&]?[^\S\n]*|[.'’_]")

_Forms = dict[int, tuple[str, str]]


class Occurrence(NamedTuple):
    """Wanted syllables side by side.

    Attributes:
        first: Place of the first one among the text's syllables.
        stop: Place after the last one.
        start: Offset of its first character in the text.
        end: Offset after its last one.
        wanted: Which of the query's syllables it has.
        phrase: Whether a phrase is in it.
    """

    first: int
    stop: int
    start: int
    end: int
    wanted: frozenset[str]
    phrase: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        words: Single syllables.
        phrases: Syllables that count only as a whole.
        folds: What all of these fold to, each once.
        marked: Whether any of them has a mark.
    """

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    folds: tuple[str, ...]
    marked: bool

    @classmethod
    def of(cls, query: Query) -> Wanted:
        """Take the free words of *query*, what else they are written as, and its phrases."""
        words = frozenset(query.tokens)
        phrases = [phrase.tokens for phrase in query.phrases]
        variants = [variant.tokens for variant in query.variants]
        every = words.union(*phrases, *variants)
        folds = tuple(dict.fromkeys(map(fold, every)))
        return cls(words, (*phrases, *variants), folds, any(map(is_marked, every)))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    def find(self, *texts: Scan) -> list[list[Occurrence]]:
        """Return the occurrences in each of the *texts* of one article, in order."""
        forms = [_forms(text, self.folds) for text in texts]
        typed = self._as_typed(forms)
        found = [self._side_by_side(*both, typed) for both in zip(texts, forms, strict=True)]
        fullest: dict[str, int] = {}
        for occurrence in (one for several in found for one in several):
            size = len(occurrence.wanted)
            for syllable in occurrence.wanted:
                if size > fullest.get(syllable, 0):
                    fullest[syllable] = size
        if max(fullest.values(), default=0) <= 1:  # none is fuller than another: all count
            return found
        return [[one for one in several if _counts(one, fullest)] for several in found]

    def _as_typed(self, forms: Sequence[_Forms]) -> set[str]:
        """Return the words that count only as typed: see the head of this module."""
        if not self.marked:
            return set()
        return {text for several in forms for text, folded in several.values() if text == folded}

    def _side_by_side(self, text: Scan, forms: _Forms, typed: set[str]) -> list[Occurrence]:
        words = self.words
        found: dict[int, str] = {}
        for place, (form, folded) in forms.items():
            if form in words:
                found[place] = form
            elif folded in words and folded not in typed:
                found[place] = folded
        glued: set[int] = set()
        for first, phrase in self._phrases(forms):
            found |= zip(range(first, first + len(phrase)), phrase, strict=True)
            glued |= set(range(first + 1, first + len(phrase)))
        if not found:
            return []
        alone = {form: frozenset((form,)) for form in found.values()}
        return [
            _occurrence(text, first, last, found, alone, glued)
            for first, last in _blocks(text, sorted(found), glued)
        ]

    def _phrases(self, forms: _Forms) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the place of the first syllable of each phrase found, and the phrase.

        A marked syllable is itself alone, an unmarked one every marking of itself; folding never
        gives a marked syllable.
        """
        for phrase in self.phrases:
            head, rest = phrase[0], phrase[1:]
            for first, form in forms.items():
                if head in form and all(
                    syllable in forms.get(place, ())
                    for place, syllable in enumerate(rest, first + 1)
                ):
                    yield first, phrase


def _forms(text: Scan, folds: Iterable[str]) -> _Forms:
    """Return, by their places, the normal and the folded form of what folds to one of *folds*."""
    return {place: (form, folded) for folded in folds for place, form in text.forms(folded)}


def _blocks(text: Scan, places: Sequence[int], glued: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last place of those *places* that stand side by side."""
    first = last = places[0]
    for place in places[1:]:
        if place != last + 1 or not (place in glued or _joined(text, place)):
            yield first, last
            first = place
        last = place
    yield first, last


def _joined(text: Scan, place: int) -> bool:
    """Tell whether the syllable at *place* and the one before it stand side by side."""
    gap = text.text[text.ends[place - 1] : text.starts[place]]
    return gap == " " or _JOINT.fullmatch(gap) is not None


def _counts(occurrence: Occurrence, fullest: dict[str, int]) -> bool:
    """Tell whether *occurrence* is one by the rule at the head of this module."""
    size = len(occurrence.wanted)
    most = size if size == 1 else 2 * size
    return occurrence.phrase or min(map(fullest.__getitem__, occurrence.wanted)) <= most


def _occurrence(
    text: Scan,
    first: int,
    last: int,
    found: Mapping[int, str],
    alone: Mapping[str, frozenset[str]],
    glued: Set[int],
) -> Occurrence:
    """Return what stands from *first* to *last*; most are one syllable, and its set is *alone*."""
    start, end = text.starts[first], text.ends[last]
    if first == last:
        return Occurrence(first, last + 1, start, end, alone[found[first]], phrase=False)
    places = range(first, last + 1)
    wanted = frozenset([found[place] for place in places])
    return Occurrence(first, last + 1, start, end, wanted, not glued.isdisjoint(places))
