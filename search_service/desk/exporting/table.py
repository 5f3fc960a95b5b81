"""The columns of an exported table, a row for each article: what identifies and describes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from search_service.document import Document

COLUMNS: Final = (
    "id", "title", "published", "section", "author", "people", "tags", "lead", "source", "url",
    "page",
)  # fmt: skip
"""In the order of a table; whole texts are in JSON Lines alone."""

Page = Callable[[Document], str]
"""Makes the address of an article's page in the archive; empty where there is none."""


def row(document: Document, page: Page) -> list[str | datetime | None]:
    """Return the values of COLUMNS for an article."""
    article = document.article
    return [
        article.id,
        article.title,
        article.published,
        article.section,
        article.author,
        "; ".join(person.name for person in document.people),
        "; ".join(article.tags),
        article.lead,
        article.source,
        article.url,
        page(document),
    ]
