"""Completions by names of persons, which the newsroom may have changed since the build."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.persons.labels import Labels
from search_service.engines.arrays.persons.people import People, said_by
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.identity import NO_RULINGS
from search_service.results import Suggestion

SPARE: Final = 8
"""Completions asked for beyond those shown: some may be one person's."""


def completions(folder: Path, columns: Columns) -> Iterator[tuple[str, str, int]]:
    """Yield (id, label, articles) of every person and of the other names that persons have.

    Another name's id leads to whoever has it.
    """
    people = People.ruled_by(Resolved(folder, columns), NO_RULINGS)
    counts = np.diff(people.mention_offsets).tolist()
    called = []
    for known, articles in zip(people.known, counts, strict=True):
        called.append(known.name)
        yield known.id, known.label, articles
    for name, printed in zip(columns.person_ids, columns.person_names, strict=True):
        holders = people.called(name)
        if holders and not any(said_by(printed, called[one]) for one in holders):
            yield name, printed, max(counts[one] for one in holders)


class Completer:
    """Completes what is typed with persons as they are now, and with all else."""

    def __init__(self, suggester: Suggester, resolved: Resolved, people: People) -> None:
        """Use what *suggester* was built of, and *people*, in whom the newsroom had its say."""
        self._suggester = suggester
        self._resolved = resolved
        self._people = people

    def complete(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return completions of *text*, at most *limit*.

        Who is somebody else since the index was built is shown as that, who is nobody is left
        out, and who has a name that was not there is looked for too.
        """
        found: dict[tuple[str, str], Suggestion] = {}
        for one in self._suggester.suggest(text, limit + SPARE):
            for shown in self._introduced(one) if one.kind == "person" else (one,):
                found.setdefault((shown.kind, shown.value), shown)
        places = np.flatnonzero(self._renamed.like(text)).tolist()
        fresh = [one for one in map(self._completion, places) if (one.kind, one.value) not in found]
        return (*fresh, *found.values())[:limit]

    def _introduced(self, suggestion: Suggestion) -> Iterator[Suggestion]:
        for place in self._people.named(suggestion.value):
            if self._people.count(place):
                yield self._completion(place)

    def _completion(self, place: int) -> Suggestion:
        people = self._people
        return Suggestion("person", people.ids[place], people.label(place), people.count(place))

    @cached_property
    def _renamed(self) -> Labels:
        """The labels that the newsroom gave."""
        people, before = self._people, self._resolved.people
        labels = (
            (place, known.label)
            for place, known in enumerate(people.known)
            if (place >= len(before) or known is not before[place]) and people.count(place)
        )
        return Labels(labels, len(people.known))
