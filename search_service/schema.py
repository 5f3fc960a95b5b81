"""The fields of the index, as one table that no engine owns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SCHEMA_VERSION: Final = 2
"""Stamped in every manifest; raised when FIELDS or the stored record changes its meaning."""


class Kind(StrEnum):
    """How a field is analysed."""

    TEXT = "text"
    KEYWORD = "keyword"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the index.

    Attributes:
        name: The name in the index and, where it is an article's field, in the record.
        kind: TEXT is split into syllables with positions; KEYWORD is kept whole; DATE is a day.
        boost: Weight of a term frequency in this field within BM25F; 0 for fields not searched.
        b: BM25's length normalisation in this field, 0..1.
        facet: Whether articles are counted by its values.
    """

    name: str
    kind: Kind
    boost: float = 0.0
    b: float = 0.75
    facet: bool = False


CAPTIONS: Final = "captions"
"""The captions of an article's pictures: the field that pictures are found by."""

OPENING: Final = "opening"
"""The beginning of a body once more, where no lead tells what an article is about."""

FIELDS: Final = (
    Field("title", Kind.TEXT, boost=3.0),
    Field("lead", Kind.TEXT, boost=1.5),
    Field("body", Kind.TEXT, boost=1.0),
    Field(CAPTIONS, Kind.TEXT, boost=0.75),
    Field("tags", Kind.TEXT, boost=1.0),
    Field("author", Kind.TEXT, boost=0.5),
    Field(OPENING, Kind.TEXT, boost=1.5),
    Field("section", Kind.KEYWORD, facet=True),
    Field("person", Kind.KEYWORD, facet=True),
    Field("date", Kind.DATE, facet=True),
)

TEXT_FIELDS: Final = tuple(field for field in FIELDS if field.kind is Kind.TEXT)

WORDS: Final = "words"
"""The field of the words of title, lead and body: they add to the score, none is needed."""

DATE_FACETS: Final = {"year": 4, "month": 7, "day": 10}
"""The levels a date is counted by, and how many characters of ``2022-10-25`` each keeps."""

FACETS: Final = ("section", "person", *DATE_FACETS)
"""Names an engine counts articles by."""
