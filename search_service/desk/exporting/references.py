"""References for BibTeX and for the programs that read RIS, an entry for each article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from search_service.desk.citing import Reference, bibtex, ris
from search_service.desk.exporting.snapshot import Labels, Snapshot

BIBTEX: Final = "application/x-bibtex"
RIS: Final = "application/x-research-info-systems"


def bibliography(
    references: Iterable[Reference], snapshot: Snapshot, labels: Labels
) -> Iterator[bytes]:
    """Yield a BibTeX file; comments at its head, which BibTeX passes over, say where it is from."""
    facts = (f"% {name}: {_plain(value)}" for name, value in snapshot.facts(labels))
    yield ("\n".join(facts) + "\n\n").encode()
    for reference in references:
        yield (bibtex(reference) + "\n\n").encode("utf-8", "replace")


def entries(references: Iterable[Reference], snapshot: Snapshot) -> Iterator[bytes]:
    """Yield a RIS file. The format has no comments: a note of each entry says where it is from."""
    note = f"{snapshot.archive}, {snapshot.generation}: {snapshot.query or '*'}"
    for reference in references:
        yield (ris(reference, note) + "\r\n").encode("utf-8", "replace")


def _plain(value: str) -> str:
    """Return *value* without what would begin an entry even behind a percent sign."""
    return value.replace("@", "(at)").replace("\n", " ")
