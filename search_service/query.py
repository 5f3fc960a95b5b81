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
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from search_service.vietnamese import fold, nfc, syllables, words

MAX_CHARACTERS: Final = 1_000
"""Longest query read; what follows is ignored. A headline has 60-100 characters."""

MAX_TOKENS: Final = 40
"""Most syllables searched for, the first ones: each costs time, and 40 name any article."""

MAX_SIZE: Final = 100
"""Most hits on one page."""

ALL_REQUIRED: Final = 6
"""Up to this many syllables must all occur; a name or a topic is seldom longer."""

MOST: Final = 0.6
"""Share of the syllables that must occur in longer queries: headlines and questions."""


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
class Query:
    """A search, ready for any engine.

    Attributes:
        text: What was typed, NFC.
        tokens: The free words' syllables in order, in normal form and lower case.
        words: The free words' compounds ("tuyên_giáo"); they add to the score only.
        phrases: Phrases that must occur.
        excluded: Words (of one syllable or more) and phrases that must not occur.
        filters: See Filters.
        sort: The order of the hits.
        start: Number of hits to pass over.
        size: Most hits to return, 0..MAX_SIZE.
    """

    text: str = ""
    tokens: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    size: int = 10

    @property
    def ranked(self) -> bool:
        """Whether there is anything to rank articles by."""
        return bool(self.tokens or self.phrases)

    @property
    def required(self) -> int:
        """How many distinct syllables of ``tokens`` an article must contain."""
        distinct = len(set(self.tokens))
        return distinct if distinct <= ALL_REQUIRED else max(ALL_REQUIRED, round(MOST * distinct))


_OPERATORS: Final = {
    "muc": "section", "section": "section",
    "nguoi": "person", "person": "person",
    "tu": "from", "from": "from",
    "den": "to", "to": "to",
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
) -> Query:
    """Read *text* in the grammar above; *filters* are added to those it names.

    Never fails: an operator whose value cannot be read is searched for as words. Of two limits
    on a date the narrower one holds.
    """
    text = nfc(text[:MAX_CHARACTERS]).strip()
    pieces = _Pieces(filters or Filters())
    for match in _PIECE.finditer(text):
        pieces.take(match)
    free = " ".join(pieces.free)
    return Query(
        text=text,
        tokens=tuple(syllables(free)[:MAX_TOKENS]),
        words=tuple(dict.fromkeys(words(free))),
        phrases=tuple(pieces.phrases),
        excluded=tuple(pieces.excluded),
        filters=pieces.filters,
        sort=sort,
        start=max(0, start),
        size=min(max(0, size), MAX_SIZE),
    )


class _Pieces:
    """What has been read of a query so far."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        self.free: list[str] = []
        self.phrases: list[Phrase] = []
        self.excluded: list[Phrase] = []

    def take(self, match: re.Match[str]) -> None:
        quoted = match["quoted"]
        value = quoted if quoted is not None else match["bare"]
        if not value:
            return
        operator = _OPERATORS.get(fold(match["name"])) if match["name"] else None
        if operator and not match["minus"] and self._filter(operator, value):
            return
        if match["name"]:
            # Not an operator after all ("họp báo:sáng"): its name is a word like any other.
            self.free.extend(syllables(match["name"]))
        tokens = tuple(syllables(value))[:MAX_TOKENS]
        if match["minus"]:
            self.excluded.extend([Phrase(tokens)] if tokens else [])
        elif quoted is not None and len(tokens) > 1:
            self.phrases.append(Phrase(tokens))
        else:
            self.free.append(value)

    def _filter(self, operator: str, value: str) -> bool:
        """Add a filter; False when *value* cannot be read as one."""
        now = self.filters
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
    return values if value in values or not value else (*values, value)


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
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    try:
        if year is None or month is None:
            return date(year or 0, 1, 1), date(year or 0, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # the 31st of June, the year 0000
        return None
