"""What a generation is read by: the arrays of a base, and of a segment behind it.

A generation that was built, or merged, has its arrays in ``arrays``. One that was appended to has
the same files there as the one before it, and ``segment`` beside them: postings, vectors, strings
and completions of the articles that came since the last merge, and the columns of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.language.ngrams import Ngrams
from search_service.engines.arrays.language.suggesting import Suggester
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, mapped
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.arrays.vectors import Vectors
from search_service.engines.whoosh.frequencies import Frequencies
from search_service.engines.whoosh.segments.joined import JoinedFrequencies
from search_service.engines.whoosh.segments.joined_suggester import JoinedSuggester
from search_service.engines.whoosh.segments.joined_vectors import JoinedVectors

RECORD: Final = "whoosh"
ARRAYS: Final = "arrays"
SEGMENT: Final = "segment"
RECORD_NUMBERS: Final = "record_numbers.npy"


@dataclass(frozen=True, slots=True)
class Parts:
    """The arrays of one generation, memory-mapped.

    Attributes:
        record_numbers: u32[articles]: the number of each in the record.
        ngrams: Those of the last merge.
    """

    record_numbers: Array
    columns: Columns
    frequencies: Frequencies
    vectors: Vectors
    resolved: Resolved
    suggester: Suggester
    ngrams: Ngrams


def folders_of(generation: Path) -> list[Path]:
    """Return the folders of a generation's arrays, the base's first."""
    segment = generation / SEGMENT
    return [generation / ARRAYS, *([segment] if segment.is_dir() else [])]


def opened(generation: Path) -> Parts:
    """Open the arrays of a generation.

    Raises:
        EngineUnavailable: one is missing or damaged.
    """
    base, *segments = folders_of(generation)
    return _appended(base, segments[0]) if segments else _merged(base)


def columns_of(generation: Path) -> Columns:
    """Open the columns of a generation."""
    base, *segments = folders_of(generation)
    return Columns(segments[0], base) if segments else Columns(base)


def resolved_of(generation: Path, columns: Columns) -> Resolved:
    """Open the persons of a generation, whose *columns* these are."""
    base, *segments = folders_of(generation)
    return Resolved(segments[0], columns, base) if segments else Resolved(base, columns)


def record_numbers_of(generation: Path) -> Array:
    """Return u32[articles]: the number of each in the record."""
    return mapped(folders_of(generation)[-1] / RECORD_NUMBERS)


def _merged(base: Path) -> Parts:
    columns = Columns(base)
    frequencies = Frequencies(base, len(columns))
    return Parts(
        record_numbers=mapped(base / RECORD_NUMBERS),
        columns=columns,
        frequencies=frequencies,
        vectors=Vectors(base, frequencies.lexicon),
        resolved=Resolved(base, columns),
        suggester=Suggester(base),
        ngrams=Ngrams(base, frequencies.lexicon),
    )


def _appended(base: Path, segment: Path) -> Parts:
    columns = Columns(segment, base)
    frequencies = JoinedFrequencies(base, segment, len(columns), columns.gone)
    return Parts(
        record_numbers=mapped(segment / RECORD_NUMBERS),
        columns=columns,
        frequencies=frequencies,
        vectors=JoinedVectors(base, segment, frequencies.lexicon),
        resolved=Resolved(segment, columns, base),
        suggester=JoinedSuggester(base, segment, columns),
        # What follows what is counted by a merge; new syllables have no numbers there.
        ngrams=Ngrams(base, Lexicon(base)),
    )
