"""Which persons share a name: told apart by roles, companions, sections and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from search_service.identity.archive import Sightings
from search_service.identity.commonness import Commonness
from search_service.identity.domains import Distance, distance, domains_of, short_role, telling
from search_service.identity.profiles import profile, telling_words
from search_service.vietnamese import slug

ENOUGH: Final = 1_000
"""Names of an archive from which on it shows how common one is; with fewer only conflicts count."""

MOST: Final = 400
"""Sightings of a name up to which it is looked at: one printed more often is somebody."""

COMMON: Final = {Distance.CONFLICT: 0.01, Distance.REMOTE: 0.05, Distance.NEAR: 0.3}
"""How many persons of a name are to be expected, at least, before two are told apart whose roles
are so far apart. Names below the last are mostly one person's in two offices, above it mostly two
persons'."""

KNOWN: Final = 10
"""Articles up to which a companion links two: who is in more is in anybody's."""

SHARED: Final = 0.04
"""Share of the names up to which a word of a role links two: more have *Hà Nội*."""

DAYS: Final = 3
"""Days within which two articles are taken to be about one person."""

SEASON: Final = 60
"""The same for two articles of one special section."""

_UNDATED: Final = 10**7
"""Stands for the day of an article without one: behind every other."""

_GENERAL: Final = frozenset({"", "thoi-su", "xa-hoi", "tin-tuc", "su-kien", "tin-tuc-trong-ngay"})
"""Sections that have news of every kind."""


class Namesakes:
    """Tells the persons of one name apart."""

    def __init__(self, sightings: Sightings, commonness: Commonness) -> None:
        """Use the *sightings* of an archive and how common its names are."""
        self._sightings = sightings
        self._commonness = commonness
        names: Counter[str] = Counter()
        for numbers in sightings.by_name.values():
            names.update({word for n in numbers for word in telling_words(sightings.all[n].role)})
        self._names = names
        self._few = len(sightings.by_name) < ENOUGH

    def told_apart(self, numbers: Sequence[int]) -> list[list[int]]:
        """Return the sightings of one name by person, ascending: one list where nothing is certain.

        Sightings are linked by a word or domain of their roles, by a companion, or by being near
        in time. Groups so linked are persons where both have a telling role, these are far enough
        apart for how common the name is, and no special section has both. Every other group goes
        to the person with the most sightings whose sections it shares, or else to the one with
        the most that fits.
        """
        expected = self._commonness.expected(self._sightings.all[numbers[0]].name)
        if expected < min(COMMON.values()) or not 1 < len(numbers) <= MOST:
            return [list(numbers)]
        groups = sorted(self._linked(numbers), key=lambda some: (-len(some), some[0]))
        persons: list[list[int]] = []
        rest = [group for group in groups if not self._is_telling(group)]
        for group in (group for group in groups if self._is_telling(group)):
            same = [one for one in persons if not self._are_two(one, group, expected)]
            if same:
                same[0].extend(group)
            else:
                persons.append(list(group))
        if len(persons) < 2:
            return [sorted(numbers)]
        for group in rest:
            self._nearest(persons, group).extend(group)
        return [sorted(some) for some in persons]

    def _linked(self, numbers: Sequence[int]) -> list[list[int]]:
        parents = {number: number for number in numbers}

        def root(number: int) -> int:
            while parents[number] != number:
                parents[number] = parents[parents[number]]
                number = parents[number]
            return number

        for one, other in self._links(numbers):
            parents[root(one)] = root(other)
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(root(number), []).append(number)
        return list(groups.values())

    def _links(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        first: dict[str, int] = {}
        for number in numbers:
            for mark in self._marks(number):
                yield number, first.setdefault(mark, number)
        dated = sorted(
            (self._sightings.all[n].day, n) for n in numbers if self._sightings.all[n].day
        )
        for (day, one), (next_day, other) in pairwise(dated):
            if next_day - day <= DAYS:
                yield one, other
        by_section: dict[str, list[tuple[int, int]]] = {}
        for day, number in dated:
            for section in self._sections([number]):
                by_section.setdefault(section, []).append((day, number))
        for some in by_section.values():
            for (day, one), (next_day, other) in pairwise(some):
                if next_day - day <= SEASON:
                    yield one, other

    def _marks(self, number: int) -> Iterator[str]:
        """Yield what other sightings of the same person may have too."""
        sightings = self._sightings
        role = sightings.all[number].role
        most = SHARED * len(sightings.by_name)
        yield from (f"word {w}" for w in telling_words(role) if self._names[w] <= max(most, 1))
        yield from (f"domain {name}" for name in telling(domains_of(role)))
        for name in sightings.companions([number]):
            if len(sightings.by_name[name]) <= KNOWN:
                yield f"companion {name}"

    def _is_telling(self, numbers: Sequence[int]) -> bool:
        """Tell whether some role says more than what anybody may be called."""
        roles = [self._sightings.all[number].role for number in numbers]
        return any(telling(domains_of(role)) or len(telling_words(role)) > 1 for role in roles)

    def _are_two(self, one: Sequence[int], other: Sequence[int], expected: float) -> bool:
        first, second = (profile(self._sightings, some).domains for some in (one, other))
        apart = distance(first, second)
        if expected < COMMON[apart] or (apart < Distance.CONFLICT and self._few):
            return False
        if apart is Distance.NEAR and self._offices(one) & self._offices(other):
            return False  # one office in two places: a vice chairman moves on
        return not self._sections(one) & self._sections(other)

    def _offices(self, numbers: Sequence[int]) -> set[str]:
        roles = (self._sightings.all[number].role for number in numbers)
        return {short_role(role).lower() for role in roles if role}

    def _nearest(self, persons: Sequence[list[int]], group: Sequence[int]) -> list[int]:
        own = profile(self._sightings, group).domains

        def rank(person: list[int]) -> tuple[bool, bool, int]:
            theirs = profile(self._sightings, person).domains
            shared = bool(self._sections(person) & self._sections(group))
            return distance(own, theirs) < Distance.CONFLICT, shared, len(person)

        return max(persons, key=rank)

    def _sections(self, numbers: Sequence[int]) -> set[str]:
        return {slug(self._sightings.all[number].section) for number in numbers} - _GENERAL


def main_role(sightings: Sightings, numbers: Sequence[int], *, short: bool = True) -> str:
    """Return the role printed most often with some sightings, of equals the one printed first.

    In few words unless not *short*, and beginning with a small letter but for abbreviations.
    """
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for number in numbers:
        if role := sightings.all[number].role:
            role = _small(short_role(role) if short else role)
            counts[role] += 1
            day = sightings.all[number].day or _UNDATED
            first[role] = min(first.get(role, (day, number)), (day, number))
    return min(counts, key=lambda role: (-counts[role], first[role]), default="")


def _small(role: str) -> str:
    return role if role[:2].isupper() else role[0].lower() + role[1:]
