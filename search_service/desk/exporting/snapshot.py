"""What a file says of itself: from which state of the archive it was taken, by which search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from search_service.article import VIETNAM

FACTS: Final = ("archive", "query", "articles", "generation", "built", "taken", "address")
"""The names of what a snapshot says, in the order in which files print it."""

Labels = Mapping[str, str]
"""Names of columns and facts in another language; what is not in it keeps its own."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where the rows of a file come from.

    Attributes:
        archive: The archive's name.
        query: The search as it can be typed, filters included; empty for every article, None where
            a file is not of one search.
        articles: How many articles it found: a file with fewer was cut off on its way. None where
            a row is not an article.
        generation: The state of the index that was read.
        built: When that was built.
        taken: When the file was made.
        address: Where the same articles of the same state are listed; empty where there is none.
    """

    archive: str
    query: str | None
    articles: int | None
    generation: str
    built: datetime
    taken: datetime
    address: str = ""

    def facts(self, labels: Labels) -> Iterator[tuple[str, str]]:
        """Yield the name and the value of all that is known, by FACTS."""
        values = {
            "archive": self.archive,
            "query": self.query,
            "articles": None if self.articles is None else str(self.articles),
            "generation": self.generation,
            "built": local(self.built),
            "taken": local(self.taken),
            "address": self.address or None,
        }
        for name in FACTS:
            value = values[name]
            if value is not None:
                yield labels.get(name, name), value


def local(moment: datetime) -> str:
    """Write *moment* on Vietnam's clock: the one form spreadsheets of any country read as a date.

    A moment at midnight is a day whose time is not known.
    """
    here = moment.astimezone(VIETNAM)
    timed = here.hour or here.minute or here.second
    return f"{here:%Y-%m-%d %H:%M:%S}" if timed else f"{here:%Y-%m-%d}"
