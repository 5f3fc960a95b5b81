"""Whole articles as JSON Lines, in the form of record that the service reads: an archive again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from search_service.desk.exporting.snapshot import Snapshot
from search_service.document import Document

MIMETYPE: Final = "application/jsonl"

HEAD: Final = "export"
"""The one key of the first line, which says where the others come from; readers pass over it."""


def lines(documents: Iterable[Document], snapshot: Snapshot) -> Iterator[bytes]:
    """Yield a line that says where the articles come from, and a line for each of them."""
    yield _line({HEAD: dict(snapshot.facts({}))})
    for document in documents:
        yield _line(record(document))


def record(document: Document) -> dict[str, Any]:
    """Return an article as a record that can be indexed; its persons are those found in it."""
    values = document.article.model_dump(mode="json", exclude_defaults=True)
    people = [
        {"name": person.name} | ({"role": person.role} if person.role else {})
        for person in document.people
    ]
    return values | ({"people": people} if people else {})


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
