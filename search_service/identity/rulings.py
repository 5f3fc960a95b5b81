"""The newsroom's word on who is who: it is final, and holds without building an index again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Final, Protocol

from search_service.identity.records import NOBODY, Known
from search_service.people import person_id
from search_service.vietnamese import fold


class Verb(StrEnum):
    """What a ruling says."""

    SAME = "same"
    DIFFERENT = "different"
    NOT_A_PERSON = "not a person"
    NAME = "name"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One thing that the newsroom says.

    A person is named by id, by label (*Lê Hải Bằng (cầu thủ)*) or by a name, which then stands
    for everyone who has it.

    Attributes:
        place: Where it is written, for messages.
        verb: What it says.
        about: The person that it is about.
        others: SAME: further persons, the last of whom all are. DIFFERENT: who or what the person
            is not to be taken for: another person, or a role that is another's. NAME: what to
            call the person.
        articles: DIFFERENT: ids or addresses of the articles meant, none for all with that role.
    """

    place: str
    verb: Verb
    about: str
    others: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


Rulings = tuple[Ruling, ...]
"""In the order in which they are written; the same object for as long as they stay."""

NO_RULINGS: Final[Rulings] = ()


class Register(Protocol):
    """What an engine knows of its persons before the newsroom has spoken.

    Sightings are numbered by the engine; only those that a ruling names are asked for.
    """

    @property
    def people(self) -> Sequence[Known]:
        """Every person, by place."""

    def named(self, text: str) -> Sequence[int]:
        """Return the places in ``people`` of whoever has this id, label or name."""

    def sightings_of(self, person: int) -> Sequence[int]:
        """Return the sightings of a person."""

    def sightings_named(self, name: str) -> Sequence[int]:
        """Return the sightings under a name, given as ``person_id`` makes it."""

    def sightings_in(self, article: str) -> Sequence[int] | None:
        """Return the sightings in the article with this id or address, None without such."""

    def person_at(self, sighting: int) -> int:
        """Return whose sighting it is, NOBODY for nobody's."""

    def role_at(self, sighting: int) -> str:
        """Return the role printed there, or nothing."""


@dataclass(slots=True)
class Ruled:
    """What the newsroom's word comes to.

    Attributes:
        people: Those of the register, renamed where it is said so, and new ones behind them.
        moved: Sighting -> the place in ``people`` of whose it is instead.
        became: Place in ``people`` -> the place of who it is, or NOBODY; for those who changed.
            Holds for ``moved`` too.
        spoken: Place in ``people`` -> the rulings about the person.
        idle: Rulings that match nobody, each with the reason.
    """

    people: list[Known]
    moved: dict[int, int] = field(default_factory=dict)
    became: dict[int, int] = field(default_factory=dict)
    spoken: dict[int, list[Ruling]] = field(default_factory=dict)
    idle: list[tuple[Ruling, str]] = field(default_factory=list)

    def final(self, person: int) -> int:
        """Return who the person at this place is in the end, NOBODY for nobody."""
        while person in self.became:
            person = self.became[person]
        return person


def rule(register: Register, rulings: Iterable[Ruling]) -> Ruled:
    """Return what *rulings* make of *register*.

    First persons are told apart, then joined, then named, then hidden, whatever the order of the
    lines, so that no line undoes another.
    """
    return _Court(register).heard(rulings)


