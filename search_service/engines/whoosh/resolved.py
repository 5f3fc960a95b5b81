"""Persons across articles as a build resolved them, on disk.

The columns have what each article prints, its sightings; whose they are is an array of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.engines.whoosh.arrays import mapped
from search_service.engines.whoosh.columns import UNDATED, Columns, Row
from search_service.engines.whoosh.strings import Strings
from search_service.identity import Decision, Kind, Known, Sighting, resolve

_OWNERS: Final = "people.owners.npy"


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Resolve the persons of *rows* and write to *folder* who they are.

    ``people.ids``, ``.names`` and ``.roles`` are strings, one for each person; ``.decisions`` as
    JSON, one for each decision; i32[sightings] ``people.owners`` is the person of each place in
    ``Columns.persons``.
    """
    resolution = resolve(list(_sightings(rows)))
    Strings.write(folder, "people.ids", (known.id for known in resolution.people))
    Strings.write(folder, "people.names", (known.name for known in resolution.people))
    Strings.write(folder, "people.roles", (known.role for known in resolution.people))
    decisions = (json.dumps(asdict(one), ensure_ascii=False) for one in resolution.decisions)
    Strings.write(folder, "people.decisions", decisions)
    np.save(folder / _OWNERS, np.array(resolution.assigned, dtype=np.int32))


def _sightings(rows: Sequence[Row]) -> Iterator[Sighting]:
    for row in rows:
        local = row.published.astimezone(VIETNAM) if row.published else None
        day = local.toordinal() if local else UNDATED
        for name, printed, role in row.people:
            yield Sighting(row.id, name, printed, role, day, row.section)


class Resolved:
    """What articles print of persons, and whose it is before the newsroom has spoken."""

    def __init__(self, folder: Path, columns: Columns) -> None:
        """Map what ``write`` wrote to *folder*, of the articles of *columns*."""
        self.columns = columns
        self.owners = mapped(folder / _OWNERS)
        self._ids = Strings(folder, "people.ids")
        self._names = Strings(folder, "people.names")
        self._roles = Strings(folder, "people.roles")
        self._decisions = Strings(folder, "people.decisions")

    @cached_property
    def people(self) -> Sequence[Known]:
        """Every person, by place."""
        return tuple(map(Known, self._ids, self._names, self._roles))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided about them."""
        read = (json.loads(text) for text in self._decisions)
        return tuple(
            Decision(**{**one, "kind": Kind(one["kind"]), "examples": tuple(one["examples"])})
            for one in read
        )

    def sightings_named(self, name: str) -> Sequence[int]:
        """Return the sightings under a name."""
        code = self.columns.person_code(name)
        if code is None:
            return []
        return [int(place) for place in np.flatnonzero(self.columns.persons == code)]

    def sightings_in(self, article: str) -> Sequence[int] | None:
        """Return the sightings in the article with this id or address."""
        number = self.columns.number(article)
        number = self.columns.number_by_url(article) if number is None else number
        if number is None:
            return None
        offsets = self.columns.person_offsets
        return range(int(offsets[number]), int(offsets[number + 1]))

    def role_at(self, sighting: int) -> str:
        """Return the role printed there."""
        return self.columns.role_names[int(self.columns.roles[sighting])]
