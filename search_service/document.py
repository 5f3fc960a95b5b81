"""Document: an article as an engine keeps it, and with the terms it is found by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pydantic_core

from search_service.article import Article
from search_service.people import Mention, Person, article_people
from search_service.schema import OPENING
from search_service.shingles import signature
from search_service.vietnamese import definitions, syllables, words

OPENING_LENGTH: Final = 80
"""Syllables of an opening. Of 60, 80 and 120 all rank the articles of headlines alike."""

MAX_TOKENS: Final = 60_000
"""Syllables of one field, and words of an article, that are indexed: a whole special issue.

The rest is only stored. Engines count on fewer than 2 ** 16.
"""


_EXPLAINING: Final = ("title", "lead", "body")
"""The fields in whose texts abbreviations are explained."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and the persons mentioned in it.

    Attributes:
        article: The record as it was read.
        people: Persons given by the record or found in its text, in order of mention.
        origin: The file or folder it was indexed from, which decides what an update may remove.
    """

    article: Article
    people: tuple[Person, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """A document with its terms.

    Attributes:
        document: What is stored.
        tokens: For each text field, its syllables in order, in normal form and lower case.
        words: The words of title, lead and body, as often as they occur.
        definitions: The abbreviations that its text explains, each with its long form.
        signature: By which copies of its text are told; see ``shingles.signature``.
    """

    document: Document
    tokens: dict[str, list[str]]
    words: list[str]
    definitions: tuple[tuple[str, str], ...] = ()
    signature: bytes = b""


def field_texts(article: Article) -> dict[str, str]:
    """Return the searched text of each text field of *article*."""
    return {
        "title": article.title,
        "lead": article.lead,
        "body": article.body,
        "captions": article.captions,
        "tags": "\n".join(article.tags),
        "author": article.author or "",
    }


def analyse(article: Article, origin: str) -> AnalysedDocument:
    """Find the persons and the terms of one article: the expensive half of indexing."""
    return with_terms(Document(article, persons_in(article), origin))


def persons_in(article: Article) -> tuple[Person, ...]:
    """Find the persons that one article names."""
    return article_people(
        title=article.title,
        lead=article.lead,
        body=article.body,
        captions=[image.caption for image in article.images],
        given=[(person.name, person.role) for person in article.people],
        byline=article.author,
    )


def with_terms(document: Document) -> AnalysedDocument:
    """Find the terms of an article whose persons are known."""
    texts = field_texts(document.article)
    tokens = field_tokens(document.article)
    terms = [word for name in ("title", "lead", "body") for word in words(texts[name])]
    explained = definitions("\n".join(texts[name] for name in _EXPLAINING))
    signed = signature(tokens["lead"] + tokens["body"])
    return AnalysedDocument(document, tokens, terms[:MAX_TOKENS], tuple(explained), signed)


def field_tokens(article: Article) -> dict[str, list[str]]:
    """Return for each text field of *article* its syllables in order, and its opening's."""
    tokens = {name: syllables(text)[:MAX_TOKENS] for name, text in field_texts(article).items()}
    tokens[OPENING] = [] if tokens["lead"] else tokens["body"][:OPENING_LENGTH]
    return tokens


def to_json(document: Document) -> str:
    """Write *document* as one JSON text, the form every engine stores."""
    return to_utf8(document).decode("utf-8")


def to_utf8(document: Document) -> bytes:
    """Write *document* as ``to_json`` does, in UTF-8: pydantic takes a third of json's time."""
    return pydantic_core.to_json(
        {
            "article": document.article.model_dump(mode="json", exclude_defaults=True),
            "people": [
                [person.name, person.role, [[m.start, m.end, m.text] for m in person.mentions]]
                for person in document.people
            ],
            "origin": document.origin,
        },
        inf_nan_mode="constants",
    )


def from_json(text: str | bytes) -> Document:
    """Read what ``to_json`` wrote; the article was validated when it first came in."""
    return from_record(json.loads(text))


def from_record(record: Mapping[str, Any]) -> Document:
    """Read what ``to_json`` wrote, once it is no text any more."""
    people = tuple(
        Person(name, role, tuple(map(Mention._make, mentions)))
        for name, role, mentions in record["people"]
    )
    return Document(Article.stored(record["article"]), people, record["origin"])
