"""What an article counts for in a facet, read from its record."""

from __future__ import annotations

from search_service.document import AnalysedDocument


def values(document: AnalysedDocument, facet: str) -> list[str]:
    article = document.document.article
    if facet == "section":
        return [article.section] if article.section else []
    if facet == "person":
        return [person.id for person in document.document.people]
    length = {"year": 4, "month": 7, "day": 10}[facet]
    return [article.day.isoformat()[:length]] if article.day else []
