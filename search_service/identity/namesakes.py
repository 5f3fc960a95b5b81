"""Which persons share a name: told apart by roles, companions, sections and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from search_service.identity.archive import Sightings
from search_service.identity.commonness import Commonness
from search_service.identity.domains import (
    Distance,
    Domains,
    distance,
    domains_of,
    short_role,
    telling,
)
from search_service.identity.profiles import telling_words
from search_service.identity.spelling import is_foreign
from search_service.vietnamese import slug

ENOUGH: Final = 1_000
"""Names of an archive from which on it shows how common one is. With fewer only conflicts count,
each side of which is CERTAIN."""

CERTAIN: Final = 2
"""Articles that make it certain what a person does."""

MOST: Final = 400
"""Sightings of a name up to which it is looked at: one printed more often is somebody."""

COMMON: Final = {Distance.CONFLICT: 0.01, Distance.REMOTE: 0.05, Distance.NEAR: 0.3}
"""How many persons of a name are to be expected, at least, before two are told apart whose roles
are so far apart. Names below the last are mostly one person's in two offices, above it mostly two
persons'."""

KNOWN: Final = 10
FEW: Final = 0.01
"""Articles, and share of them, up to which a companion links two: others are anybody's."""

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
        self._seldom = lru_cache(maxsize=1 << 16)(self._few_mention)

    def told_apart(self, numbers: Sequence[int]) -> list[list[int]]:
        """Return the sightings of one name by person, ascending: one list where nothing is certain.

        Sightings are linked by a word or domain of their roles, by a companion, or by being near
        in time. Groups so linked are persons where both have a telling role, these are far enough
        apart for how common the name is, and no special section has most of both. Every other
        group goes to the person with the most sightings whose sections it shares, or else to
        the one with the most that fits.
        """
        name = self._sightings.all[numbers[0]].name
        if not 1 < len(numbers) <= MOST or is_foreign(name):
            return [list(numbers)]
        expected = self._commonness.expected(name) if not self._few else 0.0
        if expected < min(COMMON.values()) and not self._few:
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
        """Return the sightings in groups, each of which something links.

        What is certain of both links no groups that conflict: two articles or more make certain,
        one may have a neighbour's role by mistake.
        """
        groups = {number: [number] for number in numbers}

        def join(one: int, other: int) -> None:
            first, second = groups[one], groups[other]
            if first is second:
                return
            apart = distance(self._domains(first), self._domains(second))
            if apart is Distance.CONFLICT and min(len(first), len(second)) >= CERTAIN:
                return
            first.extend(second)
            for number in second:
                groups[number] = first

        for one, other in chain(self._alike(numbers), self._beside(numbers), self._near(numbers)):
            join(one, other)
        return [sorted(some) for some in {id(some): some for some in groups.values()}.values()]

    def _alike(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield sightings whose roles have a telling word, or are about the same."""
        most = max(1, SHARED * len(self._sightings.by_name))
        first: dict[str, int] = {}
        for number in numbers:
            role = self._sightings.all[number].role
            marks = [word for word in telling_words(role) if self._names[word] <= most]
            for mark in (*sorted(marks), *sorted(telling(domains_of(role)))):
                yield first.setdefault(mark, number), number

    def _beside(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield sightings beside one and the same person whom few articles mention."""
        first: dict[str, int] = {}
        for number in numbers:
            one = self._sightings.all[number]
            for name in self._seldom(one.article):
                if name != one.name:
                    yield first.setdefault(name, number), number

    def _few_mention(self, article: str) -> list[str]:
        """Return the names in an article that few articles have, in order."""
        known = self._sightings
        few = min(KNOWN, max(2, FEW * len(known.by_article)))
        names = {known.all[number].name for number in known.by_article[article]}
        return sorted(name for name in names if len(known.by_name[name]) <= few)

    def _near(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield sightings within days of each other, or within a season of one section."""
        dated = sorted(
            (self._sightings.all[n].day, n) for n in numbers if self._sightings.all[n].day
        )
        by_section: dict[str, list[tuple[int, int]]] = {}
        for day, number in dated:
            for section in self._sections([number]):
                by_section.setdefault(section, []).append((day, number))
        for some, within in ((dated, DAYS), *((part, SEASON) for part in by_section.values())):
            for (day, one), (next_day, other) in pairwise(some):
                if next_day - day <= within:
                    yield one, other

    def _is_telling(self, numbers: Sequence[int]) -> bool:
        """Tell whether some role says more than what anybody may be called."""
        roles = [self._sightings.all[number].role for number in numbers]
        return any(telling(domains_of(role)) or len(telling_words(role)) > 1 for role in roles)

    def _are_two(self, one: Sequence[int], other: Sequence[int], expected: float) -> bool:
        apart = distance(self._domains(one), self._domains(other))
        if self._few:
            if apart < Distance.CONFLICT or min(len(one), len(other)) < CERTAIN:
                return False
        elif expected < COMMON[apart]:
            return False
        if apart is Distance.NEAR and self._offices(one) & self._offices(other):
            return False  # one office in two places: a vice chairman moves on
        return not self._home(one) & self._home(other)

    def _offices(self, numbers: Sequence[int]) -> set[str]:
        roles = (self._sightings.all[number].role for number in numbers)
        return {short_role(role).lower() for role in roles if role}

    def _nearest(self, persons: Sequence[list[int]], group: Sequence[int]) -> list[int]:
        own = self._domains(group)

        def rank(person: list[int]) -> tuple[bool, bool, int]:
            theirs = self._domains(person)
            shared = bool(self._sections(person) & self._sections(group))
            return distance(own, theirs) < Distance.CONFLICT, shared, len(person)

        return max(persons, key=rank)

    def _domains(self, numbers: Iterable[int]) -> Domains:
        """Return what the roles are about."""
        roles = (self._sightings.all[number].role for number in numbers)
        return frozenset(chain.from_iterable(map(domains_of, roles)))

    def _home(self, numbers: Sequence[int]) -> set[str]:
        """Return the special sections that most of the articles are in."""
        counts = Counter(chain.from_iterable(self._sections([number]) for number in numbers))
        most = max(counts.values(), default=0)
        return {section for section, count in counts.items() if count == most}

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
