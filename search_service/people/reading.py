"""What one pass over a text has found out."""

from collections import Counter
from dataclasses import dataclass

from search_service.people.cues import Marks
from search_service.people.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the words of a text: the words *first* to *stop* - 1.

    ``cued`` tells that an honorific or a role stands directly before it.
    """

    first: int
    stop: int
    cued: bool


@dataclass(slots=True)
class Reading:
    """What one pass over a text has found out.

    Attributes:
        tokens: The text.
        marks: What each word is to roles.
        taken: Words that belong to a name.
        credited: Words of bylines and picture credits.
        spans: Names found.
        doubtful: Runs that need a neighbour in a list to be names.
        places: Keys of runs seen as a place or a thing.
    """

    tokens: Tokens
    marks: Marks
    taken: list[bool]
    credited: list[bool]
    spans: list[Span]
    doubtful: list[tuple[int, int]]
    places: Counter[tuple[str, ...]]
