"""Persons across articles: who is mentioned where, as resolved and as the newsroom rules.

What persons are counted and filtered by is made of the sightings of ``resolved.py``: once for a
generation, and once more whenever the newsroom's file changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from search_service.engines.arrays.grouping import distinct
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.resolved import Mentions, Resolved
from search_service.engines.arrays.tallying import Tally
from search_service.identity import NOBODY, Known, Ruled, Rulings, rule
from search_service.identity.domains import short_role
from search_service.people import Person, person_id
from search_service.vietnamese import fold, nfc


class People:
    """Who is mentioned where: what articles are counted and filtered by; an ``identity.Register``.

    Attributes:
        known: Every person, by place; those who are nobody any more among them.
        owners: i32[sightings]: the place of the person of each, or NOBODY.
        offsets: i64[articles + 1]: where each article's persons begin in ``persons``.
        persons: u32: places in ``known``, each once an article.
        mention_offsets, mention_docs: each person's articles, ascending.
    """

    def __init__(self, resolved: Resolved, ruled: Ruled | None = None) -> None:
        """Recode the sightings of *resolved* as *ruled* says; without it none of them is read."""
        self._resolved = resolved
        self._columns = resolved.columns
        self.ruled = ruled or Ruled([])
        self.known: Sequence[Known] = resolved.people if ruled is None else ruled.people
        self.owners = _recoded(resolved.owners, self.ruled)
        self.offsets, self.persons, self.mention_offsets, self.mention_docs = (
            resolved.mentions
            if self.owners is resolved.owners
            else Mentions.of(self.owners, np.diff(self._columns.person_offsets), len(self.known))
        )

    @classmethod
    def ruled_by(cls, resolved: Resolved, rulings: Rulings) -> People:
        """Return the persons of *resolved* as *rulings* have them."""
        unruled = cls(resolved)
        return cls(resolved, rule(unruled, rulings)) if rulings else unruled

    @property
    def people(self) -> Sequence[Known]:
        """Every person, by place."""
        return self.known

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of each person."""
        unruled = self.known is self._resolved.people
        return self._resolved.ids if unruled else [known.id for known in self.known]

    def id(self, person: int) -> str:
        """Return the id of a person."""
        return self.known[person].id

    def label(self, person: int) -> str:
        """Return the label of a person."""
        return self.known[person].label

    @cached_property
    def _places(self) -> dict[str, int]:
        """Who has which id, where the newsroom has spoken."""
        return {known.id: place for place, known in enumerate(self.known)}

    def _place_of(self, wanted: str) -> int | None:
        """Return who has the id *wanted*."""
        if self.known is self._resolved.people:
            return self._resolved.ids.find(wanted)
        return self._places.get(wanted)

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        """Name -> who has it."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        printed = list(self._columns.person_ids)
        for code, person in self._held():
            found[printed[code]].add(person)
        for person, (known, articles) in enumerate(
            zip(self.known, self._everywhere.tolist(), strict=True)
        ):
            if articles:
                for name in {known.name, known.label}:
                    found[person_id(name)].add(person)
                found[known.id].add(person)
        return dict(found)

    @cached_property
    def _by_folded(self) -> dict[str, list[str]]:
        """Folded name -> the names that fold to it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._by_name:
            found[fold(name)].append(name)
        return dict(found)

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield (person, name) of everyone mentioned: the label, and what else is printed."""
        for person in np.flatnonzero(self._everywhere).tolist():
            yield person, self.label(person)
        names = self._columns.person_names
        for name, person in self._held():
            if not said_by(names[name], self.known[person].name):
                yield person, names[name]

    def _held(self) -> Iterator[tuple[int, int]]:
        """Yield (name, person) for every name that a person is printed under."""
        owned = np.flatnonzero(self.owners != NOBODY)
        width = max(1, len(self.known))
        pairs = self._columns.persons[owned].astype(np.int64) * width + self.owners[owned]
        names, people = np.divmod(distinct(pairs), width)
        return zip(names.tolist(), people.tolist(), strict=True)

    def counts(self, inside: Array) -> Array:
        """Return i64[people]: how many of the articles *inside*, ascending, mention each."""
        articles = len(self._columns)
        if 2 * len(inside) > articles:  # fewer are outside: counted are these
            outside = np.ones(articles, dtype=bool)
            outside[inside] = False
            rest: Array = self._everywhere - self.counts(np.flatnonzero(outside))
            return rest
        counts: Array = np.bincount(self._met(inside), minlength=len(self.known))
        return counts

    def tally(self, inside: Array) -> Tally:
        """Return who is mentioned in the articles *inside*, ascending, in how many of them."""
        if 2 * len(inside) > len(self._columns):
            return Tally.of(self.counts(inside))
        return Tally.met(self._met(inside), len(self.known))

    def _met(self, inside: Array) -> Array:
        """Return the persons of the articles *inside*, one article after another."""
        begins = self.offsets[inside]
        sizes = self.offsets[inside + 1] - begins
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        met: Array = self.persons[np.repeat(begins - (ends - sizes), sizes) + np.arange(total)]
        return met

    @cached_property
    def _everywhere(self) -> Array:
        """i64[people]: how many articles mention each."""
        return np.diff(self.mention_offsets)

    def count(self, person: int) -> int:
        """Return how many articles mention a person."""
        return int(self.mention_offsets[person + 1] - self.mention_offsets[person])

    def mentions(self, person: int) -> Array:
        """Return the articles that mention a person, ascending."""
        return self.mention_docs[self.mention_offsets[person] : self.mention_offsets[person + 1]]

    def place(self, wanted: str) -> int | None:
        """Return who has the id *wanted*, or had it once; None for nobody."""
        place = self._place_of(wanted)
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

    def named(self, text: str) -> list[int]:
        """Return who has this id, or else this name or label, or had this id once."""
        if self._place_of(nfc(text)) is not None:
            place = self.place(nfc(text))
            return [] if place is None else [place]
        name = person_id(text)
        if found := self.called(name):
            return sorted(found)
        owner = self._owner(name)
        return [] if owner is None else [owner]

    def meant(self, text: str) -> list[int]:
        """Return who is meant by *text*: who is so named, or else so without marks."""
        alike = self._by_folded.get(fold(person_id(text)), [])
        return self.named(text) or sorted(set().union(*map(self.called, alike)))

    def called(self, name: str) -> set[int]:
        """Return who is printed under a name, or has it, given as ``person_id`` makes it."""
        return self._by_name.get(name, set())

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

    def sightings_of(self, person: int) -> Sequence[int]:
        """Return the sightings of a person, in the order of the articles."""
        found: list[int] = np.flatnonzero(self.owners == person).tolist()
        return found

    def sightings_named(self, name: str) -> Sequence[int]:
        """Return the sightings under a name, given as ``person_id`` makes it."""
        return self._resolved.sightings_named(name)

    def sightings_in(self, article: str) -> Sequence[int] | None:
        """Return the sightings in the article with this id or address."""
        return self._resolved.sightings_in(article)

    def person_at(self, sighting: int) -> int:
        """Return whose sighting it is."""
        return int(self.owners[sighting])

    def role_at(self, sighting: int) -> str:
        """Return the role printed there."""
        return self._resolved.role_at(sighting)

    def article(self, sighting: int) -> int:
        """Return the number of the article that has a sighting."""
        return bisect_right(self._columns.person_offsets, sighting) - 1


def said_by(printed: str, name: str) -> bool:
    """Tell whether who looks for *printed* finds *name*: it ends in the same words."""
    return f" {name}".endswith(f" {printed}")


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