class _Court:
    """Applies rulings one by one."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._ruled = Ruled(list(register.people))
        self._new: dict[str, int] = {}

    def heard(self, rulings: Iterable[Ruling]) -> Ruled:
        """Apply *rulings* by what they say."""
        ordered = list(rulings)
        for verb, apply in (
            (Verb.DIFFERENT, self._tell_apart),
            (Verb.SAME, self._join),
            (Verb.NAME, self._name),
            (Verb.NOT_A_PERSON, self._remove),
            (Verb.HIDE, self._remove),
        ):
            for ruling in ordered:
                if ruling.verb is verb and (reason := apply(ruling)):
                    self._ruled.idle.append((ruling, reason))
        return self._ruled

    def _tell_apart(self, ruling: Ruling) -> str:
        """Give the sightings meant to a person of their own; return why there are none."""
        (other,) = ruling.others
        strangers = set(self._persons(other))
        if strangers and not ruling.articles:
            return self._part(ruling, strangers)
        meant, missing = self._meant(ruling, other)
        if missing or not meant:
            return missing or f"nobody called {ruling.about!r} is printed as {other!r}"
        base = person_id(ruling.about)
        known = Known(f"{base}-{person_id(other)}", self._printed(ruling.about), other)
        person = min(strangers) if strangers else self._person(known)
        self._move(ruling, meant, person)
        for namesake in self._register.named(ruling.about):
            self._distinguish(namesake)
        return ""

    def _part(self, ruling: Ruling, strangers: set[int]) -> str:
        """Take the name's own sightings back from persons who are not meant by it."""
        name = person_id(ruling.about)
        numbers = self._register.sightings_named(name)
        taken = [one for one in numbers if self._register.person_at(one) in strangers]
        if not numbers:
            return f"nobody is called {ruling.about!r}"
        if taken:
            self._move(ruling, taken, self._person(Known(name, ruling.about)))
        else:  # it is so already, and stays so
            self._speak(ruling, *strangers)
        return ""

    def _meant(self, ruling: Ruling, role: str) -> tuple[list[int], str]:
        persons = self._register.named(ruling.about)
        numbers = set(self._register.sightings_named(person_id(ruling.about)))
        numbers.update(chain.from_iterable(map(self._register.sightings_of, persons)))
        if not numbers:
            return [], f"nobody is called {ruling.about!r}"
        if not ruling.articles:
            wanted = f" {fold(role)} "
            return [
                one
                for one in sorted(numbers)
                if wanted in f" {fold(self._register.role_at(one)).replace(',', ' ')} "
            ], ""
        meant: list[int] = []
        for article in ruling.articles:
            inside = self._register.sightings_in(article)
            if inside is None:
                return [], f"there is no article with the id or URL {article!r}"
            meant += sorted(numbers & set(inside))
        return meant, ""

    def _join(self, ruling: Ruling) -> str:
        *names, last = (ruling.about, *ruling.others)
        targets = self._persons(last)
        if not names:  # everyone of this name is one
            target, *others = targets or [NOBODY]
            if not others:
                return f"there are not two persons called {last!r}"
            self._become(ruling, others, target)
            self._rename(target, role="")
            return ""
        found = [(name, self._persons(name)) for name in names]
        if missing := [name for name, persons in found if not persons]:
            return f"nobody is called {missing[0]!r}"
        if len(targets) > 1:
            labels = ", ".join(self._ruled.people[one].label for one in targets)
            return f"{last!r} may be {labels}; write which"
        target = targets[0] if targets else self._person(Known(person_id(last), last))
        self._become(ruling, [one for _, persons in found for one in persons], target)
        return ""

    def _name(self, ruling: Ruling) -> str:
        persons = self._persons(ruling.about)
        for person in persons:
            self._rename(person, name=ruling.others[0])
            self._speak(ruling, person)
        return "" if persons else f"nobody is called {ruling.about!r}"

    def _remove(self, ruling: Ruling) -> str:
        persons = self._persons(ruling.about)
        self._become(ruling, persons, NOBODY)
        return "" if persons else f"nobody is called {ruling.about!r}"

    def _persons(self, text: str) -> list[int]:
        """Return who is called *text*, as far as the rulings before have come."""
        name = person_id(text)
        found = [*self._register.named(text)]
        found += [
            place
            for known, place in self._new.items()
            if name in {known, person_id(self._ruled.people[place].name)}
            or text == self._ruled.people[place].label
        ]
        final = dict.fromkeys(map(self._ruled.final, found))
        return [person for person in final if person != NOBODY]

    def _person(self, known: Known) -> int:
        """Return the place of the person with this id, made if there is none."""
        if known.id in self._new:
            return self._new[known.id]
        there = self._register.named(known.id)
        exact = [one for one in there if self._ruled.people[one].id == known.id]
        if exact:
            return exact[0]
        self._ruled.people.append(known)
        self._new[known.id] = len(self._ruled.people) - 1
        return self._new[known.id]

    def _move(self, ruling: Ruling, numbers: Iterable[int], person: int) -> None:
        for number in numbers:
            before = self._register.person_at(number)
            if before not in {NOBODY, person}:
                self._speak(ruling, before)
            self._ruled.moved[number] = person
        self._speak(ruling, person)

    def _become(self, ruling: Ruling, persons: Iterable[int], target: int) -> None:
        for person in persons:
            self._speak(ruling, person)
            if person != target:
                self._ruled.became[person] = target
        if target != NOBODY:
            self._speak(ruling, target)

    def _distinguish(self, person: int) -> None:
        """Give a person whose name is now another's too a role to be told by."""
        if self._ruled.people[person].role or person in self._ruled.moved.values():
            return
        roles = (
            self._register.role_at(one)
            for one in self._register.sightings_of(person)
            if one not in self._ruled.moved
        )
        self._rename(person, role=next(filter(None, roles), ""))

    def _rename(self, person: int, **changed: str) -> None:
        self._ruled.people[person] = replace(self._ruled.people[person], **changed)

    def _speak(self, ruling: Ruling, *persons: int) -> None:
        for person in persons:
            said = self._ruled.spoken.setdefault(person, [])
            if ruling not in said:
                said.append(ruling)

    def _printed(self, text: str) -> str:
        """Return the name in *text*, without the role of a label."""
        persons = self._register.named(text)
        return self._ruled.people[persons[0]].name if persons else text
