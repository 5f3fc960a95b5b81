"""What engines answer of the archive itself: its states, its neighbours, its spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete, verified state of the index.

    Attributes:
        name: Its folder or index name.
        built: When its build began.
        articles: Number of articles.
        live: Whether it is the one being served.
        appended: How many of them came after the last merge; see ``Archive.merge``.
    """

    name: str
    built: datetime
    articles: int
    live: bool
    appended: int = 0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article that is like a text, as far as an engine knows it without reading it.

    Attributes:
        similarity: To the text: 0 nothing in common, 1 the same.
        people: Ids of the persons mentioned.
        signature: By which copies of its text are told; see ``shingles.resemblances``.
    """

    id: str
    similarity: float
    published: datetime | None
    people: frozenset[str]
    signature: bytes


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The articles most like a text.

    Attributes:
        articles: The most similar first.
        alike: f32[articles, articles]: how similar they are to each other, likewise 0..1; how
            similar an article is to itself says nothing.
    """

    articles: tuple[Neighbour, ...]
    alike: npt.NDArray[np.float32]


class Spelling(NamedTuple):
    """One way the archive writes an unmarked syllable.

    Attributes:
        text: In normal form and lower case.
        number: What SpellingModel.likelihood knows it by, at least 0.
        frequency: Occurrences in the archive, at least 1.
    """

    text: str
    number: int
    frequency: int


class Definition(NamedTuple):
    """An abbreviation that the archive's own texts explain: ``Ủy ban nhân dân (UBND)``.

    Attributes:
        short: The abbreviation as printed most often.
        form: What it is short for, likewise.
        articles: Number of articles that explain it so.
    """

    short: str
    form: str
    articles: int


class SpellingModel(Protocol):
    """How an archive's texts are written, from which misspelt queries are mended.

    An engine that has no counts of syllables at hand can keep them beside its index: they are
    made of the tokens that Writer.add is given.
    """

    @property
    def size(self) -> int:
        """Syllables in all texts."""

    def spellings(self, folded: str) -> Sequence[Spelling]:
        """Return how the unmarked syllable *folded* is written, the most frequent first."""

    def written(self, forms: Sequence[str]) -> Sequence[str]:
        """Return those of many *forms* for which there may be spellings.

        Args:
            forms: Unmarked syllables and what looks like one, of at most 13 ASCII letters.
        """

    def likelihood(
        self, contexts: Sequence[tuple[int, int]], rights: Sequence[int]
    ) -> npt.NDArray[np.float64]:
        """Return [contexts, rights]: how likely each of *rights* is behind each of *contexts*.

        Args:
            contexts: The numbers of the two syllables before. A number below 0 stands for a
                syllable that the archive does not have, or for none: it tells nothing.
            rights: Numbers of syllables, below 0 where the archive does not have it.

        Returns:
            Natural logarithms of probabilities, finite for every number.
        """
