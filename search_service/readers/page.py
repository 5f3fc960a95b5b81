"""A saved page: the text of an article's page as a browser copies or saves it.

From top to bottom: the day it was saved, the section, the moment of publication, the title,
paragraphs and captions, the byline, and the headings of what the site prints below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Final

from search_service.article import Article, ArticleError
from search_service.cleaning import clean
from search_service.readers.base import Items, Problem, UnreadableError, decode, read_whole
from search_service.readers.moments import STAMP_LINES, Stamp, read_stamp
from search_service.readers.paragraphs import sort_paragraphs

LONGEST_SECTION: Final = 60
"""Characters; a longer line above the date is a title."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def read(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the article of one saved page."""
    try:
        yield _article(_lines(decode(read_whole(stream))))
    except _NoSuchDayError as error:
        yield Problem(path, error.line, str(error), whole_file=True)
    except (UnreadableError, ArticleError) as error:
        yield Problem(path, None, str(error), whole_file=True)


class _NoSuchDayError(ValueError):
    def __init__(self, line: _Line) -> None:
        super().__init__(
            f"{line.text!r} is not a date; write it as Thứ Ba, 25/10/2022 15:21'(GMT+7)"
        )
        self.line = line.number


def _lines(text: str) -> list[_Line]:
    numbered = enumerate(text.splitlines(), 1)
    return [_Line(number, line) for number, raw in numbered if (line := clean(raw))]


def _article(lines: Sequence[_Line]) -> Article:
    published, above, below = _split(lines)
    section, title = _section_and_title(above, below)
    parts = sort_paragraphs((text for text in below if text != title), doubled=True)
    return Article.from_record(
        {
            "title": title,
            "section": section,
            "published": published,
            "author": parts.author,
            "source": parts.source,
            "body": "\n".join(parts.body),
            "images": [{"caption": caption} for caption in parts.captions],
        }
    )


def _split(lines: Sequence[_Line]) -> tuple[datetime | None, list[str], list[str]]:
    """Return the moment of publication, the lines between it and the day of saving, the rest."""
    stamps = _stamps(lines)
    saved = bool(stamps) and stamps[0][0] == 0 and (len(stamps) > 1 or not stamps[0][1].timed)
    if saved:
        stamps = stamps[1:]
    texts = [line.text for line in lines]
    if stamps:
        place, stamp = stamps[0]
        return stamp.moment, texts[saved:place], texts[place + 1 :]
    # Without a second date, the section still stands directly below the day of saving.
    end = 2 if len(lines) > 2 and lines[1].number == lines[0].number + 1 else 1
    return None, texts[1:end], texts[end:]


def _stamps(lines: Sequence[_Line]) -> list[tuple[int, Stamp]]:
    """Return the date lines at the top, at most two, with their places in *lines*."""
    found: list[tuple[int, Stamp]] = []
    for place, line in enumerate(lines[:STAMP_LINES]):
        stamp = read_stamp(line.text)
        if stamp is not None and len(found) < 2:
            if stamp.moment is None:
                raise _NoSuchDayError(line)
            found.append((place, stamp))
    return found


def _section_and_title(above: Sequence[str], below: Sequence[str]) -> tuple[str | None, str]:
    """Sites print the title below the date or, after the section, above it."""
    following = below[0] if below else ""
    sentence = following.endswith((".", "./.", "…"))
    if above and (len(above[-1]) > LONGEST_SECTION or (len(above) > 1 and sentence)):
        return (above[-2] if len(above) > 1 else None), above[-1]
    return (above[-1] if above else None), following
