"""Who is who across the articles of an archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from search_service.identity.aliases import Alias, aliases, titled
from search_service.identity.archive import Sightings
from search_service.identity.commonness import Commonness
from search_service.identity.namesakes import Namesakes, main_role
from search_service.identity.records import (
    NOBODY,
    Decision,
    Kind,
    Known,
    Resolution,
    Sighting,
)
from search_service.identity.spelling import is_masked, marked_alike, order_key, spelling_key
from search_service.people import person_id


def resolve(sightings: Sequence[Sighting]) -> Resolution:
    """Decide who is named where, from all sightings of an archive.

    Each name is a person, but for what the modules beside this one decide; the result is the same
    in whatever order the sightings are given.
    """
    return _Resolver(Sightings(sightings)).resolution()


class _Resolver:
    """The decisions so far: which sightings each name has, by the name that stands for others."""

    def __init__(self, sightings: Sightings) -> None:
        self._sightings = sightings
        self._names = sorted(sightings.by_name)
        self._masked = list(filter(is_masked, self._names))
        self._decisions: list[Decision] = []
        self._groups: dict[str, list[int]] = {}
        self._people: dict[str, tuple[Known, list[int]]] = {}

    def resolution(self) -> Resolution:
        """Take the decisions one after another: each sees what was joined before it."""
        self._hide_initials()
        self._join_spellings()
        for alias in list(titled(self._sightings, self._groups)):
            self._move(Kind.TITLED, alias)
        for alias in list(aliases(self._sightings, self._groups)):
            self._move(Kind.SHORT, alias)
        self._tell_apart()
        return self._told()

    def _hide_initials(self) -> None:
        for name in self._masked:
            self._decide(Kind.INITIALS, "", self._sightings.by_name[name])

    def _join_spellings(self) -> None:
        hidden = frozenset(self._masked)
        for family in _families(name for name in self._names if name not in hidden):
            self._join(family)

    def _join(self, family: Sequence[str]) -> None:
        """Join the spellings of a family to the one printed most, those marked otherwise apart."""
        if len(family) == 1:  # as nearly every name has
            self._groups[family[0]] = list(self._sightings.by_name[family[0]])
            return
        ordered = sorted(family, key=lambda name: (-len(self._sightings.by_name[name]), name))
        while ordered:
            best = ordered[0]
            family = [name for name in ordered if marked_alike(best, name)]
            ordered = [name for name in ordered if name not in family]
            numbers = [number for name in family for number in self._sightings.by_name[name]]
            self._groups[best] = sorted(numbers)
            for name in family:
                if name != best:
                    own = self._sightings.by_name[name]
                    self._decide(Kind.SPELLING, best, own, len(own), len(numbers))

    def _move(self, kind: Kind, alias: Alias) -> None:
        """Let a shorter name's sightings be the longer one's."""
        if alias.full not in self._groups or alias.short not in self._groups:
            return
        moved = set(alias.numbers)
        self._groups[alias.short] = [n for n in self._groups[alias.short] if n not in moved]
        if not self._groups[alias.short]:
            del self._groups[alias.short]
        self._groups[alias.full] = sorted([*self._groups[alias.full], *moved])
        self._decide(kind, alias.full, alias.numbers, alias.agreeing, alias.seen)

    def _tell_apart(self) -> None:
        namesakes = Namesakes(self._sightings, Commonness(self._sightings.by_name))
        for name, numbers in sorted(self._groups.items()):
            # The one printed first keeps the plain id: what is published later never takes it.
            persons = namesakes.told_apart(numbers)
            if len(persons) > 1:
                persons.sort(key=self._begins)
            self._name(name, numbers, persons)

    def _begins(self, numbers: Sequence[int]) -> tuple[bool, int, int]:
        days = [self._sightings.all[n].day for n in numbers if self._sightings.all[n].day]
        return not days, min(days, default=0), numbers[0]

    def _name(self, base: str, numbers: Sequence[int], persons: Sequence[list[int]]) -> None:
        printed = self._printed(base, numbers)
        if len(persons) == 1:
            self._people[base] = Known(base, printed), list(numbers)
            return
        roles = list(_labels(self._sightings, persons))
        for place, (person, role) in enumerate(zip(persons, roles, strict=True)):
            known = Known(f"{base}-{person_id(role)}" if place else base, printed, role)
            self._people[known.id] = known, person
            note = main_role(self._sightings, person, short=False)
            self._decide(Kind.NAMESAKES, known.id, person, len(persons), len(numbers), note)

    def _printed(self, base: str, numbers: Sequence[int]) -> str:
        """Return how the name itself is printed, not a shorter one that stands for it."""
        own = [n for n in numbers if self._sightings.all[n].name == base]
        return self._sightings.printed(own or numbers)

    def _decide(
        self,
        kind: Kind,
        person: str,
        numbers: Sequence[int],
        agreeing: int = 0,
        seen: int = 0,
        note: str = "",
    ) -> None:
        sightings = self._sightings
        articles = len(sightings.articles(numbers))
        examples = sightings.examples(numbers)
        name = sightings.printed(numbers)
        decision = Decision(kind, name, person, articles, agreeing, seen, examples, note)
        self._decisions.append(decision)

    def _told(self) -> Resolution:
        people = sorted(self._people)
        assigned = [NOBODY] * len(self._sightings.all)
        for place, known in enumerate(people):
            for number in self._people[known][1]:
                assigned[self._sightings.places[number]] = place
        decisions = sorted(self._decisions, key=lambda one: (one.person, one.kind, one.name))
        return Resolution([self._people[known][0] for known in people], assigned, decisions)


def _families(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names that are one, in the order of their first."""
    by_spelling: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_spelling[spelling_key(name)].append(name)
    by_order: dict[str, list[str]] = defaultdict(list)
    for key, family in by_spelling.items():
        orders = {order for name in family if (order := order_key(name))}
        by_order[min(orders, default=f"= {key}")].append(key)
    for keys in by_order.values():
        yield sorted(chain.from_iterable(by_spelling[key] for key in keys))


def _labels(sightings: Sightings, persons: Sequence[Sequence[int]]) -> Iterator[str]:
    """Yield a role for each person that no other of them has, in few words where that does."""
    taken: set[str] = set()
    for person in persons:
        short = main_role(sightings, person)
        whole = main_role(sightings, person, short=False)
        choices = (short, whole, *(f"{short} {number}" for number in range(2, len(persons) + 2)))
        role = next(one for one in choices if one and person_id(one) not in taken)
        taken.add(person_id(role))
        yield role
