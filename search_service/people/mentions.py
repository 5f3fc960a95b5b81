"""What is found: a mention, and the person mentioned."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search_service.vietnamese.normal import normal_form


@lru_cache(maxsize=1 << 14)  # the names that are in many articles; 4 MB
def person_id(name: str) -> str:
    """Return the id of the person called *name*, the same in every article.

    It is the normal form in lower case with hyphens for spaces, and keeps the marks:
    *Lê Hải Bình* -> ``lê-hải-bình``.
    """
    return "-".join(normal_form(normal_form(name).lower()).split())


class Mention(NamedTuple):
    """One place where a person is named.

    Attributes:
        start: Offset of its first character in the text given.
        end: Offset after its last one.
        text: The name as printed there, without honorific or role: *Bình* in *ông Bình*.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """One person of one article.

    Attributes:
        name: The fullest form printed, in NFC.
        role: The fullest role printed, as printed; None where none is.
        mentions: In order; empty only for a person the record gives and the text never names.
        known_as: The id of the person across articles, where it is not that of the name.
    """

    name: str
    role: str | None
    mentions: tuple[Mention, ...]
    known_as: str | None = None

    @property
    def id(self) -> str:
        """The id of the person across articles."""
        return self.known_as or person_id(self.name)
