"""Persons across articles: who is mentioned where, as resolved and as the newsroom rules.

The columns have what each article prints, its sightings. Whose they are is an array of its own,
and what persons are counted and filtered by is made of that: once for a generation, and once more
whenever the newsroom's file changes.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.columns import UNDATED, Columns, Row
from search_service.engines.whoosh.labels import Labels
from search_service.engines.whoosh.strings import Strings
from search_service.identity import (
    NOBODY,
    Decision,
    Kind,
    Known,
    Ruled,
    Rulings,
    Sighting,
    resolve,
    rule,
)
from search_service.identity.domains import short_role
from search_service.people import Person, person_id
from search_service.results import Suggestion
from search_service.vietnamese import fold, nfc

SPARE: Final = 8
"""Completions asked for beyond those shown: some may be one person's."""

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


def completions(folder: Path, columns: Columns) -> Iterator[tuple[str, str, int]]:
    """Yield (id, label, articles) of every person and of the other names that persons have.

    Another name's id leads to whoever has it.
    """
    people = Resolved(folder, columns).unruled
    for place, known in enumerate(people.known):
        yield known.id, known.label, people.count(place)
    for name, printed in zip(columns.person_ids, columns.person_names, strict=True):
        holders = people.called(name)
        if holders and not any(_said_by(printed, people.known[one].name) for one in holders):
            yield name, printed, max(map(people.count, holders))


def _said_by(printed: str, name: str) -> bool:
    """Tell whether a completion of *name* is one of *printed* too: it ends in the same words."""
    return f" {name}".endswith(f" {printed}")


class Resolved:
    """The persons of one generation before the newsroom has spoken; an ``identity.Register``."""

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

    @cached_property
    def unruled(self) -> People:
        """The persons, of whom the newsroom says nothing."""
        return People(self, Ruled(list(self.people)))

    def ruled(self, rulings: Rulings) -> People:
        """Return the persons as *rulings* have them."""
        return People(self, rule(self, rulings)) if rulings else self.unruled

    def named(self, text: str) -> Sequence[int]:
        """Return the places of whoever has this id, label or name."""
        return self.unruled.named(text, folded=False)

    def sightings_of(self, person: int) -> Sequence[int]:
        """Return the sightings of a person."""
        return [int(place) for place in np.flatnonzero(self.owners == person)]

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

    def person_at(self, sighting: int) -> int:
        """Return whose sighting it is."""
        return int(self.owners[sighting])

    def role_at(self, sighting: int) -> str:
        """Return the role printed there."""
        return self.columns.role_names[int(self.columns.roles[sighting])]


