"""How close a neighbour is, whether it is close enough to be shown, and why it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.base import Engine, Neighbour, Neighbourhood
from search_service.related.model import Reason

CROWDING: Final = 0.3
CROWD: Final = 10
"""What is taken off for an article that is as like many others: the share, and how many others."""

TIME_WEIGHT: Final = 0.07
NEAR_DAYS: Final = 32
"""What nearness in time adds to a similarity of 0..1, and the days that halve it."""

FLOOR: Final = 0.08
"""Similarity below which no list is better than a bad one."""

PERSON_FLOOR: Final = 0.06
"""The same where the two share a person who is not named everywhere."""

EVERYWHERE: Final = 0.01
EVERYWHERE_LEAST: Final = 20
"""A person in more than this share, and number, of the articles is named everywhere."""

STORY: Final = 0.16
"""Similarity from which two articles tell one story, and within EVENT_DAYS one event of it."""

PERSON_STORY: Final = 0.12
"""The same where the two share a person who is not named everywhere."""

EVENT_DAYS: Final = 3


class Judged(NamedTuple):
    """A neighbour that may be shown.

    Attributes:
        place: In the neighbourhood.
        closeness: Orders a list whose placement asks for the closest first.
    """

    place: int
    neighbour: Neighbour
    reason: Reason
    closeness: float


def judge(engine: Engine, document: Document, found: Neighbourhood) -> list[Judged]:
    """Return those of *found* that are above the floor, the closest first."""
    telling = _telling_people(engine, document)
    published = document.article.published
    judged = []
    crowding = _crowding(found)
    for place, neighbour in enumerate(found.articles):
        shared = bool(telling & neighbour.people)
        if neighbour.similarity < (PERSON_FLOOR if shared else FLOOR):
            continue
        days = _days_between(published, neighbour.published)
        closeness = neighbour.similarity - CROWDING * crowding[place]
        if days is not None:
            closeness += TIME_WEIGHT * 0.5 ** (abs(days) / NEAR_DAYS)
        reason = _reason(neighbour.similarity, shared=shared, days=days)
        judged.append(Judged(place, neighbour, reason, closeness))
    return sorted(judged, key=lambda one: (-one.closeness, one.neighbour.id))


def _crowding(found: Neighbourhood) -> Sequence[float]:
    """Return how like its CROWD nearest in the neighbourhood each article is, on average.

    What is like everything around it, a round-up or a chronicle, is near to every article of a
    story and tells little of any (Conneau et al.: "Word Translation Without Parallel Data", 2018,
    section 2.3, correct such hubs so).
    """
    others = found.alike - np.diag(np.diagonal(found.alike))
    nearest = -np.sort(-others, axis=0)[: min(CROWD, max(1, len(others) - 1))]
    return [float(value) for value in nearest.mean(axis=0)] if len(others) else []


def _telling_people(engine: Engine, document: Document) -> set[str]:
    """Return the ids of the persons of *document* who are not named everywhere."""
    most = max(EVERYWHERE_LEAST, EVERYWHERE * engine.generation.articles)
    counts = engine.mentions([person.id for person in document.people])
    return {
        person.id
        for person, count in zip(document.people, counts, strict=True)
        if 0 < count <= most
    }


def _days_between(one: datetime | None, other: datetime | None) -> int | None:
    if one is None or other is None:
        return None
    return (other.astimezone(VIETNAM).date() - one.astimezone(VIETNAM).date()).days


def _reason(similarity: float, *, shared: bool, days: int | None) -> Reason:
    if similarity < (PERSON_STORY if shared else STORY):
        return Reason.SAME_PERSON if shared else Reason.SAME_SUBJECT
    if days is not None and abs(days) <= EVENT_DAYS:
        return Reason.SAME_EVENT
    return Reason.FOLLOW_UP if days is not None and days > 0 else Reason.BACKGROUND
