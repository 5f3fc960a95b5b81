"""A page of a search, ranked and counted, before any of its articles is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.finding import Found
from search_service.results import Facet


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of a search before any article is read.

    Attributes:
        total: Articles found, before paging.
        numbers, ids: Of the articles on the page, in order.
        facets: By name.
        found: What was found, and how well.
        parts: What was added to scores, where the query asks for explanations.
    """

    total: int
    numbers: Sequence[int]
    ids: Sequence[str]
    facets: dict[str, Facet]
    found: Found
    parts: Sequence[Contribution]
