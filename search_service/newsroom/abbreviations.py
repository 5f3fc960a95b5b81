"""Abbreviations: what each may be written out as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from search_service.newsroom.tables import NewsroomError, Row
from search_service.vietnamese import syllables

MAX_SYLLABLES: Final = 12
"""Longest form of an abbreviation; the names of ministries have up to 10 syllables."""

Abbreviations = Mapping[str, tuple[str, ...]]
"""Abbreviation as printed -> its long forms as printed."""


def parse(rows: Sequence[Row]) -> Abbreviations:
    """Return the table of *rows*: an abbreviation, then its long forms, a tab before each.

    Raises:
        NewsroomError: a line has no abbreviation, or one that a line before it has.
    """
    table: dict[str, tuple[str, ...]] = {}
    places: dict[tuple[str, ...], str] = {}
    for row in rows:
        short, forms = row.cells[0], tuple(filter(None, row.cells[1:]))
        _check(row)
        key = tuple(syllables(short))
        if key in places:
            raise NewsroomError(
                f"{row.place}: {short} stands in {places[key]} too; "
                "write all its long forms on one line, a tab before each"
            )
        places[key] = row.place
        table[short] = forms
    return table


def _check(row: Row) -> None:
    if len(row.cells) < 2:
        raise NewsroomError(
            f"{row.place}: there is no tab; write the abbreviation, a tab, its long form "
            "(nothing behind the tab if it is not to be taken for an abbreviation)"
        )
    if not syllables(row.cells[0]):
        raise NewsroomError(f"{row.place}: begin the line with the abbreviation, then a tab")
    for form in row.cells[1:]:
        if form and not 1 <= len(syllables(form)) <= MAX_SYLLABLES:
            raise NewsroomError(f"{row.place}: write {form!r} with 1 to {MAX_SYLLABLES} syllables")
