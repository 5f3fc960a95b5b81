"""Answers to a search, and completions of what is being typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Literal, Self

from pydantic import Field

from search_service.answering import Answer
from search_service.results import Hit as FoundHit
from search_service.results import Match, Suggestion, TermKind
from search_service.wire.base import FACET_NAMES, Heading, PersonMentioned, Record, heading


class ScoreTerm(Record):
    """What one term of a query adds to a score; see ``results.ScoreTerm``."""

    kind: TermKind
    text: str
    markings: list[str]
    value: float
    weight: float
    idf: float
    frequency: float
    articles: int


class RecencyBonus(Record):
    """What an article's day adds to its score; see ``results.RecencyBonus``."""

    days: int
    factor: float
    value: float


class ScoreExplanation(Record):
    """Where a score comes from: the values of its parts add up to it."""

    terms: list[ScoreTerm]
    recency: RecencyBonus | None


class Hit(Heading):
    """One article found, without its text."""

    author: str | None
    people: list[PersonMentioned]
    score: float = Field(description="Orders the hits of one answer and means nothing elsewhere.")
    snippet: str = Field(description="HTML: escaped, what matched in <mark>.")
    match: Match | None = Field(description="null when no words were asked for.")
    pinned: bool = Field(description="The newsroom put it first for this query.")
    explanation: ScoreExplanation | None = Field(
        default=None, description="Only when asked for with explain=1 and there are words."
    )

    @classmethod
    def of(cls, hit: FoundHit) -> Self:
        """Write *hit*; an explanation only where there is one."""
        values = {
            **heading(hit.document),
            "author": hit.document.article.author,
            "people": hit.document.people,
            "score": hit.score,
            "snippet": hit.snippet,
            "match": hit.match,
            "pinned": hit.pinned,
        }
        if hit.explanation:
            values["explanation"] = hit.explanation
        return cls.model_validate(values)


class FacetValue(Record):
    """One value of a facet and the articles that have it, under all filters but its own."""

    value: str
    count: int
    chosen: bool


class PersonValue(FacetValue):
    """A person among those counted: ``value`` is the id, ``label`` the name."""

    label: str


class Facets(Record):
    """Counts of the articles found; a date is a month, ``2022-10``."""

    section: list[FacetValue]
    person: list[PersonValue]
    date: list[FacetValue]


class SearchAnswer(Record):
    """What a search found."""

    total: int = Field(description="Articles found, before paging.")
    total_is_exact: bool
    took_ms: float
    query: str
    variants: list[str] = Field(description="Other spellings that were searched for too.")
    suggestion: str | None = Field(description="The text its writer may have meant.")
    relaxed: bool = Field(description="Some hits lack some of the words.")
    hits: list[Hit]
    facets: Facets
    truncated: list[str] = Field(description="The facets that have more values than are listed.")
    more: dict[str, int] = Field(description="How many more, of these facets.")

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Write *answer*, which was found with the facets of FACET_NAMES."""
        results = answer.results
        named = {name: results.facets[key] for key, name in FACET_NAMES.items()}
        return cls(
            total=results.total,
            total_is_exact=results.total_is_exact,
            took_ms=round(answer.took_ms, 3),
            query=answer.query.text,
            variants=list(answer.variants),
            suggestion=answer.suggestion,
            relaxed=results.relaxed,
            hits=[Hit.of(hit) for hit in results.hits],
            facets=Facets.model_validate({name: facet.buckets for name, facet in named.items()}),
            truncated=[name for name, facet in named.items() if facet.truncated],
            more={name: facet.more for name, facet in named.items() if facet.truncated},
        )


class Completion(Record):
    """A completion of what is being typed.

    ``value`` is the id of the person, of the article with that title, else the label.
    """

    kind: Literal["person", "section", "phrase", "title"]
    value: str
    label: str
    count: int = Field(description="Articles with it; 1 for a title.")
    page: str = Field(description="Address of the page that it leads to.")


class SuggestAnswer(Record):
    """Completions, those most likely wanted first."""

    query: str
    suggestions: list[Completion]

    @classmethod
    def of(cls, text: str, found: Iterable[Suggestion], page: Callable[[Suggestion], str]) -> Self:
        """Write what *found* completes *text* with; *page* makes addresses."""
        return cls(
            query=text,
            suggestions=[
                Completion.model_validate({**asdict(one), "page": page(one)}) for one in found
            ],
        )
