"""Snippets: the passages of an article that answer a query, as safe HTML, for any engine."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from math import fsum
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple

from search_service.article import Article
from search_service.document import field_texts
from search_service.occurrences import Occurrence, Wanted
from search_service.query import Query
from search_service.schema import OPENING
from search_service.vietnamese import sentences
from search_service.vietnamese.scanning import Scan

PASSAGE: Final = 45
"""Syllables of a snippet, all its fragments together: about three lines on a wide screen."""

FRAGMENTS: Final = 3
"""Most fragments of a snippet: with more, none has room for what its words are about."""

WORTHWHILE: Final = 1.15
"""How much more must be seen from one fragment more, since each then shows less around its words:
the fifth of five scattered words, but not one word beside a name of four."""

BEGINNING: Final = 400
"""Characters looked at where there is nothing to look for: more than PASSAGE syllables."""

BEFORE: Final = 5
"""Syllables of a fragment before the first wanted one, where no sentence begins near."""

NEAR: Final = 12
"""Syllables before the first wanted one within which a sentence's beginning is near."""

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


_Worth = dict[str, float]
"""What each wanted syllable is worth where it stands with most others."""

_Stretch = tuple[int, int]
"""Occurrences in a row: the number of the first, and after the last."""


class _Fragment(NamedTuple):
    """Syllables that are shown: the place of the first, and after the last."""

    first: int
    stop: int


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
            fragments = _fragments(text, found, rarity)
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


def _fragments(
    text: Scan, found: Sequence[Occurrence], rarity: Mapping[str, float]
) -> list[_Fragment]:
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
    fragments: list[_Fragment] = []
    for begin, end in sorted(best):
        fragment = _around(text, found[begin:end], size)
        if fragments and fragment.first <= fragments[-1].stop:
            last = fragments.pop()
            fragment = _Fragment(last.first, max(last.stop, fragment.stop))
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


def _around(text: Scan, group: Sequence[Occurrence], size: int) -> _Fragment:
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
    return _Fragment(begin, min(len(text), max(stop, begin + size)))


def _sentence_starts(text: Scan, first: int, last: int) -> list[int]:
    """Return the syllables from *first* to *last* with which a sentence begins."""
    before = text.ends[first - 2] if first > 1 else 0  # one more: it may be "TP." or "ông A."
    spans = sentences(text.text[before : text.ends[last]])
    starts = (bisect_left(text.starts, before + start) for start, _ in spans[before > 0 :])
    return [place for place in starts if first <= place <= last]


def _joined(
    text: Scan, found: Sequence[Occurrence], fragments: Sequence[_Fragment], length: int
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
