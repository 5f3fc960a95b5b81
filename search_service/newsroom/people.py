"""Persons: what the newsroom says of who is who."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from search_service.identity import Ruling, Rulings, Verb
from search_service.newsroom.tables import NewsroomError, Row
from search_service.people import person_id

MAX_RULINGS: Final = 5_000
"""Most lines: each is looked up when the file changes, 0.4 ms in an archive of 6,500 articles."""

MAX_NAME: Final = 200
"""Longest name or role, in characters: as long as a filter's value may be."""

_VERBS: Final = {
    "cùng": Verb.SAME,
    "same": Verb.SAME,
    "khác": Verb.DIFFERENT,
    "different": Verb.DIFFERENT,
    "không-phải-người": Verb.NOT_A_PERSON,
    "not-a-person": Verb.NOT_A_PERSON,
    "tên": Verb.NAME,
    "name": Verb.NAME,
    "ẩn": Verb.HIDE,
    "hide": Verb.HIDE,
}


class _Form(NamedTuple):
    """How many cells may follow the verb, and what to write."""

    least: int
    most: int
    written: str


_FORMS: Final = {
    Verb.SAME: _Form(1, 50, "cùng, a tab, a name, a tab, the name of the same person"),
    Verb.DIFFERENT: _Form(
        2,
        500,
        "khác, a tab, a name, a tab, the other person's name or role and, if only some articles "
        "are meant, a tab and the id or URL of each",
    ),
    Verb.NOT_A_PERSON: _Form(1, 1, "không phải người, a tab, what is no person"),
    Verb.NAME: _Form(2, 2, "tên, a tab, the person, a tab, the name to show"),
    Verb.HIDE: _Form(1, 1, "ẩn, a tab, the person"),
}


def parse(rows: Sequence[Row]) -> Rulings:
    """Return the rulings of *rows*: a verb, a tab, the person, and what the verb needs.

    Raises:
        NewsroomError: a line cannot be read, or contradicts another.
    """
    if len(rows) > MAX_RULINGS:
        raise NewsroomError(f"{rows[MAX_RULINGS].place}: no more than {MAX_RULINGS:,} lines")
    rulings = tuple(map(_ruling, rows))
    _check(rulings)
    return rulings


def _ruling(row: Row) -> Ruling:
    verb = _VERBS.get(person_id(row.cells[0]))
    if verb is None:
        raise NewsroomError(
            f"{row.place}: begin the line with cùng, khác, không phải người, tên or ẩn, then a tab"
        )
    form = _FORMS[verb]
    names = row.cells[1:]
    if not form.least <= len(names) <= form.most or not all(names):
        raise NewsroomError(f"{row.place}: write {form.written}")
    persons, articles = (names[:2], names[2:]) if verb is Verb.DIFFERENT else (names, ())
    if long := [name for name in persons if len(name) > MAX_NAME]:
        raise NewsroomError(f"{row.place}: {long[0][:40]}… is longer than {MAX_NAME} characters")
    return Ruling(row.place, verb, persons[0], persons[1:], articles)


def _check(rulings: Rulings) -> None:
    """Refuse rulings of which one says what another denies."""
    said: dict[tuple[str, frozenset[str]], Ruling] = {}
    for ruling in rulings:
        if ruling.verb is Verb.NAME:
            key = ("name", frozenset((person_id(ruling.about),)))
        elif ruling.verb in {Verb.SAME, Verb.DIFFERENT} and not ruling.articles:
            key = ("who", frozenset(map(person_id, (ruling.about, *ruling.others))))
        else:
            continue
        before = said.setdefault(key, ruling)
        if (before.verb, before.others) != (ruling.verb, ruling.others):
            raise NewsroomError(f"{ruling.place}: {before.place} says otherwise; keep one of them")
