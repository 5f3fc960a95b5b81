"""Query: what a reader asks for, parsed once from our own small grammar, engine-free.

The grammar, in which every text is a valid query::

    tỉnh ủy đắk lắk          words: articles with all of them (with most, when there are many)
    "chuyển đổi số"          a phrase: the syllables side by side
    -bóng -"bóng đá"         articles without the word or phrase
    mục:"Thời sự"            in this section; also section:
    người:"Lê Hải Bình"      mentioning this person; also person:
    từ:2022 đến:25/10/2022   published from and to these days; also from: and to:

A marked syllable matches itself, an unmarked one every marking of itself.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import Final

from search_service.article import clean
from search_service.vietnamese import is_marked, syllables, words

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
        first: Earliest day of publication, inclusive.
        last: Latest day of publication, inclusive.
    """

    sections: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.sections or self.people or self.first or self.last)


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


_OPERATORS: Final = {
    "mục": "section", "muc": "section", "section": "section",
    "người": "person", "nguoi": "person", "person": "person",
    "từ": "from", "tu": "from", "from": "from",
    "đến": "to", "den": "to", "to": "to",
}  # fmt: skip
_QUOTES: Final = '"“”„«»＂'
# One piece of a query: an optional minus, an optional operator, then a quoted or a bare value.
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)[-\u2212](?=\S))?"
    rf"(?:(?P<name>[^\W\d_]+):(?=\S))?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]|(?P<bare>[^\s{_QUOTES}]+)|[{_QUOTES}])"
)
_DATE_FORMS: Final = (
    re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"),
    re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})"),
)


def parse(
    text: str,
    *,
    filters: Filters | None = None,
    sort: Sort = Sort.RELEVANCE,
    start: int = 0,
    size: int = 10,
    switches: Switches | None = None,
) -> Query:
    """Read *text* in the grammar above; *filters* are added to those it names.

    Never fails: an operator whose value cannot be read is searched for as words. Of two limits
    on a date the narrower one holds.
    """
    text = clean(text[:MAX_CHARACTERS])
    pieces = _Pieces(filters or Filters())
    for match in _PIECE.finditer(text):
        pieces.take(match)
    free = " ".join(pieces.free)
    tokens = tuple(syllables(free)[:MAX_TOKENS])
    return Query(
        text=text,
        tokens=tokens,
        # Without marks a segmenter is lost, and the few words it gets right outweigh all others.
        words=tuple(dict.fromkeys(words(free))) if any(map(is_marked, tokens)) else (),
        phrases=tuple(dict.fromkeys(pieces.phrases))[:MAX_PHRASES],
        excluded=tuple(dict.fromkeys(pieces.excluded))[:MAX_PHRASES],
        filters=pieces.filters,
        sort=sort,
        start=max(0, start),
        size=min(max(0, size), MAX_SIZE),
        switches=switches or Switches(),
        literal=pieces.literal(),
    )


def read_as(query: Query, reading: Sequence[str]) -> Query:
    """Return *query*, typed without marks, to be ranked by *reading* too.

    It finds the same articles, and those that are written as they are read come first.

    Args:
        query: Of unmarked ``tokens``.
        reading: A syllable in normal form and lower case for each of them.
    """
    terms = tuple(dict.fromkeys(words(" ".join(reading))))
    return replace(query, reading=tuple(reading), words=terms)


def without_filters(text: str) -> str:
    """Return *text* without its filters (``mục:``, ``từ:``...): the words, phrases and exclusions.

    A page shows the filters as controls of their own; left in the text they could not be undone.
    """
    text = clean(text[:MAX_CHARACTERS])
    pieces, kept, end = _Pieces(Filters()), [], 0
    for match in _PIECE.finditer(text):
        known = len(pieces.free) + len(pieces.phrases) + len(pieces.excluded)
        pieces.take(match)
        if known == len(pieces.free) + len(pieces.phrases) + len(pieces.excluded):
            kept.append(text[end : match.start()])
            end = match.end()
    return " ".join([*kept, text[end:]]).strip() if kept else text


def free_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the free words of *text*, the text of a Query.

    What stands in quotes, behind a minus or behind an operator is not free to be changed.
    """
    pieces, spans = _Pieces(Filters()), []
    for match in _PIECE.finditer(text):
        known = len(pieces.free)
        pieces.take(match)
        if len(pieces.free) > known and match["bare"]:
            spans.append(match.span())
    return spans


class _Pieces:
    """What has been read of a query so far."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.free: list[str] = []
        self._quoted: set[int] = set()
        self.phrases: list[Phrase] = []
        self.excluded: list[Phrase] = []

    def take(self, match: re.Match[str]) -> None:
        quoted = match["quoted"]
        value = quoted or match["bare"] or ""
        operator = _OPERATORS.get((match["name"] or "").lower())
        # A name that is no operator after all ("họp báo:sáng") is a word like any other.
        if match["minus"]:
            self._exclude(f"{match['name'] or ''} {value}")
            return
        if operator and self._filter(operator, value):
            return
        if match["name"]:
            self.free.append(match["name"])
        tokens = tuple(syllables(value))[:MAX_TOKENS]
        if quoted is not None and len(tokens) > 1:
            self.phrases.append(Phrase(tokens))
        else:
            if quoted is not None:
                self._quoted.add(len(self.free))
            self.free.append(value)

    def literal(self) -> frozenset[int]:
        """Return which syllables of the free words stood in quotes, by their places."""
        if not self._quoted:
            return frozenset()
        sizes = [len(syllables(value)) for value in self.free]
        starts = list(accumulate(sizes, initial=0))
        return frozenset(
            place for number in self._quoted for place in range(starts[number], starts[number + 1])
        )

    def _exclude(self, value: str) -> None:
        tokens = tuple(syllables(value))[:MAX_TOKENS]
        if tokens:
            self.excluded.append(Phrase(tokens))

    def _filter(self, operator: str, value: str) -> bool:
        """Add a filter; False when *value* cannot be read as one."""
        now = self.filters
        if not syllables(value):
            return False
        if operator == "section":
            self.filters = replace(now, sections=_with(now.sections, value))
        elif operator == "person":
            self.filters = replace(now, people=_with(now.people, value))
        else:
            days = parse_days(value)
            if days is None:
                return False
            first, last = days
            if operator == "from":
                self.filters = replace(now, first=max(first, now.first or first))
            else:
                self.filters = replace(now, last=min(last, now.last or last))
        return True


def _with(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    value = " ".join(value.replace("_", " ").split())
    return values if value in values else (*values, value)


def parse_days(text: str) -> tuple[date, date] | None:
    """Return the first and last day that *text* names, or None when it names none.

    A year, a month or a day, the way readers and machines write it: ``2022``, ``2022-10``,
    ``10/2022``, ``2022-10-25``, ``25/10/2022``, ``25.10.2022``.
    """
    for form in _DATE_FORMS:
        if match := form.fullmatch(text.strip()):
            break
    else:
        return None
    year, month, day = (
        int(match[name]) if match[name] else None for name in ("year", "month", "day")
    )
    try:
        if year is None or month is None:
            return date(year or 0, 1, 1), date(year or 0, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # the 31st of June, the year 0000
        return None
