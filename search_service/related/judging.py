"""How close a neighbour is, whether it is close enough to be shown, and why it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.engines.records import Neighbour, Neighbourhood
from search_service.related.model import Reason

CROWDING: Final = 0.3
CROWD: Final = 10
"""What is taken off for an article that is as like many others: the share, and how many others."""

TIME_WEIGHT: Final = 0.07
NEAR_DAYS: Final = 32
"""What nearness in time adds to a similarity of 0..1, and the days that halve it."""

FLOOR: Final = 0.1
NEAR_FLOOR: Final = 0.08
"""Similarity below which no list is better than a bad one, and the same within STORY_DAYS. Readers
found 97 in 100 of what lists show above them related; of what 0.06 would add, two in three."""

STORY: Final = 0.13
STORY_DAYS: Final = 14
"""Similarity from which two articles tell one story, while no more days lie between them."""

LATER_STORY: Final = 0.26
"""The same where more days do, or where one has no date: below it two fires or two scholarships are
taken for one, and nothing is claimed of what came first."""

EVENT_DAYS: Final = 3
"""Days within which one story is one event."""

TELLING: Final = 0.003
TELLING_LEAST: Final = 20
"""A person in more than this share, and number, of the articles relates nothing: everybody names
the president."""


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
        days = _days_between(published, neighbour.published)
        near = days is not None and abs(days) <= STORY_DAYS
        if neighbour.similarity < (NEAR_FLOOR if near else FLOOR):
            continue
        closeness = neighbour.similarity - CROWDING * crowding[place]
        if days is not None:
            closeness += TIME_WEIGHT * 0.5 ** (abs(days) / NEAR_DAYS)
        reason = _reason(neighbour.similarity, days, shared=bool(telling & neighbour.people))
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
    """Return the ids of the persons whom *document* is about: in its title, or named again.

    Those whom many articles name are left out.
    """
    title = document.article.title
    people = [one for one in document.people if len(one.mentions) != 1 or one.name in title]
    most = max(TELLING_LEAST, TELLING * engine.generation.articles)
    counts = engine.mentions([person.id for person in people])
    return {one.id for one, count in zip(people, counts, strict=True) if count <= most}


def _days_between(one: datetime | None, other: datetime | None) -> int | None:
    if one is None or other is None:
        return None
    return (other.astimezone(VIETNAM).date() - one.astimezone(VIETNAM).date()).days


def _reason(similarity: float, days: int | None, *, shared: bool) -> Reason:
    """Say why an article is related that was published *days* after, or before if they are < 0."""
    apart = None if days is None else abs(days)
    same_story = STORY if apart is not None and apart <= STORY_DAYS else LATER_STORY
    if similarity < same_story:
        return Reason.SAME_PERSON if shared else Reason.SAME_SUBJECT
    if apart is not None and apart <= EVENT_DAYS:
        return Reason.SAME_EVENT
    return Reason.FOLLOW_UP if days is not None and days > 0 else Reason.BACKGROUND
