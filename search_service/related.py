"""Related articles: an article's strongest terms as the query, fused with what else it shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from math import log, sqrt
from typing import Final

from search_service.article import Article
from search_service.document import Document
from search_service.engines.base import Engine, WeightedTerm
from search_service.results import Hit
from search_service.vietnamese import syllables, words

TERMS: Final = 100
"""Strongest terms of an article that are searched for; the whole article finds less."""

CANDIDATES: Final = 40
"""Articles considered for one list."""

TITLE_WEIGHT: Final = 3
"""How often a term of the title counts."""

K1: Final = 1.2
"""BM25's saturation of a term's frequency, as the engines have it."""

PERSON_WEIGHT: Final = 0.12
SECTION_WEIGHT: Final = 0.03
TIME_WEIGHT: Final = 0.08
"""What shared persons, the same section and nearness in time add to a similarity of 0..1."""

NEAR_DAYS: Final = 14
"""Days within which nearness in time has fallen to half."""

FLOOR: Final = 0.2
"""Similarity below which no list is better than a bad one: 19 in 20 articles on one event reach it,
the nearest of a dozen unrelated ones do not."""

PERSON_FLOOR: Final = 0.1
"""The same where the two share a person who is not named everywhere."""

EVERYWHERE: Final = 0.01
EVERYWHERE_LEAST: Final = 20
"""A person in more than this share, and number, of the articles is named everywhere."""

STORY: Final = 0.25
"""Similarity from which two articles tell one story, and within EVENT_DAYS one event of it.

