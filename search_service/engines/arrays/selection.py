"""Filters as masks, facets as counts over columns, and the best of many articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from search_service.engines.arrays.coding import UNDATED
from search_service.engines.arrays.columns import NONE, Columns
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.labels import Labels
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.persons.resolved import REMEMBERED
from search_service.engines.arrays.tallying import Tally
from search_service.engines.base import MAX_BUCKETS
from search_service.engines.errors import QueryError
from search_service.query import Filters, Sort
from search_service.results import Bucket, Facet
from search_service.schema import DATE_FACETS, FACETS
from search_service.vietnamese import slug


@dataclass(frozen=True, slots=True)
class Masks:
    """For each filter of a query the articles it allows (bool[articles]), None for all."""

    section: Array | None
    person: Array | None
    date: Array | None
    together: Array | None = None

    def allow(self, found: Array, *, but: str | None = None) -> Array:
        """Return the articles *found* that every filter allows, the filter *but* not asked."""
        for name in self.__slots__:
            mask = getattr(self, name)
            if mask is not None and name != but:
                found = found[mask[found]]
        return found


class Selection:
    """Filters and counts over the columns of one generation."""

    def __init__(self, columns: Columns, people: People) -> None:
        """Use *columns* and *people*; what is derived from them is computed when first needed."""
        self._columns = columns
        self._people = people

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._people.names(), len(self._people.known))

    def sections(self, values: Iterable[str]) -> set[int]:
        """Return the codes of the sections named: as printed, or else by their slug."""
        return {code for value in values for code in self._section(value)}

    @cached_property
    def _sections(self) -> list[str]:
        """The name of each section, by its code."""
        return list(self._columns.sections)

    def _section(self, value: str) -> list[int]:
        names = self._sections
        exact = [code for code in range(1, len(names)) if names[code] == value]
        return exact or [code for code in range(1, len(names)) if slug(names[code]) == slug(value)]

    def people(self, values: Iterable[str]) -> set[int]:
        """Return the codes of the persons named: by id or name as printed, else without marks."""
        return {code for value in values for code in self._people.meant(value)}

    @cached_property
    def _named(self) -> Callable[[int], tuple[str, str]]:
        """What is shown of a person, and what to filter by: those listed last are at hand."""
        people = self._people
        return lru_cache(REMEMBERED)(lambda code: (people.label(code), people.id(code)))

    def _mentioning(self, values: Iterable[str]) -> Array:
        """Return the articles (bool[articles]) that mention one of the persons named."""
        found = np.zeros(len(self._columns), dtype=bool)
        for code in self.people(values):
            found[self._people.mentions(code)] = True
        return found

    def masks(self, filters: Filters) -> Masks:
        """Return the articles that each filter allows."""
        section = person = days = together = None
        if filters.sections:
            wanted = np.zeros(len(self._sections), dtype=bool)
            wanted[list(self.sections(filters.sections))] = True
            section = wanted[self._columns.section]
        if filters.people:
            person = self._mentioning(filters.people)
        for value in filters.together:
            each = self._mentioning([value])
            together = each if together is None else together & each
        if filters.first or filters.last:
            day = self._columns.day
            first = filters.first.toordinal() if filters.first else UNDATED + 1
            last = filters.last.toordinal() if filters.last else date.max.toordinal()
            days = (day >= first) & (day <= last)
        return Masks(section, person, days, together)

    def facet(
        self,
        name: str,
        found: Array,
        masks: Masks,
        docs: Array,
        filters: Filters,
        people_like: str = "",
    ) -> Facet:
        """Count the articles *found*, ascending, by the values of the field *name*.

        *docs* are those of them that all *masks* allow. Of persons those alone are listed who are
        *people_like*, and those chosen.

        Raises:
            QueryError: there is no such facet.
        """
        if name not in FACETS:
            raise QueryError(f"{name!r} is not a facet; there are {', '.join(FACETS)}")
        own = "date" if name in DATE_FACETS else name
        inside = docs if getattr(masks, own) is None else masks.allow(found, but=own)
        if name in DATE_FACETS:
            return self._dates(name, inside, filters)
        if name == "section":
            names = self._sections
            counts = np.bincount(self._columns.section[inside], minlength=len(names))
            counts[NONE] = 0
            chosen = self.sections(filters.sections)
            return _facet(name, Tally.of(counts), chosen, lambda code: (names[code],) * 2)
        chosen = self.people(filters.people)
        among = self._labels.like(people_like) if people_like else None
        return _facet(name, self._people.tally(inside), chosen, self._named, among)

    def people_in(self, least: int, size: int) -> tuple[Bucket, ...]:
        """Return at most *size* persons mentioned in *least* articles or more, the most first."""
        people = self._people
        counts = np.diff(people.mention_offsets)
        codes = np.flatnonzero(counts >= least).tolist()
        listed = sorted((-int(counts[code]), people.label(code), code) for code in codes)
        return tuple(Bucket(people.ids[code], name, -count) for count, name, code in listed[:size])

    def within(self, days: tuple[date, date] | None, start: int, size: int) -> Array:
        """Return the numbers of articles between two days, or without any, the newest first."""
        first, last = (day.toordinal() for day in days) if days else (UNDATED, UNDATED)
        day = self._columns.day
        found = np.flatnonzero((day >= first) & (day <= last))
        return self.best(found, None, Sort.NEWEST, start + size)[start:]

    def _dates(self, name: str, inside: Array, filters: Filters) -> Facet:
        first = 0
        if name == "day":
            codes = self._columns.day[inside]
            codes = codes[codes != UNDATED]
            first = int(codes.min(initial=date.max.toordinal()))  # nobody counts from the year 1
            counts = np.bincount(codes - first)
        else:
            counts = np.bincount(self._columns.month[inside], minlength=1)
            counts[UNDATED] = 0
        if name == "year":
            months = np.flatnonzero(counts)
            counts = np.bincount(months // 12, counts[months]).astype(counts.dtype)
        codes, there = Tally.of(counts)
        texts = [_DATE_TEXTS[name](code + first) for code in codes.tolist()]
        return Facet(
            name,
            tuple(
                Bucket(text, text, count, filters.within(text))
                for text, count in zip(texts, there.tolist(), strict=True)
            ),
        )

    def best(self, found: Array, scores: Array | None, sort: Sort, window: int) -> Array:
        """Return the numbers of the first *window* articles of *found*, in order.

        Args:
            found: Numbers of articles.
            scores: f32[found]; None where nothing ranks them.
            sort: What decides the order; of equally good articles the newer one stands first.
            window: Most articles to return.
        """
        columns = self._columns
        if sort is Sort.OLDEST:
            return _first(found, columns.oldest[found], window)
        if sort is Sort.NEWEST or scores is None:
            return _first(found, columns.newest[found], window)
        falling = -scores
        found, falling = _least(found, falling, window)
        order = np.lexsort((columns.newest[found], falling))[:window]
        best: Array = found[order]
        return best


def _first(numbers: Array, ranks: Array, window: int) -> Array:
    numbers, ranks = _least(numbers, ranks, window)
    first: Array = numbers[np.argsort(ranks)[:window]]
    return first


_RUN: Final = 64
"""Keys of which the least is taken first, where few are wanted: one pass is a tenth of sorting."""


def _least(numbers: Array, keys: Array, window: int) -> tuple[Array, Array]:
    """Return *numbers* and *keys* without those that surely are not of the least *window* keys.

    Everything that ties with the last one of the window competes for its place. Among so many least
    keys of runs is one that as many keys, one of each of these runs, do not exceed.
    """
    if not window:
        return numbers[:0], keys[:0]
    runs = len(keys) // _RUN
    if runs > window:
        bounds = keys[: runs * _RUN].reshape(runs, _RUN).min(axis=1)
        kept = np.flatnonzero(keys <= np.partition(bounds, window - 1)[window - 1])
        numbers, keys = numbers[kept], keys[kept]
    if len(keys) > window:
        kept = np.flatnonzero(keys <= np.partition(keys, window - 1)[window - 1])
        numbers, keys = numbers[kept], keys[kept]
    return numbers, keys


def _facet(
    name: str,
    tally: Tally,
    chosen: set[int],
    named: Callable[[int], tuple[str, str]],
    among: Array | None = None,
) -> Facet:
    """List the largest counts, *among* some values, and every chosen value; say how many more.

    *named* gives the label and the value of a code.
    """
    codes, counts = tally if among is None else tally.among(among)
    best, falling = _least(codes, -counts, MAX_BUCKETS)
    listed = sorted(
        (count, *named(code), code)
        for count, code in zip(falling.tolist(), best.tolist(), strict=True)
    )[:MAX_BUCKETS]
    missing = chosen - {code for *_, code in listed} if chosen else chosen
    listed += sorted((-tally.times(code), *named(code), code) for code in missing)
    more = len(codes) - sum(
        1 for count, *_, code in listed if count and (among is None or among[code])
    )
    return Facet(
        name,
        tuple(Bucket(value, label, -count, code in chosen) for count, label, value, code in listed),
        truncated=more > 0,
        more=more,
    )


@lru_cache(maxsize=1 << 12)  # months of centuries
def _month_text(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _day_text(day: int) -> str:
    return date.fromordinal(day).isoformat()


_DATE_TEXTS: Final[dict[str, Callable[[int], str]]] = {
    "year": "{:04}".format,
    "month": _month_text,
    "day": _day_text,
}
