"""A whole result as a file: made article by article, none of it held, with where it is from.

``export`` makes any of FORMATS. A file says which search, of which state of the archive, was taken
when, and how many articles it found: one with fewer was cut off on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from search_service.desk.citing import Reference
from search_service.desk.exporting import delimited, lines, references, table, workbook
from search_service.desk.exporting.snapshot import Labels, Snapshot, local
from search_service.desk.exporting.table import COLUMNS, Page
from search_service.document import Document

__all__ = ["FORMATS", "Format", "Kind", "Labels", "Page", "Snapshot", "export"]


class Format(StrEnum):
    """A kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    BIBTEX = "bibtex"
    RIS = "ris"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a format is sent and named."""

    mimetype: str
    suffix: str


FORMATS: Final = {
    Format.CSV: Kind(delimited.MIMETYPE, "csv"),
    Format.XLSX: Kind(workbook.MIMETYPE, "xlsx"),
    Format.JSONL: Kind(lines.MIMETYPE, "jsonl"),
    Format.BIBTEX: Kind(references.BIBTEX, "bib"),
    Format.RIS: Kind(references.RIS, "ris"),
}


def export(
    kind: Format,
    documents: Iterable[Document],
    snapshot: Snapshot,
    *,
    page: Page = lambda _: "",
    labels: Labels | None = None,
) -> Iterator[bytes]:
    """Yield a file of *documents* piece by piece.

    Args:
        kind: What is made.
        documents: Read one by one, each once.
        snapshot: What the file says of where it is from.
        page: Makes the address of an article's page in the archive.
        labels: Headings in another language.
    """
    labels = labels or {}
    writers: dict[Format, Callable[[], Iterator[bytes]]] = {
        Format.CSV: lambda: delimited.table(
            _spelt(labels, documents, page), delimited.comments(snapshot, labels)
        ),
        Format.XLSX: lambda: workbook.workbook(
            COLUMNS, (table.row(one, page) for one in documents), snapshot, labels
        ),
        Format.JSONL: lambda: lines.lines(documents, snapshot),
        Format.BIBTEX: lambda: references.bibliography(
            _cited(documents, snapshot, page), snapshot, labels
        ),
        Format.RIS: lambda: references.entries(_cited(documents, snapshot, page), snapshot),
    }
    return writers[kind]()


def _spelt(
    labels: Labels, documents: Iterable[Document], page: Page
) -> Iterator[Sequence[delimited.Cell]]:
    """Yield the heading and the rows of a table whose dates are texts."""
    yield [labels.get(name, name) for name in COLUMNS]
    for document in documents:
        row = table.row(document, page)
        yield [local(cell) if isinstance(cell, datetime) else cell for cell in row]


def _cited(documents: Iterable[Document], snapshot: Snapshot, page: Page) -> Iterator[Reference]:
    for document in documents:
        yield Reference.of(
            document.article,
            archive=snapshot.archive,
            page=page(document),
            accessed=snapshot.taken.date(),
        )
