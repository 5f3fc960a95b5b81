"""Appending: an update that costs what it adds.

An appended generation shares the files of the one before, their checksums too, and has a segment
of its own for all that came since the last merge. What is replaced or removed is passed over
wherever it is read. Each append writes the segment again, so what it costs is bounded by MOST; a
merge, which is a build of everything, leaves none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.columns import Columns, Row
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.persons.resolved import Resolved, write_owners, write_people
from search_service.engines.arrays.tokens import FieldTokens, TermNumbers
from search_service.engines.arrays.vectors import Vectors
from search_service.engines.whoosh import inverting
from search_service.engines.whoosh.frequencies import DOCUMENT_FREQUENCIES
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.postings import Postings
from search_service.engines.whoosh.segments import extending, joined_suggester, joined_vectors
from search_service.engines.whoosh.segments.deciding import Persons
from search_service.engines.whoosh.segments.extending import Kept
from search_service.engines.whoosh.segments.joined import NUMBERS, Numbering
from search_service.engines.whoosh.segments.parts import (
    ARRAYS,
    RECORD_NUMBERS,
    SEGMENT,
    record_numbers_of,
    resolved_of,
)
from search_service.identity import join

LEAST: Final = 1_000
"""Articles from which on an archive is appended to: a smaller one is built whole in a second or
two, and then everything is decided by all of it."""

SHARE: Final = 1 / 8
"""Share of an archive that may be appended or gone since the last merge. Norms, idf of features,
phrases and who is who are those of the merge: by then they should be told anew."""

MOST: Final = 4_096
"""Articles that may be, however large the archive: an append writes them all again, which takes
some seconds."""

_ANEW: Final = frozenset(
    f"{ARRAYS}/{name}"
    for name in (
        RECORD_NUMBERS,
        *(f"{name}.npy" for name in ("by_id", "by_url", "by_person", "section", "day", "month")),
        *(f"{name}.npy" for name in ("moment", "newest", "oldest", "persons", "roles")),
        *(f"{name}.npy" for name in ("person_offsets", "definition_offsets", "definitions")),
        "people.owners.npy",
    )
)
"""Files of a base whose content an append writes again, behind new checksums."""


def may_append(manifest: Manifest) -> bool:
    """Tell whether the archive is large enough."""
    return manifest.articles - manifest.appended >= LEAST


def written_anew(manifest: Manifest) -> Collection[str]:
    """Return the files of a generation that an append reads to write what is in them again."""
    return {
        name
        for name in manifest.files
        if name.startswith(f"{SEGMENT}/") or name in _ANEW or name.endswith(".toc")
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a generation.

    Attributes:
        live: Its folder.
        known: Its columns.
        dropped: The numbers of the articles that are replaced or removed.
    """

    live: Path
    known: Columns
    dropped: Collection[int]

    @property
    def base(self) -> Columns:
        """The columns of its base."""
        return self.known.base or self.known

    def kept(self) -> Array:
        """Return the numbers of the articles that stay, ascending."""
        there = np.ones(len(self.known), dtype=bool)
        there[self.known.gone] = False
        there[list(self.dropped)] = False
        return np.flatnonzero(there)

    def behind(self) -> Array:
        """Return those of them that are in its segment."""
        kept = self.kept()
        return kept[kept >= len(self.base)]

    def gone(self) -> Array:
        """Return u32: the numbers of its base that are unused from now on."""
        first = len(self.base)
        dropped = [number for number in self.dropped if number < first]
        return np.union1d(self.known.gone, dropped).astype(np.uint32)

    def fits(self, added: int) -> bool:
        """Tell whether *added* articles can be appended, or a merge is due."""
        size = len(self.base)
        changed = added + len(self.behind()) + len(self.gone())
        return size >= LEAST and changed <= min(MOST, SHARE * size)


@dataclass(frozen=True, slots=True)
class Segment:
    """What is written behind a base: everything since the last merge.

    Attributes:
        rows: Of its articles.
        terms, tokens: Their terms, numbered, and the tokens of each indexed field.
        record_numbers: u32[articles]: of the base's articles and of these.
    """

    rows: Sequence[Row]
    terms: TermNumbers
    tokens: Mapping[str, FieldTokens]
    record_numbers: Array


def record_numbers(change: Change, renumbered: Array) -> tuple[Array, Array]:
    """Return the numbers in the record of the base's articles and of those kept behind them.

    *renumbered* is what ``RecordWriter.commit`` returns.
    """
    known = record_numbers_of(change.live)
    return renumbered[known[: len(change.base)]], renumbered[known[change.behind()]]


def write(folder: Path, change: Change, segment: Segment) -> None:
    """Write *segment* to *folder*, a new generation that shares the base of *change*."""
    base, own = folder / ARRAYS, folder / SEGMENT
    own.mkdir()
    _write_terms(base, own, segment)
    kept = Kept(change.known, change.base, change.gone())
    extending.write(own, kept, segment.rows)
    np.save(own / RECORD_NUMBERS, segment.record_numbers)
    columns = Columns(own, base)
    _write_people(own, Resolved(base, change.base), change, kept, segment.rows)
    people = People(Resolved(own, columns, base))
    before = np.diff(Resolved(base, change.base).mentions.mention_offsets)
    Suggester.write(own, joined_suggester.entries(columns, people, before))


def _write_terms(base: Path, own: Path, segment: Segment) -> None:
    """Write lexicon, postings and vectors, normalised as those of *base* are."""
    numbers = Lexicon.write(own, list(segment.terms))
    every = {name: tokens.texts(numbers) for name, tokens in segment.tokens.items()}
    inverting.write(own, every, len(numbers), inverting.averages_of(base))
    present = inverting.document_frequencies(Postings(own))
    np.save(own / f"{DOCUMENT_FREQUENCIES}.npy", present)
    numbering = Numbering.of(Lexicon(base), Lexicon(own))
    np.save(own / NUMBERS, numbering.numbers)
    texts = {name: (numbering.numbers[every[name][0][:]], every[name][1]) for name in TIMES}
    joined_vectors.write(own, Vectors(base, Lexicon(base)), texts, len(numbering))


def _write_people(
    own: Path, decided: Resolved, change: Change, kept: Kept, rows: Sequence[Row]
) -> None:
    """Write who is meant in the segment's articles, and who is mentioned in any."""
    sightings = kept.sightings()
    owners = resolved_of(change.live, change.known).owners[sightings]
    persons = Persons(
        decided, change.known.persons[sightings], owners, change.known.roles[sightings]
    )
    gathered = Rows.of(rows)
    resolution = join(list(gathered.sightings()), persons)
    write_people(own, resolution.people, resolution.decisions)
    sizes = kept.row_sizes(change.known.person_offsets)
    write_owners(
        own,
        np.concatenate([owners, np.array(resolution.assigned, dtype=np.int32)]),
        np.append(sizes, gathered.sizes()),
        len(decided.people) + len(resolution.people),
    )
