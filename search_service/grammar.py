"""The grammar: a reader's text becomes a Query, once, for any engine.

The grammar, in which every text is a valid query::

    tỉnh ủy đắk lắk          words: articles with all of them (with most, when there are many)
    "chuyển đổi số"          a phrase: the syllables side by side
    -bóng -"bóng đá"         articles without the word or phrase
    mục:"Thời sự"            in this section; also section:
    người:"Lê Hải Bình"      mentioning this person, or one of several; also person:
    với:"Phạm Minh Tấn"      mentioning this person too; also with:
    từ:2022 đến:25/10/2022   published from and to these days; also from: and to:

A marked syllable matches itself, an unmarked one every marking of itself.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Final

from search_service.cleaning import clean
from search_service.query import (
    MAX_CHARACTERS,
    MAX_PHRASES,
    MAX_SIZE,
    MAX_TOKENS,
    Filters,
    Phrase,
    Query,
    Sort,
    Switches,
)
from search_service.vietnamese import is_marked, syllables, words

_OPERATORS: Final = {
    "mục": "section", "muc": "section", "section": "section",
    "người": "person", "nguoi": "person", "person": "person",
    "với": "with", "voi": "with", "with": "with",
    "từ": "from", "tu": "from", "from": "from",
    "đến": "to", "den": "to", "to": "to",
}  # fmt: skip
_QUOTES: Final = '"“”„«»＂'
_QUOTE = re.compile(rf"[{_QUOTES}]")
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
            # A dash right behind a filter excludes nothing; at the start of what is left it would.
            end = len(text) - len(text[match.end() :].lstrip("-\u2212"))
    return " ".join([*kept, text[end:]]).strip() if kept else text


def typed(query: Query) -> str:
    """Return *query* as one text in the grammar: its text, and its filters behind it.

    For places that have one line for a search. A section without a letter or digit cannot be
    typed and is left out.
    """
    filters = query.filters
    named = [("mục", value) for value in filters.sections if syllables(value)]
    named += [("người", value) for value in filters.people if syllables(value)]
    named += [("với", value) for value in filters.together if syllables(value)]
    written = [f'{name}:"{_QUOTE.sub(" ", value)}"' for name, value in named]
    days = {"từ": filters.first, "đến": filters.last}
    written += [f"{name}:{day.isoformat()}" for name, day in days.items() if day]
    return " ".join([without_filters(query.text), *written]).strip()


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
        elif operator == "with":
            self.filters = replace(now, together=_with(now.together, value))
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
