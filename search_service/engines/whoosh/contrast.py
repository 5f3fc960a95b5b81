"""What the articles of a result have more often than the archive: compounds and persons."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.people import People
from search_service.engines.whoosh.frequencies import Frequencies
from search_service.results import Contrast, Typical
from search_service.significance import typical
from search_service.vietnamese import FUNCTION_WORDS


class Contrasts:
    """Compares results with one generation."""

    def __init__(self, frequencies: Frequencies, people: People) -> None:
        """Use the *frequencies* and *people* of one generation."""
        self._frequencies = frequencies
        self._people = people

    def of(self, found: Array, size: int) -> Contrast:
        """Return what is typical of the articles *found*; see ``engines.base.Engine.contrast``."""
        articles, archive = len(found), self._frequencies.articles
        people, lexicon = self._people, self._frequencies.lexicon
        among = np.zeros(self._frequencies.size, dtype=bool)
        among[found] = True
        inside = self._frequencies.words_within(among)
        everywhere = self._frequencies.words_everywhere()
        scores = typical(inside, everywhere, articles, archive) * self._compounds
        words = tuple(
            Typical(text, text, int(inside[code]), int(everywhere[code]))
            for code in _best(scores, size)
            for text in [lexicon[code].replace("_", " ")]
        )
        mentions = np.diff(people.mention_offsets)
        named = people.counts(found)
        scores = typical(named, mentions, articles, archive)
        named_most = tuple(
            Typical(people.ids[code], people.label(code), int(named[code]), int(mentions[code]))
            for code in _best(scores, size)
        )
        return Contrast(articles, archive, words, named_most)

    @cached_property
    def _compounds(self) -> Array:
        """Whether each term is a compound that names something."""
        texts = self._frequencies.lexicon.texts()
        compounds: Array = np.array([_names(text) for text in texts], dtype=bool)
        return compounds


def _names(text: str) -> bool:
    """Tell whether a term is a compound worth naming: of syllables, none of them a number alone."""
    parts = text.split("_")
    return len(parts) > 1 and text not in FUNCTION_WORDS and not any(map(str.isdigit, parts))


def _best(scores: Array, size: int) -> list[int]:
    """Return the places of the *size* highest scores above 0, the highest first."""
    there = np.flatnonzero(scores > 0)
    order = np.lexsort((there, -scores[there]))[:size]
    return [int(place) for place in there[order]]
