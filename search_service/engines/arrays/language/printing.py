"""How mined phrases are printed, and which of them are parts of names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from search_service.engines.arrays.language.phrases import Phrase
from search_service.engines.arrays.language.runs import LONGEST
from search_service.vietnamese import syllables
from search_service.vietnamese.normal import RUN

_JOINED: Final = re.compile(r"\w+(?:[ ./-]\w+|\w)*")
"""Runs of letters and digits with one sign between them: a comma would part two phrases."""


def spelt(
    phrases: Iterable[Phrase], texts: Callable[[int], Sequence[str]]
) -> Iterator[tuple[str, int]]:
    """Yield each phrase as it is printed most often at its places, and its number of articles.

    A capital that only begins a sentence or a title is not the phrase's: where both were seen,
    the small letter counts.

    Args:
        phrases: As mined; one that is printed at none of its places with nothing but spaces,
            hyphens, full stops or strokes inside is left out.
        texts: Returns the texts of an article, in the order in which they were mined.
    """
    known = list(phrases)
    wanted: dict[int, list[tuple[int, int, int]]] = {}
    for number, phrase in enumerate(known):
        for article, text, syllable in phrase.places:
            wanted.setdefault(article, []).append((text, syllable, number))
    printed: list[Counter[str]] = [Counter() for _ in known]
    for article in sorted(wanted):
        written = texts(article)
        last = max(syllable for _, syllable, _ in wanted[article]) + LONGEST
        runs = [list(islice(RUN.finditer(text), last)) for text in written]
        for text, syllable, number in wanted[article]:
            within = runs[text][syllable : syllable + len(known[number].syllables)]
            printed_text = written[text][within[0].start() : within[-1].end()] if within else ""
            if _is_printed(printed_text, known[number].syllables):
                printed[number][printed_text] += 1
    for phrase, prints in zip(known, printed, strict=True):
        if prints:
            yield _usual(prints), phrase.articles


def named(labels: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the articles of names and of their parts of 2 to LONGEST syllables.

    Args:
        labels: Names and the number of their articles.
    """
    parts: Counter[str] = Counter()
    for label, articles in labels:
        name = syllables(label)
        for begin in range(len(name) - 1):
            for end in range(begin + 2, min(len(name), begin + LONGEST) + 1):
                parts[" ".join(name[begin:end])] += articles
    return parts


def _is_printed(text: str, wanted: Sequence[str]) -> bool:
    """Tell whether *text* is *wanted*, with no sign inside that parts sentences or their parts."""
    return _JOINED.fullmatch(text) is not None and tuple(syllables(text)) == tuple(wanted)


def _usual(prints: Counter[str]) -> str:
    usual = max(prints, key=lambda text: (prints[text], text))
    small = usual[0].lower() + usual[1:]
    return small if small in prints else usual
