"""Query: what a reader asks for, engine-free; ``grammar`` reads it from a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from search_service.vietnamese import words

MAX_CHARACTERS: Final = 1_000
"""Longest query read; what follows is ignored. A headline has 60-100 characters."""

MAX_TOKENS: Final = 40
"""Most syllables searched for, the first ones: each costs time, and 40 name any article."""

MAX_PHRASES: Final = 10
"""Most phrases, and most exclusions, that are read: each costs as much as a search."""

MAX_SIZE: Final = 100
"""Most hits on one page."""

SHORT: Final = 4
"""Syllables of a query that asks for a name or a topic: all of them must occur."""

LONG: Final = 6
"""Syllables up to which a query may still be a topic; a longer one is a headline or a question,
and the article it asks for seldom has all its words."""

COVERAGE: Final = 0.35
"""Share of the weight of a longer query's syllables that an article must have, where the best one
does not have them all; a syllable weighs its idf. Of 500 headlines the mean reciprocal rank is
0.724, 0.731 without any such limit; a median of 542 of 12,000 articles are found. 4 in 10 of the
syllables, each counted alike, found 2,202 of them and ranked the right ones at 0.719."""


class Sort(StrEnum):
    """The order of hits. Without words to rank by, RELEVANCE is NEWEST."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Syllables that must stand side by side, in order, within one field."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to write ``Query.tokens[start:stop]``: syllables that stand side by side."""

    start: int
    stop: int
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be, whatever its words. Values of one filter are alternatives.

    Attributes:
        sections: Section names, as printed or without marks.
        people: Person ids or names, as printed or without marks.
        together: Persons, likewise, each of whom must be mentioned besides.
        first: Earliest day of publication, inclusive.
        last: Latest day of publication, inclusive.
    """

    sections: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    together: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sections or self.people or self.first or self.last or self.together)

    def within(self, span: str) -> bool:
        """Tell whether the days asked for are, or lie within, a year, month or day of ISO 8601."""
        if not self.first or not self.last:
            return False
        return self.first.isoformat().startswith(span) and self.last.isoformat().startswith(span)


@dataclass(frozen=True, slots=True)
class Switches:
    """What a reader may turn off or on.

    Attributes:
        recent: Recent news are mildly preferred, where relevance orders the hits.
        variants: Abbreviations and other spellings are searched for too; ``newsroom`` has them.
        explain: Each hit says where its score comes from.
    """

    recent: bool = True
    variants: bool = True
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A search, ready for any engine.

    Attributes:
        text: What was typed, NFC, without control characters and lone surrogates.
        tokens: The free words' syllables in order, in normal form and lower case.
        words: The free words as a segmenter has them ("tuyên_giáo"); they add to the score only.
        reading: The free words' syllables with the marks they most likely have, where none was
            typed; they add to the score only. See ``read_as``.
        phrases: Phrases that must occur.
        excluded: Words (of one syllable or more) and phrases that must not occur.
        filters: See Filters.
        sort: The order of the hits.
        start: Number of hits to pass over.
        size: Most hits to return, 0..MAX_SIZE.
        pins: Ids or URLs of articles that are found whatever their words and, where relevance
            orders the hits, stand before all others in this order; under the filters like any.
        switches: See Switches.
        variants: Other spellings of stretches of ``tokens``, which never overlap. A stretch that
            has any is found where it or one of them stands, each as a run in one field.
        literal: Places in ``tokens`` of what stood in quotes: nothing else is meant by it.
        field: The one text field that is searched, a name of ``schema.TEXT_FIELDS``: only articles
            that have it are found, and nothing outside it counts. None for the whole article.
        people_like: The facet of persons lists those alone whose names have these syllables, the
            last of which may be half typed; nothing for all. It finds no fewer articles.
    """

    text: str = ""
    tokens: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    size: int = 10
    pins: tuple[str, ...] = ()
    switches: Switches = field(default_factory=Switches)
    variants: tuple[Variant, ...] = ()
    literal: frozenset[int] = frozenset()
    field: str | None = None
    people_like: str = ""

    def unordered(self) -> Query:
        """Return what is asked for when order is none: without pins, which are first, and sort.

        A query sorted by date needs more of its words than one whose best hits come first.
        """
        return replace(self, pins=(), sort=Sort.RELEVANCE)

    @property
    def ranked(self) -> bool:
        """Whether there is anything to rank articles by."""
        return bool(self.tokens or self.phrases)

    @property
    def prefers_recent(self) -> bool:
        """Whether the age of an article changes its score."""
        return self.switches.recent and self.ranked and self.sort is Sort.RELEVANCE

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """Where ``tokens`` is cut (start, stop): a stretch that has variants, else one syllable."""
        stops = {variant.start: variant.stop for variant in self.variants}
        cuts, start = [], 0
        while start < len(self.tokens):
            cuts.append((start, stops.get(start, start + 1)))
            start = cuts[-1][1]
        return tuple(cuts)

    @property
    def distinct(self) -> int:
        """How many distinct syllables ``tokens`` has: an article should contain them all.

        A stretch that has variants counts as one, so that UBND asks for no less than what it is
        short for.
        """
        if not self.variants:
            return len(set(self.tokens))
        return len({self.tokens[start:stop] for start, stop in self.stretches})


def read_as(query: Query, reading: Sequence[str]) -> Query:
    """Return *query*, typed without marks, to be ranked by *reading* too.

    It finds the same articles, and those that are written as they are read come first.

    Args:
        query: Of unmarked ``tokens``.
        reading: A syllable in normal form and lower case for each of them.
    """
    terms = tuple(dict.fromkeys(words(" ".join(reading))))
    return replace(query, reading=tuple(reading), words=terms)
