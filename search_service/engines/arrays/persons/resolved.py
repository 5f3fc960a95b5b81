"""Persons across articles as a build resolved them, on disk.

The columns have what each article prints, its sightings; whose they are is an array of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple, overload

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.grouping import distinct
from search_service.engines.arrays.mapped import Array, Mapped, mapped
from search_service.engines.arrays.strings import Strings
from search_service.identity import NOBODY, Decision, Kind, Known, resolve

REMEMBERED: Final = 1 << 14
"""Persons kept at hand once they were shown: those of many articles, again and again."""


class Mentions(NamedTuple):
    """Who is mentioned where.

    Attributes:
        offsets: i64[articles + 1]: where each article's persons begin in ``persons``.
        persons: u32: places of persons, each once an article.
        mention_offsets: i64[people + 1]: where each person's articles begin in ``mention_docs``.
        mention_docs: u32: each person's articles, ascending.
    """

    offsets: Array
    persons: Array
    mention_offsets: Array
    mention_docs: Array

    @classmethod
    def of(cls, owners: Array, sizes: Array, people: int) -> Mentions:
        """Count the sightings of *owners*, of which each article has *sizes*, for *people*."""
        counted = np.flatnonzero(owners != NOBODY)
        docs = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)[counted]
        docs, persons = np.divmod(distinct(docs * people + owners[counted]), max(1, people))
        order = np.argsort(persons, kind="stable")
        return cls(
            np.searchsorted(docs, np.arange(len(sizes) + 1)),
            persons.astype(np.uint32),
            np.searchsorted(persons[order], np.arange(people + 1)),
            docs[order].astype(np.uint32),
        )


def write(folder: Path, rows: Rows) -> None:
    """Resolve the persons of *rows* and write to *folder* who they are.

    ``people.ids``, ``.names`` and ``.roles`` are strings, one for each person; ``.decisions`` as
    JSON, one for each decision; i32[sightings] ``people.owners`` is the person of each place in
    ``Columns.persons``, and ``people.<attribute>`` are those of Mentions.
    """
    resolution = resolve(list(rows.sightings()))
    write_people(folder, resolution.people, resolution.decisions)
    owners = np.array(resolution.assigned, dtype=np.int32)
    write_owners(folder, owners, rows.sizes(), len(resolution.people))


def write_people(folder: Path, people: Sequence[Known], decisions: Sequence[Decision]) -> None:
    """Write who the persons are, in the order of their ids, and what was decided about them."""
    Strings.write(folder, "people.ids", (known.id for known in people))
    Strings.write(folder, "people.names", (known.name for known in people))
    Strings.write(folder, "people.roles", (known.role for known in people))
    told = (json.dumps(asdict(one), ensure_ascii=False) for one in decisions)
    Strings.write(folder, "people.decisions", told)


def write_owners(folder: Path, owners: Array, sizes: Array, people: int) -> None:
    """Write whose the sightings are, of which each article has *sizes*."""
    np.save(folder / "people.owners.npy", owners)
    for name, values in Mentions.of(owners, sizes, people)._asdict().items():
        np.save(folder / f"people.{name}.npy", values)


class _People(Sequence[Known]):
    """Every person, by place; read when asked for."""

    def __init__(self, ids: Strings, names: Strings, roles: Strings) -> None:
        self._ids = ids
        self._names = names
        self._roles = roles
        self._known = lru_cache(REMEMBERED)(self._read)

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> Known: ...
    @overload
    def __getitem__(self, place: slice) -> list[Known]: ...
    def __getitem__(self, place: int | slice) -> Known | list[Known]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return self._known(int(place))

    def __iter__(self) -> Iterator[Known]:
        return map(Known, self._ids, self._names, self._roles)

    def _read(self, place: int) -> Known:
        return Known(self._ids[place], self._names[place], self._roles[place])


class Resolved:
    """What articles print of persons, and whose it is before the newsroom has spoken."""

    def __init__(self, folder: Path, columns: Columns, base: Path | None = None) -> None:
        """Map what ``write`` wrote to *folder*, of the articles of *columns*.

        Behind a *base* the arrays are of all sightings, the strings of those persons and decisions
        that the base has not.
        """
        self.columns = columns
        self._folder = folder
        self.mentions = Mentions(
            *(mapped(folder / f"people.{name}.npy") for name in Mentions._fields)
        )
        self.ids = Strings.of(folder, "people.ids", base)
        names = Strings.of(folder, "people.names", base)
        roles = Strings.of(folder, "people.roles", base)
        self.people: Sequence[Known] = _People(self.ids, names, roles)
        self._decisions = Strings.of(folder, "people.decisions", base)

    owners = Mapped("people.owners")

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
