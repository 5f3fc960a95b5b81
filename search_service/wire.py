"""Answers as JSON: one form for the HTTP API and the command line.

Days and moments are ISO 8601, texts plain, and only ``snippet`` is HTML: escaped, with ``<mark>``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from search_service.answering import Answer
from search_service.concordance import Concordance
from search_service.document import Document
from search_service.newsroom import Entry
from search_service.people import Person
from search_service.related import RelatedArticle
from search_service.results import Explanation, Facet, Hit, PersonRecord, Suggestion

Json = dict[str, Any]

FACET_NAMES: Final = {"section": "section", "person": "person", "month": "date"}
"""The facets an answer has: the name in the engine, and the name in the answer."""


def results_json(answer: Answer) -> Json:
    """Return the answer to a search.

    Args:
        answer: Found with the facets of FACET_NAMES.

    Returns:
        ``total``, ``total_is_exact``, ``took_ms``, ``query``, ``variants`` (other spellings that
        were searched for too), ``suggestion``, ``relaxed`` (some hits lack some words), ``hits``,
        ``facets`` and ``truncated``: the names of the facets that have more values than are
        listed.
    """
    results = answer.results
    facets = {FACET_NAMES[name]: facet for name, facet in results.facets.items()}
    return {
        "total": results.total,
        "total_is_exact": results.total_is_exact,
        "took_ms": round(answer.took_ms, 3),
        "query": answer.query.text,
        "variants": list(answer.variants),
        "suggestion": answer.suggestion,
        "relaxed": results.relaxed,
        "hits": [hit_json(hit) for hit in results.hits],
        "facets": {name: _facet_json(name, facet) for name, facet in facets.items()},
        "truncated": [name for name, facet in facets.items() if facet.truncated],
    }


def hit_json(hit: Hit) -> Json:
    """Return one article found, without its text.

    A hit that was asked for its explanation has ``explanation`` as well: ``terms`` and ``recency``
    (or null), whose values add up to ``score``; see ``results.ScoreTerm`` and ``RecencyBonus``.
    """
    found = {
        **_heading(hit.document),
        "author": hit.document.article.author,
        "people": [_person_json(person) for person in hit.document.people],
        "score": hit.score,
        "snippet": hit.snippet,
        "match": hit.match.value if hit.match else None,
        "pinned": hit.pinned,
    }
    if hit.explanation:
        found["explanation"] = _explanation_json(hit.explanation)
    return found


def article_json(document: Document) -> Json:
    """Return a whole article with its persons, without what its record had besides (``extra``)."""
    article = document.article
    return {
        **_heading(document),
        "author": article.author,
        "lead": article.lead,
        "body": article.body,
        "tags": list(article.tags),
        "people": [_person_json(person) for person in document.people],
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "source": article.source,
    }


def concordance_json(found: Concordance) -> Json:
    """Return where the words asked for stand in an article, the fullest places first.

    Returns:
        ``occurrences``, at most ``concordance.MAX_OCCURRENCES``: ``field`` is the place of the text
        in ``article_json`` (``body``, ``images.0.caption``), ``start`` and ``end`` count its
        characters, ``left + text + right`` stands there. ``occurrences_total`` counts them all.
    """
    return {
        "occurrences_total": found.total,
        "occurrences": [
            {
                "field": line.field,
                "start": line.start,
                "end": line.end,
                "left": line.left,
                "text": line.text,
                "right": line.right,
            }
            for line in found.lines
        ],
    }


def related_json(document: Document, found: Iterable[RelatedArticle]) -> Json:
    """Return the articles related to *document*, each with the ``reason`` and its copies."""
    return {
        "id": document.article.id,
        "related": [
            {
                **_heading(item.hit.document),
                "score": item.closeness,
                "reason": item.reason.value,
                "also": [{**_heading(one), "source": one.article.source} for one in item.copies],
            }
            for item in found
        ],
    }


def person_json(person: PersonRecord) -> Json:
    """Return a person across the archive; ``first`` and ``last`` are days a role was printed."""
    return {
        "id": person.id,
        "name": person.name,
        "count": person.count,
        "roles": [
            {
                "role": span.role,
                "first": _iso(span.first),
                "last": _iso(span.last),
                "count": span.count,
            }
            for span in person.roles
        ],
        "companions": [
            {"id": bucket.value, "name": bucket.label, "count": bucket.count}
            for bucket in person.companions
        ],
    }


def people_json(people: Iterable[Person]) -> list[Json]:
    """Return the persons found in one text; offsets count its characters."""
    return [
        {
            "name": person.name,
            "role": person.role,
            "mentions": [
                {"start": mention.start, "end": mention.end, "text": mention.text}
                for mention in person.mentions
            ],
        }
        for person in people
    ]


def suggestion_json(suggestion: Suggestion) -> Json:
    """Return a completion: ``kind`` is person, section, phrase or title."""
    return {
        "kind": suggestion.kind,
        "value": suggestion.value,
        "label": suggestion.label,
        "count": suggestion.count,
    }


def abbreviation_json(entry: Entry) -> Json:
    """Return an abbreviation in effect; ``source`` is shipped, newsroom or archive."""
    return {
        "abbreviation": entry.short,
        "forms": list(entry.forms),
        "source": entry.source.value,
        "articles": entry.articles,
    }


def _heading(document: Document) -> Json:
    article = document.article
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "section": article.section,
        "published": _iso(article.published),
    }


def _person_json(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "role": person.role}


def _facet_json(name: str, facet: Facet) -> list[Json]:
    buckets: list[Json] = []
    for bucket in facet.buckets:
        shown: Json = {"value": bucket.value, "count": bucket.count, "chosen": bucket.chosen}
        if name == "person":
            shown["label"] = bucket.label
        buckets.append(shown)
    return buckets


def _explanation_json(explanation: Explanation) -> Json:
    terms = [
        {
            "kind": term.kind.value,
            "text": term.text,
            "markings": list(term.markings),
            "value": term.value,
            "weight": term.weight,
            "idf": term.idf,
            "frequency": term.frequency,
            "articles": term.articles,
        }
        for term in explanation.terms
    ]
    bonus = explanation.recency
    return {
        "terms": terms,
        "recency": bonus and {"days": bonus.days, "factor": bonus.factor, "value": bonus.value},
    }


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
