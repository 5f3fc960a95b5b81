"""What a name's articles say of whom it names: companions, roles, days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from search_service.identity.archive import Sightings
from search_service.identity.domains import domains_of
from search_service.people.lexicon import word_key

_COMMON: Final = frozenset(
    {
        *("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "người", "nhà", "đồng", "chí"),
        *("và", "của", "là", "tại", "ở", "cho", "các", "một", "những", "với", "về", "này", "đó"),
        *("phó", "trưởng", "viên", "nguyên", "cựu", "chủ", "tịch", "giám", "đốc", "đại", "diện"),
        "nước",
    }
)
"""Words of roles that say too little to tell that two are one person's."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is said of some sightings together.

    Attributes:
        articles: Their articles.
        companions: The names that stand in these beside them.
        words: The telling words of their roles.
        domains: What their roles are about.
        first, last: The first and the last day, 0 where none is known.
    """

    articles: frozenset[str]
    companions: frozenset[str]
    words: frozenset[str]
    domains: frozenset[str]
    first: int
    last: int


def profile(sightings: Sightings, numbers: Sequence[int]) -> Profile:
    """Put together what the sightings *numbers* say."""
    some = [sightings.all[number] for number in numbers]
    days = [one.day for one in some if one.day]
    return Profile(
        articles=frozenset(one.article for one in some),
        companions=frozenset(sightings.companions(numbers)),
        words=frozenset(word for one in some for word in telling_words(one.role)),
        domains=frozenset(domain for one in some for domain in domains_of(one.role)),
        first=min(days, default=0),
        last=max(days, default=0),
    )


@lru_cache(maxsize=1 << 13)  # a name's sightings, and their roles, are looked at together
def telling_words(role: str) -> frozenset[str]:
    """Return the words of *role* that few others have."""
    return frozenset(word_key(word.strip('.,()“”"')) for word in role.split()) - _COMMON - {""}


def agree(one: Profile, other: Profile) -> bool:
    """Tell whether something speaks for one person: a companion, or a word of their roles."""
    return bool(one.companions & other.companions or one.words & other.words)
