"""Single articles from anywhere in an archive, without reading the others."""

from __future__ import annotations

from datetime import date

from search_service.document import Document
from search_service.engines.base import Engine
from search_service.query import Query


def article_at(engine: Engine, place: int) -> Document | None:
    """Return the article at *place*, from 0: those with a date, the newest first, then the rest."""
    years = engine.search(Query(size=0), facets=("year",)).facets["year"].buckets
    dated = sum(bucket.count for bucket in years)
    listed = (
        engine.listing((date.min, date.max), start=place, size=1)
        if place < dated
        else engine.listing(None, start=place - dated, size=1)
    )
    return engine.document(listed[0].id) if listed else None
