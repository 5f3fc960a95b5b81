"""Snippets: the passages of an article that answer a query, as safe HTML, for any engine."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple

from search_service.article import Article
from search_service.document import field_texts
from search_service.occurrences import Occurrence, Wanted
from search_service.passages import PASSAGE, Fragment, passages
from search_service.query import Query
from search_service.schema import OPENING
from search_service.vietnamese.scanning import Scan

BEGINNING: Final = 400
"""Characters looked at where there is nothing to look for: more than PASSAGE syllables."""

CONSIDERED: Final = 20_000
"""Characters of the text that are searched for the best passages."""

ELLIPSIS: Final = " … "

_start, _end = attrgetter("start"), attrgetter("end")

_OPENING: Final = "“‘«([\"'"

EQUAL: Final[Mapping[str, float]] = MappingProxyType({})
"""The rarity of syllables of which nothing is known."""


class Highlights(NamedTuple):
    """What a hit shows of an article, as HTML: escaped, what was wanted in ``<mark>``.

    Attributes:
        title: The whole title.
        snippet: Parts of the text.
    """

    title: str
    snippet: str


class Mark(NamedTuple):
    """What is marked in a text: from the first character to after the last one.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last one.
        anchor: The id of the mark in HTML, letters and digits; none where empty.
    """

    start: int
    end: int
    anchor: str = ""


def highlights(
    article: Article, query: Query, *, rarity: Mapping[str, float] = EQUAL
) -> Highlights:
    """Return what a hit shows of *article*; see ``highlights_of``."""
    return highlights_of([article], query, rarity=rarity)[0]


def highlights_of(
    articles: Sequence[Article], query: Query, *, rarity: Mapping[str, float] = EQUAL
) -> list[Highlights]:
    """Return of each article its title and its best passage or passages for *query*.

    One passage of PASSAGE syllables if it shows all of the wanted that the text has; else up to
    FRAGMENTS shorter ones from which more can be seen, in the order of the text. A wanted
    syllable is worth its rarity times the number of wanted ones that it stands side by side with;
    of equal passages the first is shown. Without anything wanted the beginning is. An ellipsis
    stands where the text goes on.

    Args:
        articles: Title, lead, body and captions are looked at, or what the query searches.
        query: Its free words and phrases are wanted.
        rarity: How much a syllable of *query* tells, above 0; what is not in it counts as 1.
    """
    wanted = Wanted.of(query)
    wholes = [_searched(article, query.field) for article in articles]
    if not wanted:
        return [
            Highlights(escape(article.title), _beginning_of(whole))
            for article, whole in zip(articles, wholes, strict=True)
        ]
    titles = [article.title if query.field is None else "" for article in articles]
    scans = Scan.several([*titles, *(_cut(whole, CONSIDERED) for whole in wholes)])
    shown = []
    for number, (article, whole) in enumerate(zip(articles, wholes, strict=True)):
        text = scans[len(articles) + number]
        in_title, found = wanted.find(scans[number], text)
        title = marked(article.title, _marks(in_title))
        if found:
            fragments = passages(text, found, rarity)
            shown.append(Highlights(title, _joined(text, found, fragments, len(whole))))
        else:
            shown.append(Highlights(title, _beginning_of(whole)))
    return shown


def _searched(article: Article, field: str | None) -> str:
    if field is not None:
        return field_texts(article)["body" if field == OPENING else field]
    return "\n".join(filter(None, (article.lead, article.body, article.captions)))


def marked(text: str, marks: Iterable[Mark], begin: int = 0, end: int | None = None) -> str:
    """Return *text* from *begin* to *end* as HTML, escaped and with its *marks*.

    Args:
        text: Plain text.
        marks: In order, none overlapping another; of one that goes on outside, what is inside.
        begin: Offset of the first character.
        end: Offset after the last one.
    """
    end = len(text) if end is None else end
    parts: list[str] = []
    place = begin
    for mark in marks:
        start, stop = max(begin, mark.start), min(end, mark.end)
        if start < stop:
            # The rest of a mark that began before has its id there: an id stands once.
            name = f' id="{mark.anchor}"' if mark.anchor and start == mark.start else ""
            inside = escape(text[start:stop])
            parts += [escape(text[place:start]), f"<mark{name}>", inside, "</mark>"]
            place = stop
    parts.append(escape(text[place:end]))
    return "".join(parts)


def _marks(found: Iterable[Occurrence]) -> Iterator[Mark]:
    return (Mark(one.start, one.end) for one in found)


def _cut(text: str, size: int) -> str:
    """Return at most *size* characters of *text*, no word cut in two where there is a space."""
    if len(text) <= size:
        return text
    return text[: size + 1].rsplit(None, 1)[0][:size]


def _beginning_of(whole: str) -> str:
    text = Scan(_cut(whole, BEGINNING))
    end = text.ends[PASSAGE - 1] if len(text) > PASSAGE else len(text.text)
    return escape(whole[:end]) + (ELLIPSIS.rstrip() if end < len(whole) else "")


def _joined(
    text: Scan, found: Sequence[Occurrence], fragments: Sequence[Fragment], length: int
) -> str:
    """Return the fragments as HTML; *length* is that of the whole text in characters."""
    shown: list[str] = []
    for first, stop in fragments:
        begin = _opened(text.text, text.starts[first]) if first else 0
        end = text.ends[stop - 1] if stop < len(text) else len(text.text)
        inside = found[bisect_left(found, begin, key=_end) : bisect_left(found, end, key=_start)]
        shown.append(marked(text.text, _marks(inside), begin, end))
    goes_on = fragments[-1].stop < len(text) or len(text.text) < length
    before = ELLIPSIS.lstrip() if fragments[0].first else ""
    return before + ELLIPSIS.join(shown) + (ELLIPSIS.rstrip() if goes_on else "")


def _opened(text: str, start: int) -> int:
    """Return *start*, moved before the quotes and brackets that open there."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start