class People:
    """Who is mentioned where: what articles are counted and filtered by.

    Attributes:
        known: Every person, by place; those who are nobody any more among them.
        owners: i32[sightings]: the place of the person of each, or NOBODY.
        offsets: i64[articles + 1]: where each article's persons begin in ``persons``.
        persons: u32: places in ``known``, each once an article.
        mention_offsets, mention_docs: each person's articles, ascending.
    """

    def __init__(self, resolved: Resolved, ruled: Ruled) -> None:
        """Recode the sightings of *resolved* as *ruled* says."""
        self._resolved = resolved
        self._columns = resolved.columns
        self.ruled = ruled
        self.known: Sequence[Known] = ruled.people
        self.owners = _recoded(resolved.owners, ruled)
        counted = np.flatnonzero(self.owners != NOBODY)
        sizes = np.diff(self._columns.person_offsets)
        docs = np.repeat(np.arange(len(self._columns), dtype=np.int64), sizes)[counted]
        pairs = np.unique(docs * len(self.known) + self.owners[counted])
        docs, self.persons = np.divmod(pairs, max(1, len(self.known)))
        articles = np.arange(len(self._columns) + 1)
        self.offsets = np.searchsorted(docs, articles)
        order = np.argsort(self.persons, kind="stable")
        self.mention_docs = docs[order]
        places = np.arange(len(self.known) + 1)
        self.mention_offsets = np.searchsorted(self.persons[order], places)

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of each person."""
        return [known.id for known in self.known]

    @cached_property
    def labels(self) -> Sequence[str]:
        """The label of each person."""
        return [known.label for known in self.known]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {known.id: place for place, known in enumerate(self.known)}

    @cached_property
    def _by_name(self) -> dict[str, dict[str, set[int]]]:
        """Folded name -> the names that fold to it -> who has them."""
        found: dict[str, dict[str, set[int]]] = {}

        def add(name: str, person: int) -> None:
            found.setdefault(fold(name), {}).setdefault(name, set()).add(person)

        for name, person in self._held():
            add(self._columns.person_ids[name], person)
        for person, known in enumerate(self.known):
            if self.count(person):
                add(known.id, person)
                add(person_id(known.name), person)
                add(person_id(known.label), person)
        return found

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield (person, name) of everyone mentioned: the label, and what else is printed."""
        for person, label in enumerate(self.labels):
            if self.count(person):
                yield person, label
        names = self._columns.person_names
        for name, person in self._held():
            if not _said_by(names[name], self.known[person].name):
                yield person, names[name]

    def _held(self) -> Iterator[tuple[int, int]]:
        """Yield (name, person) for every name that a person is printed under."""
        owned = np.flatnonzero(self.owners != NOBODY)
        width = max(1, len(self.known))
        pairs = self._columns.persons[owned].astype(np.int64) * width + self.owners[owned]
        names, people = np.divmod(np.unique(pairs), width)
        return zip(names.tolist(), people.tolist(), strict=True)

    def counts(self, inside: Array) -> Array:
        """Return i64[people]: in how many of the articles *inside* each is mentioned."""
        mentioned = self.persons[np.repeat(inside, np.diff(self.offsets))]
        counts: Array = np.bincount(mentioned, minlength=len(self.known))
        return counts

    def count(self, person: int) -> int:
        """Return how many articles mention a person."""
        return int(self.mention_offsets[person + 1] - self.mention_offsets[person])

    def mentions(self, person: int) -> Array:
        """Return the articles that mention a person, ascending."""
        return self.mention_docs[self.mention_offsets[person] : self.mention_offsets[person + 1]]

    def place(self, wanted: str) -> int | None:
        """Return who has the id *wanted*, or had it once; None for nobody."""
        place = self._places.get(wanted)
        if place is not None:
            place = self.ruled.final(place)
            return place if place != NOBODY and self.count(place) else self._owner(wanted)
        return self._owner(wanted)

    def _owner(self, name: str) -> int | None:
        """Return the person mostly meant by a name, or by a name and a role behind it."""
        places = self._resolved.sightings_named(name)
        at = len(name)
        while not places and (at := name.rfind("-", 0, at)) > 0:
            role = name[at + 1 :]
            places = [
                place
                for place in self._resolved.sightings_named(name[:at])
                if role in self._addresses(self._resolved.role_at(place))
            ]
        owners = self.owners[np.array(places, dtype=np.int64)]
        owners = owners[owners != NOBODY]
        return int(np.bincount(owners).argmax()) if len(owners) else None

    def _addresses(self, role: str) -> set[str]:
        return {person_id(role), person_id(short_role(role))} if role else set()

    def named(self, text: str, *, folded: bool = True) -> list[int]:
        """Return who is meant by *text*: an id, else a name or label, else one without marks."""
        if nfc(text) in self._places:
            place = self.place(nfc(text))
            return [] if place is None else [place]
        name = person_id(text)
        alike = self._by_name.get(fold(name), {})
        if name in alike:
            return sorted(alike[name])
        if alike and folded:
            return sorted(set().union(*alike.values()))
        owner = self._owner(name)
        return [] if owner is None else [owner]

    def called(self, name: str) -> set[int]:
        """Return who is printed under a name, or has it, given as ``person_id`` makes it."""
        return self._by_name.get(fold(name), {}).get(name, set())

    def introduced(self, article: int, printed: Sequence[Person]) -> tuple[Person, ...]:
        """Return the persons *printed* in an article as they are known across articles."""
        first = int(self._columns.person_offsets[article])
        found: dict[int, Person] = {}
        for sighting, person in enumerate(printed, first):
            place = int(self.owners[sighting])
            if place == NOBODY:
                continue
            known = self.known[place]
            there = found.get(place)
            found[place] = Person(
                known.name,
                max(there.role or "" if there else "", person.role or "", key=len) or None,
                (*there.mentions, *person.mentions) if there else person.mentions,
                known.id,
            )
        return tuple(found.values())

    def completed(
        self, suggest: Callable[[str, int], Sequence[Suggestion]], text: str, limit: int
    ) -> tuple[Suggestion, ...]:
        """Return what *suggest* completes *text* with, its persons as the newsroom has them.

        Completions are made when an index is built. Who is somebody else since then is shown as
        that, who is nobody is left out, and who has a name that was not there is looked for too.
        """
        found: dict[tuple[str, str], Suggestion] = {}
        for one in suggest(text, limit + SPARE):
            for shown in self._introduced(one) if one.kind == "person" else (one,):
                found.setdefault((shown.kind, shown.value), shown)
        renamed = [
            self._completion(place) for place in np.flatnonzero(self._renamed.like(text)).tolist()
        ]
        fresh = [one for one in renamed if (one.kind, one.value) not in found]
        return (*fresh, *found.values())[:limit]

    def _introduced(self, suggestion: Suggestion) -> Iterator[Suggestion]:
        for place in self.named(suggestion.value):
            if self.count(place):
                yield self._completion(place)

    def _completion(self, place: int) -> Suggestion:
        return Suggestion("person", self.ids[place], self.labels[place], self.count(place))

    @cached_property
    def _renamed(self) -> Labels:
        """The labels that the newsroom gave."""
        before = self._resolved.people
        labels = (
            (place, known.label)
            for place, known in enumerate(self.known)
            if (place >= len(before) or known is not before[place]) and self.count(place)
        )
        return Labels(labels, len(self.known))

    def sightings(self, person: int) -> Array:
        """Return the sightings of a person, in the order of the articles."""
        found: Array = np.flatnonzero(self.owners == person)
        return found

    def article(self, sighting: int) -> int:
        """Return the number of the article that has a sighting."""
        return bisect_right(self._columns.person_offsets, sighting) - 1


def _recoded(owners: Array, ruled: Ruled) -> Array:
    """Return *owners* with what *ruled* moves, each place that of who it is in the end."""
    if not ruled.moved and not ruled.became:
        return owners
    moved = owners.copy()
    for sighting, person in ruled.moved.items():
        moved[sighting] = person
    final = np.array([*map(ruled.final, range(len(ruled.people))), NOBODY], dtype=np.int32)
    recoded: Array = final[moved]  # NOBODY is -1: the last
    return recoded
