"""Completions of a base and of the segment behind it.

What both have is taken from the segment, which was written knowing how often everything is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import merge
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.language.entries import Entry, Group
from search_service.engines.arrays.language.suggesting import Suggester, listed, ways
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.people import People, said_by
from search_service.engines.arrays.typed import Typed
from search_service.identity import NOBODY
from search_service.results import Suggestion

_SPARE: Final = 8
"""Entries of the base asked for beyond those shown: titles may have changed since."""


class JoinedSuggester(Suggester):
    """Finds entries of two tables, and ranks them as if they were one."""

    def __init__(self, base: Path, segment: Path, columns: Columns) -> None:
        """Map both; *columns* say which articles are still there."""
        super().__init__(base)
        self._added = Suggester(segment)
        self._columns = columns

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most *limit* completions of *text*, those most likely wanted first."""
        for typed in ways(text):
            found = [
                [list(self._merged(*both)) for both in zip(new, known, strict=True)]
                for new, known in zip(
                    self._halves(self._added, typed, limit),
                    self._halves(self, typed, limit + _SPARE),
                    strict=True,
                )
            ]
            if any(chain.from_iterable(found)):
                groups = [list(dict.fromkeys(chain(*halves))) for halves in found]
                return tuple(listed(groups, len(found[Group.SECTION][0]), limit))
        return ()

    @staticmethod
    def _halves(
        suggester: Suggester, typed: Sequence[Typed], limit: int
    ) -> Iterator[list[list[Suggestion]]]:
        for halves in suggester.halves(typed, limit):
            yield [list(map(suggester.suggestion, half)) for half in halves]

    def _merged(
        self, new: Sequence[Suggestion], known: Sequence[Suggestion]
    ) -> Iterator[Suggestion]:
        """Return the entries of both by falling count; of equals those of the segment first."""
        return merge(new, filter(self._holds, known), key=lambda one: -one.count)

    def _holds(self, one: Suggestion) -> bool:
        """Tell whether an entry of the base is as it was."""
        if one.kind == "section" or (one.kind, one.value) in self._renewed:
            return False
        return one.kind != "title" or self._columns.number(one.value) is not None

    @cached_property
    def _renewed(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.kind, one.value) for one in self._added.entries())


def entries(columns: Columns, people: People, before: Array) -> Iterator[Entry]:
    """Yield what a segment adds to completions.

    Persons whom other articles mention than at the last merge, with the names that are new; all
    sections; the titles of the segment, the newest first. Phrases are mined by a merge.

    Args:
        columns: Those of base and segment.
        people: Who is in their articles.
        before: How many articles mentioned each of the base's persons.
    """
    assert columns.base is not None  # noqa: S101 - there is a segment
    first = len(columns.base)
    counts = np.diff(people.mention_offsets)
    known = np.append(before, np.zeros(len(counts) - len(before), dtype=before.dtype))
    for place in np.flatnonzero((counts != known) & (counts > 0)).tolist():
        yield Entry("person", people.ids[place], people.label(place), int(counts[place]))
    yield from _names(columns, people, first)
    for code, articles in enumerate(np.bincount(columns.section)[1:].tolist(), 1):
        if articles:
            yield Entry("section", columns.sections[code], columns.sections[code], articles)
    for place in np.argsort(columns.newest[first:]).tolist():
        yield Entry("title", columns.ids[first + place], columns.titles[first + place], 1)


def _names(columns: Columns, people: People, first: int) -> Iterator[Entry]:
    """Yield the new names that are no longer form of their person's."""
    assert columns.base is not None  # noqa: S101 - there is a segment
    own = slice(int(columns.person_offsets[first]), None)
    holders: dict[int, set[int]] = {}
    pairs = zip(columns.persons[own].tolist(), people.owners[own].tolist(), strict=True)
    for code, person in pairs:
        if code >= len(columns.base.person_ids) and person != NOBODY:
            holders.setdefault(code, set()).add(person)
    for code, some in holders.items():
        printed = columns.person_names[code]
        if not any(said_by(printed, people.known[one].name) for one in some):
            yield Entry("person", columns.person_ids[code], printed, max(map(people.count, some)))
