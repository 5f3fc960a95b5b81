"""What a query finds, and in which order: matching, recency, pins and filters put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.recency import Recency
from search_service.engines.arrays.selection import Masks, Selection
from search_service.engines.errors import QueryError
from search_service.engines.whoosh.candidates import contained
from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.frequencies import Frequencies
from search_service.engines.whoosh.matching import Matcher, Matches
from search_service.query import Query, Sort
from search_service.schema import TEXT_FIELDS


@dataclass(frozen=True, slots=True)
class Found:
    """The articles of a query, by number.

    Attributes:
        matches: What its words find, scored.
        every: Those and the pinned ones, ascending.
        masks: What its filters allow.
        docs: Those of ``every`` that all filters allow.
        pins: The pinned articles that are here, in order.
        recency: What their age adds, None where it adds nothing.
    """

    matches: Matches
    every: Array
    masks: Masks
    docs: Array
    pins: list[int]
    recency: Recency | None


class Finder:
    """Finds and orders the articles of one generation."""

    def __init__(
        self, frequencies: Frequencies, columns: Columns, selection: Selection, recency: Recency
    ) -> None:
        """Use the parts of one generation."""
        self._frequencies = frequencies
        self._matcher = Matcher(frequencies)
        self._columns = columns
        self._selection = selection
        self._recency = recency

    def find(self, query: Query, parts: list[Contribution] | None = None) -> Found:
        """Return what *query* finds; *parts*, where there is such a list, gets what adds to scores.

        Raises:
            QueryError: its field is not a field of text.
        """
        matches = self._matcher_of(query.field).match(query, parts)
        recency = self._recency if query.prefers_recent else None
        if recency:
            matches = replace(matches, scores=matches.scores * recency.factors[matches.docs])
        pins = self._pinned(query)
        every = np.union1d(matches.docs, pins).astype(np.intp) if pins else matches.docs
        masks = self._selection.masks(query.filters)
        return Found(matches, every, masks, masks.allow(every), pins, recency)

    def page(self, found: Found, query: Query) -> list[int]:
        """Return the numbers of the articles on the page of *query*, in order."""
        return list(self._ordered(found, query, query.start + query.size))[query.start :]

    def all(self, found: Found, query: Query) -> Iterator[int]:
        """Return the numbers of all articles found, in order; they take 8 bytes each."""
        return self._ordered(found, query, len(found.docs))

    def _ordered(self, found: Found, query: Query, window: int) -> Iterator[int]:
        """Yield the first *window* numbers in order: pinned ones first where scores decide."""
        first: list[int] = []
        docs, matches = found.docs, found.matches
        if found.pins and query.sort is Sort.RELEVANCE:
            size = len(self._columns)
            first = [number for number in found.pins if contained(np.array([number]), docs, size)]
            docs = np.setdiff1d(docs, first, assume_unique=True)
        scores = matches.scores if query.ranked and query.sort is Sort.RELEVANCE else None
        if scores is not None and len(docs) != len(matches.docs):
            scores = scores[np.searchsorted(matches.docs, docs)]
        best = self._selection.best(docs, scores, query.sort, max(0, window - len(first)))
        yield from first[:window]
        yield from map(int, best)

    def _matcher_of(self, field: str | None) -> Matcher:
        if field is None:
            return self._matcher
        if field not in {known.name for known in TEXT_FIELDS}:
            raise QueryError(f"{field!r} is not a field of text")
        return Matcher(self._frequencies.within(field))

    def _pinned(self, query: Query) -> list[int]:
        """Return the numbers of the pinned articles, in order; those that are not here not."""
        places = [
            (self._columns.number(pin), self._columns.number_by_url(pin)) for pin in query.pins
        ]
        numbers = [by_url if by_id is None else by_id for by_id, by_url in places]
        return list(dict.fromkeys(number for number in numbers if number is not None))
