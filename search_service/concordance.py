"""Concordance: every place of an article where the words of a query stand, in their context.

What counts as one place is the rule of ``occurrences``. The fullest come first (for "ủy ban nhân
dân tỉnh" those with all five words), equally full ones in the order of the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search_service.article import Article
from search_service.occurrences import Occurrence, Wanted
from search_service.query import Query
from search_service.snippets import Mark, marked
from search_service.vietnamese.scanning import Scan

MAX_OCCURRENCES: Final = 50
"""Most occurrences that are listed; more are read in the article itself."""

_WHOLE: Final = ("title", "lead", "body")

CONTEXT: Final = 8
"""Syllables of context on either side, fewer at the ends of a paragraph: half a line of a page."""


@dataclass(frozen=True, slots=True)
class KeywordInContext:
    """One occurrence. ``left + text + right`` stands so in the article.

    Attributes:
        number: Its place in the order of the article, from 1.
        field: Where it is: ``title``, ``lead``, ``body`` or ``images.0.caption``, the place of
            the text in the article's JSON.
        start: Offset of its first character in that text.
        end: Offset after its last one.
        left: What stands before it in the same paragraph, at most CONTEXT syllables.
        text: The occurrence as written.
        right: What follows it, likewise.
    """

    number: int
    field: str
    start: int
    end: int
    left: str
    text: str
    right: str

    @property
    def anchor(self) -> str:
        """The id of its mark on the article's page."""
        return anchor(self.number)


@dataclass(frozen=True, slots=True)
class Concordance:
    """An article with what is wanted marked, as HTML, and the list of the marks.

    Attributes:
        title: The title.
        lead: Its paragraphs.
        body: Its paragraphs.
        captions: One of each image, in order.
        lines: The occurrences, the fullest first, at most MAX_OCCURRENCES.
        total: How many occurrences there are.
    """

    title: str
    lead: tuple[str, ...]
    body: tuple[str, ...]
    captions: tuple[str, ...]
    lines: tuple[KeywordInContext, ...]
    total: int


def concordance(article: Article, query: Query) -> Concordance:
    """Mark and list what *query* wants in *article*; without free words or phrases nothing is."""
    texts = _texts(article)
    scans = {field: Scan(text) for field, text in texts.items()}
    found = dict(zip(scans, Wanted.of(query).find(*scans.values()), strict=True))
    places = [(field, one) for field, several in found.items() for one in several]
    marks: dict[str, list[Mark]] = {field: [] for field in texts}
    for number, (field, one) in enumerate(places, 1):
        marks[field].append(Mark(one.start, one.end, anchor(number)))
    ordered = sorted(enumerate(places, 1), key=lambda item: -len(item[1][1].wanted))
    return Concordance(
        title=marked(article.title, marks["title"]),
        lead=tuple(_paragraphs(article.lead, marks["lead"])),
        body=tuple(_paragraphs(article.body, marks["body"])),
        captions=tuple(
            marked(text, marks[field]) for field, text in texts.items() if field not in _WHOLE
        ),
        lines=tuple(
            _in_context(number, field, scans[field], one)
            for number, (field, one) in ordered[:MAX_OCCURRENCES]
        ),
        total=len(places),
    )


def fullest(article: Article, query: Query) -> Iterator[KeywordInContext]:
    """Yield the fullest occurrences of what *query* wants in *article*, in its order.

    Where all of "chuyển đổi số" stands together, "di chuyển" is none.
    """
    scans = {field: Scan(text) for field, text in _texts(article).items()}
    found = Wanted.of(query).find(*scans.values())
    most = max((len(one.wanted) for several in found for one in several), default=0)
    number = 0
    for (field, scan), several in zip(scans.items(), found, strict=True):
        for one in several:
            number += 1
            if len(one.wanted) == most or one.phrase:
                yield _in_context(number, field, scan, one)


def _texts(article: Article) -> dict[str, str]:
    """Return the texts in which occurrences are shown, by their places in the article's JSON."""
    captions = {f"images.{at}.caption": one.caption for at, one in enumerate(article.images)}
    return {"title": article.title, "lead": article.lead, "body": article.body, **captions}


def anchor(number: int) -> str:
    """Return the id of the mark of occurrence *number* on the article's page."""
    return f"o{number}"


def _in_context(number: int, field: str, scan: Scan, one: Occurrence) -> KeywordInContext:
    text = scan.text
    begin = text.rfind("\n", 0, one.start) + 1
    end = text.find("\n", one.end)
    end = len(text) if end < 0 else end
    if one.first - CONTEXT > bisect_left(scan.starts, begin):
        begin = scan.starts[one.first - CONTEXT]
    if one.stop + CONTEXT < bisect_right(scan.ends, end):
        end = scan.ends[one.stop + CONTEXT - 1]
    return KeywordInContext(
        number=number,
        field=field,
        start=one.start,
        end=one.end,
        left=text[begin : one.start],
        text=text[one.start : one.end],
        right=text[one.end : end],
    )


def _paragraphs(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield the lines of *text* that are not empty, as HTML, without the space around them."""
    begin = 0
    starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
    for line in text.split("\n"):
        if stripped := line.strip():
            start = begin + line.index(stripped)
            end = start + len(stripped)
            inside = marks[bisect_right(ends, start) : bisect_left(starts, end)]
            yield marked(text, inside, start, end)
        begin += len(line) + 1
