"""A search as every caller has it: what was found, how long it took, what may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from search_service.engines.base import Engine
from search_service.newsroom import Newsroom
from search_service.query import Query
from search_service.results import Results
from search_service.spelling import corrected


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search has to say.

    Attributes:
        query: What was searched for.
        results: What was found.
        took_ms: Milliseconds the engine took to find it.
        suggestion: The text its writer may have meant; see ``spelling.corrected``.
    """

    query: Query
    results: Results
    took_ms: float
    suggestion: str | None


def answer(
    engine: Engine,
    query: Query,
    newsroom: Newsroom,  # noqa: ARG001 - nothing of it bears on an answer yet
    *,
    facets: Sequence[str] = (),
) -> Answer:
    """Search *engine* for *query*; facets and errors are those of ``Engine.search``."""
    started = perf_counter()
    results = engine.search(query, facets=facets)
    took_ms = (perf_counter() - started) * 1000
    return Answer(query, results, took_ms, corrected(engine, query, results))
