"""What is known of persons across articles: where they are named, who they are, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

NOBODY: Final = -1
"""What a sighting is resolved to that names nobody across articles."""

EXAMPLES: Final = 3
"""Articles named as examples of a decision: enough to look at."""


class Sighting(NamedTuple):
    """A person in one article, as found there.

    Attributes:
        article: The id of the article.
        name: ``person_id`` of the name printed.
        printed: The name as printed most fully.
        role: As printed, or nothing.
        day: The ordinal of the article's day, 0 for none.
        section: The article's, or nothing.
    """

    article: str
    name: str
    printed: str
    role: str
    day: int
    section: str


@dataclass(frozen=True, slots=True)
class Known:
    """A person across articles.

    Attributes:
        id: The name in normal form and lower case, hyphens for spaces; a namesake's has the main
            role behind it.
        name: The spelling printed most often.
        role: What tells the person from others of this name; nothing where there are none.
    """

    id: str
    name: str
    role: str = ""

    @property
    def label(self) -> str:
        """The name as it is listed: *Lê Hải Bằng (cầu thủ)*."""
        return f"{self.name} ({self.role})" if self.role else self.name


class Kind(StrEnum):
    """What was decided."""

    SPELLING = "spelling"
    """Two spellings are one name."""
    SHORT = "short"
    """A shorter name stands for a longer one, in some articles or all."""
    TITLED = "titled"
    """A name printed with something before it is the name alone."""
    NAMESAKES = "namesakes"
    """One name is two persons; ``person`` is one of them."""
    INITIALS = "initials"
    """A name given as initials is nobody's across articles."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided about a name, and on what evidence.

    Attributes:
        kind: What was decided.
        name: The name that it is about, as printed most often.
        person: Id of the person; nothing for nobody.
        articles: How many articles it is about.
        agreeing: Of those looked at, how many spoke for it.
        seen: How many articles were looked at.
        examples: Ids of some of the articles it is about.
        note: What else spoke for it: roles, for namesakes.
    """

    kind: Kind
    name: str
    person: str
    articles: int
    agreeing: int = 0
    seen: int = 0
    examples: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who across articles.

    Attributes:
        people: In the order of their ids.
        assigned: For each sighting, in the order given, the place in ``people``, or NOBODY.
        decisions: What was not obvious, in the order of person and name.
    """

    people: Sequence[Known]
    assigned: Sequence[int]
    decisions: Sequence[Decision]
