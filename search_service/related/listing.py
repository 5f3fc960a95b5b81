"""The list: neighbours judged, copies put together, the placement's order, and only then read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Final

from search_service.document import Document, field_tokens
from search_service.engines.base import Engine
from search_service.engines.records import Neighbourhood
from search_service.query import Query
from search_service.related.judging import Judged, judge
from search_service.related.model import STORY_REASONS, Placement, RelatedArticle
from search_service.results import Hit
from search_service.shingles import resemblances, signature
from search_service.snippets import highlights

CANDIDATES: Final = 60
"""Articles considered for one list."""

COPY: Final = 0.6
"""Resemblance (Jaccard of their shingles) from which two texts are copies of one."""

MOST_COPIES: Final = 10
"""Copies that are read for one item: a story of an agency stands in a dozen papers."""

VERSION: Final = 0.6
MOST_VERSIONS: Final = 3
"""Similarity from which two items tell one event over again, and how many of them come before
whatever else is close: five versions of one event are one item and four places lost."""


@dataclass(slots=True)
class _Group:
    """Articles with one text: the closest, and the others."""

    shown: Judged
    copies: list[Judged] = field(default_factory=list)


def related(
    engine: Engine, document: Document, *, limit: int = 5, placement: Placement = Placement.ANY
) -> tuple[RelatedArticle, ...]:
    """Return up to *limit* articles related to *document*, in the order of their *placement*.

    *document* need not be in the archive. Copies of one text are one item, and copies of the
    document itself are none; ``copies`` has those. Below a floor there is no list rather than a
    bad one. Nothing is earlier than an undated document.
    """
    last = document.article.day if placement is Placement.EARLIER else None
    if limit < 1 or (placement is Placement.EARLIER and last is None):
        return ()
    found = engine.neighbours(document, last=last, size=CANDIDATES)
    return _listed(engine, document, found, limit, placement)


def copies(engine: Engine, document: Document) -> tuple[Document, ...]:
    """Return the articles with much the same text as *document*, the oldest first.

    *document* need not be in the archive.
    """
    return _copies(engine, document, engine.neighbours(document, size=CANDIDATES))


def surroundings(
    engine: Engine, document: Document, *, limit: int = 5
) -> tuple[tuple[RelatedArticle, ...], tuple[Document, ...]]:
    """Return what ``related`` and ``copies`` do, at the price of one of them."""
    found = engine.neighbours(document, size=CANDIDATES)
    listed = _listed(engine, document, found, limit, Placement.ANY)
    return listed, _copies(engine, document, found)


def _listed(
    engine: Engine, document: Document, found: Neighbourhood, limit: int, placement: Placement
) -> tuple[RelatedArticle, ...]:
    judged = judge(engine, document, found)
    if placement is Placement.EARLIER:
        judged = [one for one in judged if _before(one, document.article.published)]
    groups = _grouped(document, judged)
    if placement is Placement.NEWEST:
        story = sorted((one for one in groups if one.shown.reason in STORY_REASONS), key=_age)
        groups = _varied(found, story) + [one for one in groups if one not in story]
    else:
        groups = _varied(found, groups)
    return tuple(_read(engine, group) for group in groups[:limit])


def _copies(engine: Engine, document: Document, found: Neighbourhood) -> tuple[Document, ...]:
    alike = resemblances([signature_of(document)], [one.signature for one in found.articles])[0]
    same = [one for one, share in zip(found.articles, alike, strict=True) if share >= COPY]
    same.sort(key=lambda one: (one.published is None, one.published, one.id))
    return _documents(engine, (one.id for one in same[:MOST_COPIES]))


def signature_of(document: Document) -> bytes:
    """Return by what copies of the text of *document* are told; see ``shingles.signature``."""
    tokens = field_tokens(document.article)
    return signature(tokens["lead"] + tokens["body"])


def _grouped(document: Document, judged: Sequence[Judged]) -> list[_Group]:
    """Put copies together, the closest first; copies of *document* are left out."""
    signatures = [signature_of(document), *(one.neighbour.signature for one in judged)]
    alike = resemblances(signatures, signatures) >= COPY
    groups: list[_Group] = []
    by_place: dict[int, _Group] = {}
    for place, one in enumerate(judged, start=1):
        if alike[0, place]:
            continue
        same = next((by_place[other] for other in by_place if alike[other, place]), None)
        if same is None:
            same = _Group(one)
            groups.append(same)
        else:
            same.copies.append(one)
        by_place[place] = same
    return groups


def _varied(found: Neighbourhood, groups: Sequence[_Group]) -> list[_Group]:
    """Put every version of an event beyond MOST_VERSIONS behind all other *groups*."""
    first: list[_Group] = []
    versions: list[_Group] = []
    for group in groups:
        alike = found.alike[group.shown.place]
        told = sum(alike[other.shown.place] >= VERSION for other in first)
        (first if told < MOST_VERSIONS else versions).append(group)
    return first + versions


def _before(one: Judged, moment: datetime | None) -> bool:
    published = one.neighbour.published
    return published is not None and moment is not None and published < moment


def _age(group: _Group) -> tuple[float, float]:
    published = group.shown.neighbour.published
    return -published.timestamp() if published else inf, -group.shown.closeness


def _read(engine: Engine, group: _Group) -> RelatedArticle:
    document = engine.document(group.shown.neighbour.id)
    assert document is not None  # noqa: S101 - of the same generation
    shown = highlights(document.article, Query())
    hit = Hit(document, group.shown.neighbour.similarity, shown.title, shown.snippet)
    same = (one.neighbour.id for one in group.copies[:MOST_COPIES])
    return RelatedArticle(hit, group.shown.reason, group.shown.closeness, _documents(engine, same))


def _documents(engine: Engine, ids: Iterable[str]) -> tuple[Document, ...]:
    found = (engine.document(one) for one in ids)
    return tuple(document for document in found if document is not None)
