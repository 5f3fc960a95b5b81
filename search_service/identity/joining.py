"""Who is meant in articles that come after everything was decided.

Nothing that was decided is decided anew: a name that the archive knows is whose it was, a name it
does not know is a spelling of one, or somebody new. ``resolve`` looks at everything together; until
it does so again, whoever is in the archive keeps id, name and articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, Protocol

from search_service.identity.archive import Sightings
from search_service.identity.domains import Distance, distance, domains_of, short_role, telling
from search_service.identity.profiles import telling_words
from search_service.identity.records import (
    NOBODY,
    Decision,
    Kind,
    Resolution,
    Sighting,
)
from search_service.identity.resolving import resolve
from search_service.identity.spelling import (
    is_foreign,
    is_masked,
    marked_alike,
    order_key,
    spelling_key,
)

_RIME: Final = re.compile(r"(h|k|l|m|s|t|v|qu)([iy])([\u0300-\u036f]+)")
"""A syllable that ends in a marked i or y and in nothing else, decomposed; see ``spelling``."""

_SPELLINGS: Final = 16
"""Spellings of a name that are looked up: of four syllables that may have either letter."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the persons that a name is printed for.

    Attributes:
        person: The place among the archive's persons.
        sightings: Articles in which the name is the person's.
        roles: What is printed with it there, each role once.
    """

    person: int
    sightings: int
    roles: Collection[str]


class Decided(Protocol):
    """What an archive decided about names."""

    def __len__(self) -> int:
        """Return how many persons there are."""

    def holders(self, names: Collection[str]) -> Mapping[str, Sequence[Holder]]:
        """Return whose each of *names* is; a name that is nobody's is left out."""

    def place(self, person: str) -> int | None:
        """Return the place of the person with this id."""

    def id(self, person: int) -> str:
        """Return the id of a person."""


def join(sightings: Sequence[Sighting], decided: Decided) -> Resolution:
    """Decide who is meant in new articles, of which *sightings* are all.

    Of several persons with a name the one is meant whose roles are most like the one printed, then
    the one of most articles. New names are resolved among themselves.

    Returns:
        ``people`` are the new ones, whose places are behind those *decided*, in the order of their
        ids; ``assigned`` has the places of both.
    """
    names = {one.name for one in sightings if not is_masked(one.name)}
    spelt = _spelt(names, decided)
    holders = decided.holders({*names, *spelt.values()})
    assigned = [NOBODY] * len(sightings)
    unknown = []
    for place, one in enumerate(sightings):
        known = holders.get(one.name) or holders.get(spelt.get(one.name, ""), ())
        if known:
            assigned[place] = _meant(one, known).person
        elif (person := decided.place(one.name)) is not None:
            assigned[place] = person
        else:
            unknown.append(place)
    found = resolve([sightings[place] for place in unknown])
    new = [known for known in found.people if decided.place(known.id) is None]
    places = {known.id: len(decided) + number for number, known in enumerate(new)}
    for place, person in zip(unknown, found.assigned, strict=True):
        if person != NOBODY:
            known_id = found.people[person].id
            there = decided.place(known_id)
            assigned[place] = places[known_id] if there is None else there
    joined = list(_told(sightings, assigned, spelt, decided))
    return Resolution(new, assigned, [*joined, *found.decisions])


def _spelt(names: Collection[str], decided: Decided) -> dict[str, str]:
    """Return for each of *names* that the archive lacks, a spelling that it has."""
    known = decided.holders(names)
    others = {name: list(_spellings(name)) for name in names if name not in known}
    there = decided.holders({other for some in others.values() for other in some})
    return {
        name: next(other for other in some if other in there)
        for name, some in others.items()
        if any(other in there for other in some)
    }


def _spellings(name: str) -> Iterator[str]:
    """Yield other ways to write *name* that are looked up: i for y, words in the other order."""
    if order_key(name):
        yield "-".join(reversed(name.split("-")))
    if is_foreign(name):
        return
    every = product(*map(_with_either, name.split("-")))
    for words in islice(every, 1, _SPELLINGS):
        other = "-".join(words)
        if spelling_key(other) == spelling_key(name) and marked_alike(name, other):
            yield other


def _with_either(word: str) -> tuple[str, ...]:
    match = _RIME.fullmatch(unicodedata.normalize("NFD", word))
    if not match:
        return (word,)
    other = "y" if match[2] == "i" else "i"
    return word, unicodedata.normalize("NFC", f"{match[1]}{other}{match[3]}")


def _meant(sighting: Sighting, holders: Sequence[Holder]) -> Holder:
    """Return which of *holders* a sighting is of."""
    if len(holders) == 1:
        return holders[0]
    own, words = domains_of(sighting.role), telling_words(sighting.role)

    def alike(holder: Holder) -> tuple[bool, bool, int, int]:
        theirs = [domains_of(role) for role in holder.roles]
        conflict = any(distance(own, one) is Distance.CONFLICT for one in theirs)
        office = short_role(sighting.role).lower() in {
            short_role(role).lower() for role in holder.roles
        }
        shared = max((len(words & telling_words(role)) for role in holder.roles), default=0)
        shared += any(telling(own) & telling(one) for one in theirs)
        return not conflict, office and bool(sighting.role), shared, holder.sightings

    return max(holders, key=alike)


def _told(
    sightings: Sequence[Sighting],
    assigned: Sequence[int],
    spelt: Mapping[str, str],
    decided: Decided,
) -> Iterator[Decision]:
    """Yield what was decided by another spelling."""
    every = Sightings([one for one in sightings if one.name in spelt])
    places = {one.name: place for one, place in zip(sightings, assigned, strict=True)}
    for name, numbers in sorted(every.by_name.items()):
        articles = len(numbers)
        yield Decision(
            Kind.SPELLING,
            every.printed(numbers),
            decided.id(places[name]),
            articles,
            articles,
            articles,
            every.examples(numbers),
        )
