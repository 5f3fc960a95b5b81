"""A story as a timeline: the reports of one event and of what followed, from any one of them.

A report belongs to the story when it tells the same as the article asked about (``judging``), or
when two of the story's reports are LATER_STORY alike to it: a story moves on, and its end may have
few words of its beginning. One such link is not enough, for round-ups link everything: on topics
of weeks the article's own links alone have precision 0.78 and recall 0.88, two links of others 0.76
and 0.88, one link 0.73 and 0.89 (scripts/evaluate.py stories).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.engines.records import Neighbour
from search_service.related.judging import LATER_STORY, judge
from search_service.related.listing import CANDIDATES, COPY, signature_of
from search_service.related.model import STORY_REASONS
from search_service.shingles import resemblances

FOLLOWED: Final = 12
"""Reports whose neighbours are looked at, the most alike first: each costs a search."""

MOST: Final = 60
"""Most reports of a timeline: more are read as a search."""

LINKS: Final = 2
"""Reports of the story that must be alike to one that the article itself is not."""

REACH: Final = timedelta(days=180)
"""Time between two reports beyond which nothing links them: this year's storm is not the last
one's. A story of years has reports between."""

GAP: Final = 7
"""Days without a report from which a gap is named: a week is a long silence in the news."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a story.

    Attributes:
        copies: Other articles with much the same text, the oldest first.
        silence: Days without any report before it, at least GAP; 0 for fewer.
        asked: Whether it is the article that was asked about, or a copy of that.
    """

    document: Document
    copies: tuple[Document, ...]
    silence: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of a story, the oldest first; undated ones behind all others.

    Attributes:
        whole: False when there are more reports than MOST.
    """

    reports: tuple[Report, ...]
    whole: bool

    @property
    def days(self) -> tuple[date, date] | None:
        """The days of the first and the last report, None when no report has a date."""
        known = [one.document.article.day for one in self.reports]
        dated = [day for day in known if day]
        return (dated[0], dated[-1]) if dated else None


@dataclass(frozen=True, slots=True)
class _Member:
    """An article of the story, as far as it is known without reading it."""

    id: str
    published: datetime | None
    signature: bytes


def story(engine: Engine, document: Document) -> Story:
    """Return the story that *document*, an article of the archive, belongs to."""
    article = document.article
    asked = _Member(article.id, article.published, signature_of(document))
    found, whole = _gathered(engine, document)
    members = [asked, *(_Member(one.id, one.published, one.signature) for one in found)]
    groups = sorted(_copies_together(members), key=lambda group: _order(group[0]))
    return Story(tuple(_reports(engine, groups, article.id)), whole)


def _gathered(engine: Engine, document: Document) -> tuple[list[Neighbour], bool]:
    """Return the other articles of the story, and whether all that were met fit in."""
    own = document.article.id
    members: dict[str, Neighbour] = {}
    links: Counter[str] = Counter()
    waiting = {own: 1.0}
    followed: set[str] = set()
    while waiting and len(followed) < FOLLOWED:
        here = max(waiting, key=lambda one: (waiting[one], one))
        del waiting[here]
        followed.add(here)
        direct = here == own
        for other, similarity in _links(engine, here, document if direct else None):
            if not direct:
                links[other.id] += similarity >= LATER_STORY
            if other.id in members or other.id == own:
                continue
            if direct or links[other.id] >= LINKS:
                if len(members) == MOST - 1:
                    return list(members.values()), False
                members[other.id] = other
                waiting[other.id] = similarity
    return list(members.values()), True


def _links(
    engine: Engine, article_id: str, document: Document | None
) -> Iterator[tuple[Neighbour, float]]:
    """Yield the articles that tell the same story as one, and how alike they are."""
    document = document or engine.document(article_id)
    if document is not None:
        for one in judge(engine, document, engine.neighbours(document, size=CANDIDATES)):
            if one.reason in STORY_REASONS and _near(document, one.neighbour):
                yield one.neighbour, one.neighbour.similarity


def _near(document: Document, other: Neighbour) -> bool:
    """Tell whether a link may join two articles; an undated one may belong to any time."""
    here, there = document.article.published, other.published
    return here is None or there is None or abs(here - there) <= REACH


def _copies_together(members: Sequence[_Member]) -> list[list[_Member]]:
    """Group copies of one text, the oldest first in each group."""
    ordered = sorted(members, key=_order)
    signatures = [one.signature for one in ordered]
    alike = resemblances(signatures, signatures) >= COPY
    groups: list[list[int]] = []
    for place in range(len(ordered)):
        same = next((group for group in groups if any(alike[place, one] for one in group)), None)
        if same is None:
            groups.append([place])
        else:
            same.append(place)
    return [[ordered[place] for place in group] for group in groups]


def _order(member: _Member) -> tuple[bool, float, str]:
    moment = member.published
    return moment is None, moment.timestamp() if moment else 0.0, member.id


def _reports(engine: Engine, groups: Sequence[Sequence[_Member]], asked: str) -> Iterator[Report]:
    before: date | None = None
    for group in groups:
        documents = [one for one in map(engine.document, (m.id for m in group)) if one is not None]
        moment = group[0].published
        day = moment.astimezone(VIETNAM).date() if moment else None
        silence = (day - before).days - 1 if day and before else 0
        before = day or before
        yield Report(
            documents[0],
            tuple(documents[1:]),
            silence if silence >= GAP else 0,
            any(one.id == asked for one in group),
        )
