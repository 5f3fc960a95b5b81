"""The labelled articles: the shipped labels joined with the texts, which are not shipped.

``labels.jsonl`` has one article a line: ``id``, the SHA-256 of its text in UTF-8, and ``people``,
each with ``mentions`` ([start, end] in characters), ``name`` (which mention is the fullest form),
and, where there is one, ``role`` ([start, end] of the fullest role printed) or ``byline``. The
texts come from the collections ``corpus/dated.jsonl.gz`` and ``corpus/vntc.jsonl.gz``.
"""

import gzip
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search_service.article import Article, ArticleError
from search_service.people import composed_text

LABELS = Path(__file__).with_name("labels.jsonl")
COLLECTIONS = ("dated", "vntc")
_ORDER = 20261126  # shuffles the articles once, so that every fold has all sorts of them


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """One article with its persons in the form of the evaluation's articles.

    Attributes:
        id: Of the collection.
        text: As ``composed_text`` puts it together.
        people: ``{"name", "role", "mentions": [[start, end], ...]}``; the role of an author is
            ``byline``.
    """

    id: str
    text: str
    people: list[dict[str, Any]]


def labelled_articles(shared: Path, labels: Path = LABELS) -> list[LabelledArticle]:
    """Return the labelled articles whose text is in *shared*, in an order that never changes.

    What is missing, or has another text than the one that was labelled, is named on standard error.
    """
    lines = labels.read_text("utf-8").splitlines()
    wanted = {record["id"]: record for record in map(json.loads, lines)}
    texts = {id_: text for id_, text in texts_of(shared) if id_ in wanted}
    found: list[LabelledArticle] = []
    for id_, record in sorted(wanted.items()):
        text = texts.get(id_)
        if text is None or hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
            reason = "not there" if text is None else "has another text than the one labelled"
            print(f"{id_}: {reason}", file=sys.stderr)
        else:
            found.append(LabelledArticle(id_, text, [_person(text, p) for p in record["people"]]))
    random.Random(_ORDER).shuffle(found)
    return found


def texts_of(shared: Path, names: tuple[str, ...] = COLLECTIONS) -> Iterator[tuple[str, str]]:
    """Yield the id and the composed text of every article of the collections *names*.

    Records without any text are passed over.
    """
    for name in names:
        with gzip.open(shared / "corpus" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                try:
                    article = Article.from_record(json.loads(line))
                except ArticleError:
                    continue
                captions = [image.caption for image in article.images if image.caption]
                yield (
                    article.id,
                    composed_text(article.title, article.lead, article.body, captions),
                )


def _person(text: str, labels: dict[str, Any]) -> dict[str, Any]:
    start, end = labels["mentions"][labels["name"]]
    role = text[slice(*labels["role"])] if "role" in labels else None
    return {
        "name": text[start:end],
        "role": "byline" if labels.get("byline") else role,
        "mentions": labels["mentions"],
    }
