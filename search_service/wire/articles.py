"""Answers about articles: one whole, many in order of id, those related to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Final, Self

from pydantic import Field, StringConstraints

from search_service.concordance import Concordance
from search_service.document import Document
from search_service.related import Reason, RelatedArticle
from search_service.wire.base import (
    Heading,
    Json,
    PersonMentioned,
    Record,
    heading,
)

Page = Callable[[Document], str]
"""Makes the address of an article's page."""


class Picture(Record):
    """A picture of an article."""

    url: str | None
    caption: str


class Occurrence(Record):
    """A place of the words asked for: ``left + text + right`` stands in ``field``."""

    field: str = Field(description="title, lead, body or images.0.caption")
    start: int = Field(description="Characters before it in the text of that field.")
    end: int
    left: str
    text: str
    right: str


class ArticleRecord(Heading):
    """A whole article with its persons, without what its record had besides."""

    author: str | None
    lead: str
    body: str = Field(description="Paragraphs, one a line.")
    tags: list[str]
    people: list[PersonMentioned]
    images: list[Picture]
    source: str | None

    @classmethod
    def of(cls, document: Document, found: Concordance | None = None) -> Self:
        """Write *document*, and where the words of a query stand in it."""
        article = document.article
        values = {
            **heading(document),
            "author": article.author,
            "lead": article.lead,
            "body": article.body,
            "tags": article.tags,
            "people": document.people,
            "images": article.images,
            "source": article.source,
        }
        if found:
            values |= {"occurrences_total": found.total, "occurrences": found.lines}
        return cls.model_validate(values)


class ArticleAnswer(ArticleRecord):
    """An article; with ``q`` also where its words stand, the fullest places first."""

    occurrences_total: int = Field(default=0, description="Only with q.")
    occurrences: list[Occurrence] = Field(default=[], description="Only with q; at most 50.")


class ArticlesAnswer(Record):
    """A part of the articles in the order of their ids."""

    articles: list[ArticleRecord]
    next: str | None = Field(description="The cursor of the part behind it; null in the last.")

    @classmethod
    def of(cls, documents: Sequence[Document], following: str | None) -> Self:
        """Write *documents*; *following* is the cursor of what comes behind them."""
        return cls(articles=[ArticleRecord.of(one) for one in documents], next=following)


class Copy(Heading):
    """An article with much the same text as another."""

    source: str | None
    page: str = Field(default="", description="Address of its page in the archive.")

    @classmethod
    def of(cls, document: Document, page: Page | None) -> Self:
        """Write what a list says of *document*."""
        return cls.model_validate(_listed(document, page))


class RelatedItem(Copy):
    """An article related to another, and why."""

    score: float
    reason: Reason
    reason_label: str = Field(default="", description="The reason in the language asked for.")
    also: list[Copy] = Field(description="Other articles with much the same text.")


class RelatedAnswer(Record):
    """The articles related to one. ``id`` is null for a text that was posted."""

    id: str | None
    related: list[RelatedItem]

    @classmethod
    def of(
        cls,
        article_id: str | None,
        found: Iterable[RelatedArticle],
        page: Page | None = None,
        label: Callable[[Reason], str] | None = None,
    ) -> Self:
        """Write *found*; addresses and labels only where there is what makes them."""
        return cls(id=article_id, related=[_item(one, page, label) for one in found])


def _item(
    item: RelatedArticle, page: Page | None, label: Callable[[Reason], str] | None
) -> RelatedItem:
    values = {
        **_listed(item.hit.document, page),
        "score": item.closeness,
        "reason": item.reason,
        "also": [Copy.of(one, page) for one in item.copies],
    }
    if label:
        values["reason_label"] = label(item.reason)
    return RelatedItem.model_validate(values)


def _listed(document: Document, page: Page | None) -> Json:
    values = {**heading(document), "source": document.article.source}
    return values | ({"page": page(document)} if page else {})


MAX_POSTED: Final = 100_000
"""Longest text posted, in characters: a long feature has 30,000."""

MAX_TITLE: Final = 1_000
"""Longest title posted: ten headlines."""

MAX_SECTION: Final = 200
"""Longest name of a section posted: as long as a filter's value may be."""

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class PostedArticle(Record):
    """A text that need not be in the archive, to find what is related to it."""

    title: Text = Field(default="", max_length=MAX_TITLE)
    body: Text = Field(default="", max_length=MAX_POSTED)
    url: str | None = Field(
        default=None, description="Its address: the article published there is not in its list."
    )
    published: str | None = Field(
        default=None, max_length=40, description="ISO 8601; now, where it is not given."
    )
    section: str | None = Field(default=None, max_length=MAX_SECTION)
