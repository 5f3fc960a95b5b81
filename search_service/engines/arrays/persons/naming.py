"""What an archive knows of one person: roles, companions, names and namesakes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

import numpy as np

from search_service.engines.arrays.columns import NONE, Columns
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.people import People
from search_service.identity import Decision
from search_service.identity.records import EXAMPLES
from search_service.identity.variants import merged
from search_service.results import Bucket, Companion, Listed, NameForm, PersonRecord, RoleSpan

COMPANIONS: Final = 20
"""Most persons listed as mentioned together with one."""

LATEST: Final = 3
"""Articles named that mention a person and a companion."""


class Naming:
    """Puts together what is known of a person in one generation."""

    def __init__(self, columns: Columns, people: People, decisions: tuple[Decision, ...]) -> None:
        """Use the *columns* of a generation and its *people*."""
        self._columns = columns
        self._people = people
        self._decisions: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            self._decisions[decision.person].append(decision)

    def record(self, person: int) -> PersonRecord:
        """Return everything known of the person at this place."""
        people = self._people
        known = people.known[person]
        forms = self._forms(person)
        ids = dict.fromkeys([known.id, *(form.id for form in forms)])
        return PersonRecord(
            id=known.id,
            name=known.name,
            label=known.label,
            count=people.count(person),
            roles=self._roles(person),
            companions=self._companions(person),
            forms=forms,
            namesakes=self._namesakes(person, forms),
            decisions=tuple(one for each in ids for one in self._decisions.get(each, ())),
            rulings=tuple(people.ruled.spoken.get(person, ())),
        )

    def listed(self, article: int) -> Listed:
        """Return an article as it stands in a list."""
        columns = self._columns
        return Listed(columns.ids[article], columns.titles[article], columns.published(article))

    def _roles(self, person: int) -> tuple[RoleSpan, ...]:
        columns, people = self._columns, self._people
        printed = [
            (columns.role_names[role], int(columns.day[people.article(sighting)]))
            for sighting in people.sightings_of(person)
            if (role := int(columns.roles[sighting])) != NONE
        ]
        spans = []
        for one in merged(printed):
            days = [date.fromordinal(day) for day in one.days if day]
            first, last = (min(days), max(days)) if days else (None, None)
            others = tuple(sorted(one.printed.keys() - {one.usual}))
            spans.append(RoleSpan(one.usual, first, last, len(one.days), others))
        return tuple(sorted(spans, key=lambda one: (one.first or date.max, -one.count, one.role)))

    def _companions(self, person: int) -> tuple[Companion, ...]:
        people, docs = self._people, self._people.mentions(person)
        inside = np.zeros(len(self._columns), dtype=bool)
        inside[docs] = True
        counts = people.counts(docs)
        counts[person] = 0
        there = np.flatnonzero(counts)
        if len(there) > COMPANIONS:
            least = -np.partition(-counts[there], COMPANIONS - 1)[COMPANIONS - 1]
            there = there[counts[there] >= least]
        listed = sorted((-int(counts[code]), people.label(code), code) for code in there.tolist())
        return tuple(
            Companion(people.ids[code], label, -count, self._together(inside, code))
            for count, label, code in listed[:COMPANIONS]
        )

    def _together(self, inside: Array, person: int) -> tuple[Listed, ...]:
        """Return the newest of the articles *inside* that mention another person."""
        docs = self._people.mentions(person)
        docs = docs[inside[docs]]
        order = np.argsort(self._columns.newest[docs])[:LATEST]
        return tuple(self.listed(article) for article in docs[order].tolist())

    def _forms(self, person: int) -> tuple[NameForm, ...]:
        columns, people = self._columns, self._people
        names: dict[int, list[int]] = defaultdict(list)
        for sighting in people.sightings_of(person):
            names[int(columns.persons[sighting])].append(people.article(sighting))
        forms = []
        for name, articles in names.items():
            docs = np.array(articles)
            newest = docs[np.argsort(columns.newest[docs])][:EXAMPLES].tolist()
            examples = tuple(columns.ids[article] for article in newest)
            form = columns.person_ids[name], columns.person_names[name], len(articles), examples
            forms.append(NameForm(*form))
        return tuple(sorted(forms, key=lambda form: (-form.count, form.id)))

    def _namesakes(self, person: int, forms: tuple[NameForm, ...]) -> tuple[Bucket, ...]:
        """Return who else is printed under the person's own name."""
        people = self._people
        known = people.known[person]
        own = {form.id for form in forms if form.name.count(" ")} or {form.id for form in forms}
        others = {place for name in own for place in people.called(name)} - {person}
        others = {place for place in others if people.known[place].name == known.name}
        listed = sorted((-people.count(one), people.label(one), one) for one in others)
        return tuple(Bucket(people.ids[one], label, -count) for count, label, one in listed)
