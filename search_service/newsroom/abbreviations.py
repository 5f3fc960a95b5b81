"""Abbreviations: what each may be written out as, and who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from search_service.engines.records import Definition
from search_service.newsroom.tables import NewsroomError, Row, rows
from search_service.vietnamese import fold, is_syllable, syllables

SHIPPED: Final = Path(__file__).with_name("abbreviations.tsv")

MAX_SYLLABLES: Final = 12
"""Longest form of an abbreviation; the names of ministries have up to 10 syllables."""

LEAST: Final = 2
"""Articles that must explain an abbreviation alike: one may have a misprint."""

DOMINANT: Final = 0.8
"""Share of the articles explaining an abbreviation that must agree on its long form."""

AMBIGUOUS: Final = frozenset({"btc", "btv", "bks", "bch"})
"""Abbreviations known to mean this here and that there; those of two letters nearly all do. They
count only where every article, and UNANIMOUS of them, explain them alike."""

UNANIMOUS: Final = 10
"""Articles that are enough for that: two agree on *AP*, which elsewhere is a news agency."""

Abbreviations = Mapping[str, tuple[str, ...]]
"""Abbreviation as printed -> its long forms as printed; none: it is not to be taken for one."""


class Source(StrEnum):
    """Who says what an abbreviation is short for; a later one goes before an earlier one."""

    ARCHIVE = "archive"
    SHIPPED = "shipped"
    NEWSROOM = "newsroom"


class Entry(NamedTuple):
    """An abbreviation in effect; ``articles`` explain it where the archive is the source."""

    short: str
    forms: tuple[str, ...]
    source: Source
    articles: int = 0


def parse(lines: Sequence[Row]) -> Abbreviations:
    """Return the table of *lines*: an abbreviation, then its long forms, a tab before each.

    Raises:
        NewsroomError: a line has no abbreviation, or one that a line before it has.
    """
    table: dict[str, tuple[str, ...]] = {}
    places: dict[tuple[str, ...], str] = {}
    for row in lines:
        _check(row)
        short = row.cells[0]
        place = places.setdefault(_key(short), row.place)
        if place != row.place:
            raise NewsroomError(
                f"{row.place}: {short} stands in {place} too; "
                "write all its long forms on one line, a tab before each"
            )
        table[short] = tuple(filter(None, row.cells[1:]))
    return table


def in_effect(own: Abbreviations, mined: Sequence[Definition]) -> tuple[Entry, ...]:
    """Return the abbreviations that count, by name.

    Args:
        own: The newsroom's, which replace and, with no long form, remove those of the others.
        mined: What the archive's own texts explain; only what is seen often enough, and clearly
            enough, and means nothing else by the shipped table counts.
    """
    entries = {_key(entry.short): entry for entry in _dominant(mined)}
    for source, table in ((Source.SHIPPED, _shipped()), (Source.NEWSROOM, own)):
        entries |= {_key(short): Entry(short, forms, source) for short, forms in table.items()}
    kept = (entry for entry in entries.values() if entry.forms)
    return tuple(sorted(kept, key=lambda entry: (fold(entry.short), entry.short)))


@cache
def _shipped() -> Abbreviations:
    return parse(rows(SHIPPED))


def _dominant(mined: Sequence[Definition]) -> Iterator[Entry]:
    """Yield the definitions that most articles agree on, and enough of them give."""
    groups: dict[tuple[str, ...], list[Definition]] = defaultdict(list)
    for definition in mined:
        groups[_key(definition.short)].append(definition)
    for key, group in groups.items():
        best = max(group, key=lambda one: one.articles)
        share = best.articles / sum(one.articles for one in group)
        short = "".join(key)
        doubtful = len(short) == 2 or short in AMBIGUOUS
        least, needed = (UNANIMOUS, 1.0) if doubtful else (LEAST, DOMINANT)
        if best.articles >= least and share >= needed and not _is_word(key):
            yield Entry(best.short, (best.form,), Source.ARCHIVE, best.articles)


def _key(short: str) -> tuple[str, ...]:
    return tuple(syllables(short))


def _is_word(key: Sequence[str]) -> bool:
    """Tell whether an abbreviation is, in lower case, spelt as a word: *ca*, *la*, *tư*."""
    return len(key) == 1 and is_syllable(fold(key[0]))


def _check(row: Row) -> None:
    if len(row.cells) < 2 and " " in row.cells[0]:  # one word alone: it is no abbreviation
        raise NewsroomError(
            f"{row.place}: there is no tab; write the abbreviation, a tab, its long form "
            "(nothing behind the tab if it is not to be taken for an abbreviation)"
        )
    short, *forms = row.cells
    if not syllables(short):
        raise NewsroomError(f"{row.place}: begin the line with the abbreviation, then a tab")
    if any(forms) and _is_word(_key(short)):
        raise NewsroomError(
            f"{row.place}: {short} is a word when it is typed in lower case; "
            "write it with the word beside it, as “CA tỉnh”"
        )
    for form in row.cells:
        if form and not 1 <= len(syllables(form)) <= MAX_SYLLABLES:
            raise NewsroomError(f"{row.place}: write {form!r} with 1 to {MAX_SYLLABLES} syllables")
