"""What passes a query and what it counts for in a facet, read from the records one by one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import contains

from search_service.document import AnalysedDocument
from search_service.people import person_id
from search_service.query import Filters, Phrase, Query
from search_service.vietnamese import fold


def is_there(document: AnalysedDocument, asked: Phrase) -> bool:
    size = len(asked.tokens)
    for tokens in document.tokens.values():
        forms = [(token, fold(token)) for token in tokens]
        for place in range(len(forms) - size + 1):
            if all(map(contains, forms[place : place + size], asked.tokens)):
                return True
    return False


def passes_words(document: AnalysedDocument, query: Query) -> bool:
    wanted = [*(Phrase((token,)) for token in query.tokens), *query.phrases]
    return all(is_there(document, asked) for asked in wanted) and not any(
        is_there(document, asked) for asked in query.excluded
    )


def passes_section(document: AnalysedDocument, filters: Filters) -> bool:
    return not filters.sections or document.document.article.section in filters.sections


def passes_person(document: AnalysedDocument, filters: Filters) -> bool:
    people = {person_id(name) for name in filters.people}
    return not people or any(each.id in people for each in document.document.people)


def passes_date(document: AnalysedDocument, filters: Filters) -> bool:
    if not filters.first and not filters.last:
        return True
    day = document.document.article.day
    return day is not None and (filters.first or day) <= day <= (filters.last or day)


def passing(documents: Sequence[AnalysedDocument], query: Query) -> dict[str, set[int]]:
    """Return the numbers of the articles that pass, by what is asked: words or one filter."""
    numbered = list(enumerate(documents))
    filters = query.filters
    return {
        "words": {number for number, one in numbered if passes_words(one, query)},
        "section": {number for number, one in numbered if passes_section(one, filters)},
        "person": {number for number, one in numbered if passes_person(one, filters)},
        "date": {number for number, one in numbered if passes_date(one, filters)},
    }


def values(document: AnalysedDocument, facet: str) -> list[str]:
    article = document.document.article
    if facet == "section":
        return [article.section] if article.section else []
    if facet == "person":
        return [person.id for person in document.document.people]
    length = {"year": 4, "month": 7, "day": 10}[facet]
    return [article.day.isoformat()[:length]] if article.day else []
