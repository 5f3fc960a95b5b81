"""A search as every caller has it: what was found, how long it took, what may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from search_service.article import VIETNAM
from search_service.engines.base import Engine
from search_service.newsroom import Newsroom, pinned
from search_service.query import Query
from search_service.results import Results
from search_service.spelling import corrected, likely


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search has to say.

    Attributes:
        query: What was searched for, with its variants.
        results: What was found.
        took_ms: Milliseconds it took to find it.
        variants: The other spellings that were searched for too, as they are printed.
        suggestion: The text its writer may have meant; see ``spelling.corrected``.
    """

    query: Query
    results: Results
    took_ms: float
    variants: tuple[str, ...]
    suggestion: str | None


def answer(
    engine: Engine,
    query: Query,
    newsroom: Newsroom,
    *,
    facets: Sequence[str] = (),
) -> Answer:
    """Search *engine* for *query*, its variants and the pins that *newsroom* has for it today.

    Facets and errors are those of ``Engine.search``.
    """
    started = perf_counter()
    query = asked(engine, query, newsroom)
    results = engine.search(query, facets=facets)
    took_ms = (perf_counter() - started) * 1000
    suggestion = corrected(engine, query, results)
    printed = newsroom.spellings(engine.abbreviations()).printed(query)
    return Answer(query, results, took_ms, printed, suggestion)


def asked(engine: Engine, query: Query, newsroom: Newsroom) -> Query:
    """Return *query* as ``understood``, with the pins that *newsroom* has for it today."""
    pins = pinned(newsroom.pins(), query, datetime.now(VIETNAM).date())
    return understood(engine, replace(query, pins=pins), newsroom)


def understood(engine: Engine, query: Query, newsroom: Newsroom) -> Query:
    """Return *query* with the marks it most likely has and the other spellings of its words."""
    return newsroom.spellings(engine.abbreviations()).of(likely(engine, query))
