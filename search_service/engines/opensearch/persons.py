"""Persons as the index has them, and as the newsroom's rulings change them.

Each article holds the keys of its persons as a build resolved them. Rulings move some sightings,
and who is touched is known here to the article: such a person is asked for by the keys that remain
right, without the articles that are wrong by now, and with those that came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final, TypeVar

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.labels import Labels
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.clauses import NOTHING, every, some
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.documents import person_id, person_key

Value = TypeVar("Value")

MOST_TERMS: Final = 60_000
"""Values of one clause: the cluster takes 65,536."""


class Persons:
    """Finds the articles of persons."""

    def __init__(self, resolved: Resolved, people: People, columns: Columns) -> None:
        """Use *people*, which is *resolved* as the newsroom rules, of the articles of *columns*."""
        self._resolved = resolved
        self.people = people
        self._columns = columns

    @cached_property
    def touched(self) -> frozenset[int]:
        """Who is not as the index has them: in other articles, or under another label."""
        known, before = self.people.known, self._resolved.people
        if known is before:
            return frozenset()
        new = set(range(len(before), len(known)))
        renamed = {place for place in range(len(before)) if known[place] != before[place]}
        moved = {place for place in range(len(before)) if not self._is_same(place)}
        return frozenset(new | renamed | moved)

    def _is_same(self, place: int) -> bool:
        now, before = self.people.mentions(place), self._indexed(place)
        return len(now) == len(before) and bool((now == before).all())

    def _indexed(self, place: int) -> Array:
        """Return the articles that have a person's key, ascending."""
        mentions = self._resolved.mentions
        if place >= len(self._resolved.people):
            return mentions.mention_docs[:0]
        row = slice(mentions.mention_offsets[place], mentions.mention_offsets[place + 1])
        return mentions.mention_docs[row]

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self.people.names(), len(self.people.known))

    def called(self, text: str) -> frozenset[int]:
        """Return whose names have the syllables of *text*, the last of which may be half typed."""
        found: list[int] = np.flatnonzero(self._labels.like(text)).tolist()
        return frozenset(found)

    def key(self, place: int) -> str:
        """Return what articles hold for a person whom the build knew."""
        known = self._resolved.people[place]
        return person_key(known.label, known.id)

    def place(self, key: str) -> int | None:
        """Return whose *key* it is."""
        return self._resolved.ids.find(person_id(key))

    @cached_property
    def hidden(self) -> list[str]:
        """The keys of those who are touched, which are not to be counted as they stand."""
        there = len(self._resolved.people)
        return [self.key(place) for place in sorted(self.touched) if place < there]

    def mentioning(self, places: Iterable[int]) -> Body:
        """Return what finds the articles that mention one of the persons at *places*."""
        wanted = set(places)
        plain = sorted(wanted - self.touched)
        clauses = [
            {"terms": {mapping.PERSON: [self.key(place) for place in part]}}
            for part in _parted(plain)
        ]
        clauses += [self._one(place) for place in sorted(wanted & self.touched)]
        return some(clauses) if clauses else NOTHING

    def _one(self, place: int) -> Body:
        """Return what finds the articles of one whom rulings have touched."""
        now, before = self.people.mentions(place), self._indexed(place)
        kept = np.intersect1d(now, before)
        clauses: list[Body] = []
        if len(kept):
            gone = self._ids(np.setdiff1d(before, now))
            clauses.append(every([{"term": {mapping.PERSON: self.key(place)}}], gone))
        clauses += self._ids(np.setdiff1d(now, before))
        return some(clauses) if clauses else NOTHING

    def _ids(self, articles: Array) -> list[Body]:
        ids = [self._columns.ids[article] for article in articles.tolist()]
        return [{"terms": {mapping.ID: list(part)}} for part in _parted(ids)]


def _parted(values: Sequence[Value]) -> list[Sequence[Value]]:
    return [values[start : start + MOST_TERMS] for start in range(0, len(values), MOST_TERMS)]
