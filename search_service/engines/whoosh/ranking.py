"""A page of a search, ranked and counted, before any of its articles is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search_service.engines.whoosh.explaining import Contribution
from search_service.engines.whoosh.matching import Matches
from search_service.engines.whoosh.recency import Recency
from search_service.results import Facet


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of a search before any article is read.

    Attributes:
        total: Articles found, before paging.
        numbers, ids: Of the articles on the page, in order.
        facets: By name.
        matches: What was found, and how well.
        pins: Numbers of the pinned articles, in order.
        parts: What was added to scores, where the query asks for explanations.
        recency: What multiplied the scores, None where nothing did.
    """

    total: int
    numbers: Sequence[int]
    ids: Sequence[str]
    facets: dict[str, Facet]
    matches: Matches
    pins: Sequence[int]
    parts: Sequence[Contribution]
    recency: Recency | None