Below it two fires or two new medicines are taken for one; nothing is claimed of what came first.
"""

PERSON_STORY: Final = 0.15
"""The same where the two share a person who is not named everywhere: of such pairs in the sample,
three in four of one story reach it, and one in ten of the others."""

EVENT_DAYS: Final = 3


class Reason(StrEnum):
    """Why an article is related."""

    SAME_EVENT = "same-event"
    """Cùng sự kiện: much the same words within days."""
    FOLLOW_UP = "follow-up"
    """Diễn biến tiếp: the same story, later."""
    BACKGROUND = "background"
    """Bối cảnh: the same story, earlier or undated."""
    SAME_PERSON = "same-person"
    """Cùng nhân vật: another story with the same person."""
    SAME_SUBJECT = "same-subject"
    """Cùng chủ đề: another story in much the same words."""


class Placement(StrEnum):
    """Where a list will stand: what may be in it, and in which order."""

    ANY = "any"
    """Whatever is closest, the closest first."""
    EARLIER = "earlier"
    """Background: only what was published before, the closest first."""
    NEWEST = "newest"
    """To follow a story: what is closest, the newest first."""


@dataclass(frozen=True, slots=True)
class RelatedArticle:
    """An article related to another, and why.

    Attributes:
        closeness: Orders a list whose placement asks for the closest first.
        copies: Other articles with much the same text ("cũng đăng ở"), which are in no list.
    """

    hit: Hit
    reason: Reason
    closeness: float
    copies: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class StrongTerm:
    """A term of an article.

    Attributes:
        weight: In the query for related articles.
        own: What the article itself scores by it, were its length the average.
        present: Articles of the archive that have it.
    """

    term: str
    weight: float
    own: float
    present: int


def related(
    engine: Engine, document: Document, *, limit: int = 5, placement: Placement = Placement.ANY
) -> tuple[RelatedArticle, ...]:
    """Return up to *limit* articles related to *document*, in the order of their *placement*.

    *document* need not be in the archive. Candidates are the best for its TERMS strongest terms
    that others have too, each weighted by the root of its tf-idf. Their similarity is their share
    of what the document itself would score by its strongest terms, those that nobody else has
    among them: an article in words of its own resembles nothing. Below a floor there is no list
    rather than a bad one.
    """
    article = document.article
    archived = engine.document(article.id) is not None
    terms = strongest_terms(engine, article)
    shared = [term for term in terms if term.present > archived][:TERMS]
    wanted = [WeightedTerm(term.term, term.weight) for term in shared]
    hits = engine.similar(wanted, size=CANDIDATES)
    best = sum(term.own for term in terms[:TERMS]) or 1.0
    own = next((hit.score for hit in hits if hit.document.article.id == article.id), None)
    if own is not None:
        # What it scores by the terms it shares, and as much more as its own words weigh.
        best *= own / sum(term.own for term in shared)
    others = (hit for hit in hits if hit.document.article.id != article.id)
    telling = _telling_people(engine, document)
    judged = (_judge(document, telling, hit, hit.score / best) for hit in others)
    kept = sorted(
        (item for item in judged if item is not None),
        key=lambda item: (-item.closeness, item.hit.document.article.id),
    )
    return _placed(document, kept, placement)[:limit]


def _placed(
    document: Document, kept: list[RelatedArticle], placement: Placement
) -> tuple[RelatedArticle, ...]:
    if placement is Placement.EARLIER:
        published = document.article.published
        kept = [
            item
            for item in kept
            if published and (other := item.hit.document.article.published) and other < published
        ]
    elif placement is Placement.NEWEST:
        kept.sort(key=lambda item: _moment(item.hit.document.article), reverse=True)
    return tuple(kept)


def _moment(article: Article) -> float:
    return article.published.timestamp() if article.published else float("-inf")


def strongest_terms(engine: Engine, article: Article) -> list[StrongTerm]:
    """Return the syllables and compounds of *article*, those of the greatest tf-idf first.

    tf is damped as 1 + ln tf, idf is ln(N / df); the title counts TITLE_WEIGHT times. What the
    article scores is BM25's for a text of the average length.
    """
    texts = (article.title,) * TITLE_WEIGHT + (article.lead, article.body)
    counts = Counter(term for text in texts for term in (*syllables(text), *_compounds(text)))
    names = list(counts)
    weighed = []
    for term, present in zip(names, engine.document_frequencies(names), strict=True):
        idf = log(engine.generation.articles / max(1, present))
        weight = sqrt((1 + log(counts[term])) * idf)
        saturated = counts[term] * (K1 + 1) / (counts[term] + K1)
        weighed.append(StrongTerm(term, weight, weight * idf * saturated, present))
    return sorted(weighed, key=lambda term: (-term.weight, term.term))


def _compounds(text: str) -> list[str]:
    return [word for word in words(text) if "_" in word]


def _telling_people(engine: Engine, document: Document) -> set[str]:
    """Return the ids of the persons of *document* who are not named everywhere."""
    most = max(EVERYWHERE_LEAST, EVERYWHERE * engine.generation.articles)
    found = (engine.person(person.id) for person in document.people)
    return {person.id for person in found if person is not None and person.count <= most}


def _judge(
    document: Document, telling: set[str], hit: Hit, similarity: float
) -> RelatedArticle | None:
    """Weigh one candidate; None when it is below the floor."""
    shared = telling & {person.id for person in hit.document.people}
    if similarity < (PERSON_FLOOR if shared else FLOOR):
        return None
    article, other = document.article, hit.document.article
    closeness = similarity + PERSON_WEIGHT * (1 - 0.5 ** len(shared))
    if article.section and article.section == other.section:
        closeness += SECTION_WEIGHT
    days = _days_between(article, other)
    if days is not None:
        closeness += TIME_WEIGHT * 0.5 ** (abs(days) / NEAR_DAYS)
    return RelatedArticle(hit, _reason(similarity, bool(shared), days), closeness)


def _days_between(article: Article, other: Article) -> int | None:
    return (other.day - article.day).days if article.day and other.day else None


def _reason(similarity: float, shared: bool, days: int | None) -> Reason:
    if similarity < (PERSON_STORY if shared else STORY):
        return Reason.SAME_PERSON if shared else Reason.SAME_SUBJECT
    if days is not None and abs(days) <= EVENT_DAYS:
        return Reason.SAME_EVENT
    return Reason.FOLLOW_UP if days is not None and days > 0 else Reason.BACKGROUND
