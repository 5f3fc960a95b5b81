"""What is answered without a search, from arrays alone: the same for every engine that has them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Self

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.defining import defined
from search_service.engines.arrays.language.completing import Completer
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.persons.naming import Naming
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.arrays.selection import Selection
from search_service.engines.records import Definition
from search_service.identity import Decision, Ruling, Rulings
from search_service.results import Bucket, Listed, PersonRecord, Suggestion


class Unsearched:
    """Half of an engine; see ``engines.base.Engine``.

    Whoever inherits sets ``_columns``, ``_resolved``, ``_suggester`` and ``_ngrams``, then calls
    ``_rule``, and extends it by what else of it depends on who is who.
    """

    _columns: Columns
    _resolved: Resolved
    _suggester: Suggester
    _ngrams: Ngrams

    def ruled(self, rulings: Rulings) -> Self:
        """Return an engine of the same generation whose persons are as *rulings* say."""
        other = copy(self)
        # What was put together for other rulings is not taken along.
        other.__dict__.pop("_naming", None)
        other._rule(rulings)
        return other

    def _rule(self, rulings: Rulings) -> None:
        self._people = People.ruled_by(self._resolved, rulings)
        self._completer = Completer(self._suggester, self._resolved, self._people)
        self._selection = Selection(self._columns, self._people)

    @cached_property
    def _naming(self) -> Naming:
        return Naming(self._columns, self._people, self._resolved.decisions)

    def person(self, person_id: str) -> PersonRecord | None:
        """Return the person with this id across the archive, None when nobody has it."""
        place = self._people.place(person_id)
        return None if place is None else self._naming.record(place)

    def decisions(self) -> Sequence[Decision]:
        """Return what was decided about persons while the generation was built, by person."""
        return self._resolved.decisions

    def idle_rulings(self) -> Sequence[tuple[Ruling, str]]:
        """Return the newsroom's rulings that match nobody here, each with the reason."""
        return self._people.ruled.idle

    def listing(
        self, days: tuple[date, date] | None, *, start: int = 0, size: int
    ) -> tuple[Listed, ...]:
        """Return the articles published between two days, both included, the newest first."""
        numbers = self._selection.within(days, start, size)
        return tuple(map(self._naming.listed, numbers.tolist()))

    def people(self, *, least: int, size: int) -> tuple[Bucket, ...]:
        """Return who is mentioned in *least* articles or more, most often first, then by name."""
        return self._selection.people_in(least, size)

    def mentions(self, people: Sequence[str]) -> Sequence[int]:
        """Return for each person's id the number of articles that mention the person."""
        places = map(self._people.place, people)
        return [0 if place is None else self._people.count(place) for place in places]

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return completions of *text*, at most *limit*, those most likely wanted first."""
        return self._completer.complete(text, limit)

    def spelling(self) -> Ngrams:
        """Return how the archive's own texts are spelt."""
        return self._ngrams

    def abbreviations(self) -> Sequence[Definition]:
        """Return what the archive's own texts explain: each time the same sequence."""
        return self._definitions

    @cached_property
    def _definitions(self) -> tuple[Definition, ...]:
        return defined(self._columns)
