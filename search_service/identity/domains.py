"""What a role is about, and what it is called in few words."""

from __future__ import annotations

from enum import IntEnum
from functools import cache, lru_cache
from typing import Final

from search_service.people.lexicon import Phrases, phrases, section, word_key

DOMAINS: Final = (
    "sport", "stage", "office", "national", "commune", "forces", "medicine", "education",
    "business", "law", "church", "labour", "pupil",
)  # fmt: skip

Domains = frozenset[str]


class Distance(IntEnum):
    """How far apart two domains are: how seldom one person is printed with both."""

    NEAR = 0
    """People are both, or go from one to the other; or nothing is known."""
    REMOTE = 1
    """Few do."""
    CONFLICT = 2
    """Hardly anybody does."""


def _pairs(table: dict[str, str]) -> frozenset[Domains]:
    return frozenset(
        frozenset((domain, other)) for domain, others in table.items() for other in others.split()
    )


_CONFLICTS: Final = _pairs(
    {
        "sport": "office forces medicine law church labour",
        "stage": "office forces medicine law church labour",
        "church": "office forces business labour",
        "labour": "office forces medicine education business law",
        "pupil": "office church",
        "national": "commune",
    }
)

_REMOTE: Final = _pairs(
    {
        "sport": "business education stage",
        "stage": "business education",
        "forces": "medicine education business law pupil",
        "medicine": "business law",
        "law": "education",
        "commune": "medicine education business law",
        "pupil": "law",
    }
)

_ALONE: Final = frozenset({"office"})
"""Domains too wide for two roles of them to be about the same."""


@lru_cache(maxsize=1 << 16)
def domains_of(role: str) -> Domains:
    """Return the domains that the words of *role* belong to."""
    keys = [word_key(word.strip("“”\"'().,;:")) for word in role.split()]
    found: set[str] = set()
    at = 0
    while at < len(keys):
        length = _every().starting(keys, at)
        phrase = " ".join(keys[at : at + length])
        found.update(name for name in DOMAINS if length and phrase in section(f"domains.{name}"))
        at += max(length, 1)
    return frozenset(found)


def telling(domains: Domains) -> Domains:
    """Return those of *domains* that two persons of one name seldom share."""
    return domains - _ALONE - {"commune"}


def distance(one: Domains, other: Domains) -> Distance:
    """Return how far apart the domains of two persons' roles are."""
    if telling(one) & telling(other):
        return Distance.NEAR
    pairs = {frozenset((a, b)) for a in one for b in other}
    if "office" in one & other:
        pairs &= {frozenset(("national", "commune"))}
    if pairs & _CONFLICTS:
        return Distance.CONFLICT
    return Distance.REMOTE if pairs & _REMOTE else Distance.NEAR


@lru_cache(maxsize=1 << 14)
def short_role(role: str) -> str:
    """Return what *role* says in few words: its head, as printed there, *Phó Chủ tịch* of many."""
    words = role.replace(",", " ").split()
    keys = [word_key(word) for word in words]
    for at in range(len(keys)):
        if length := _heads().starting(keys, at):
            return " ".join(words[at : at + length])
    return " ".join(words[:3])


@cache
def _every() -> Phrases:
    return phrases(*(f"domains.{name}" for name in DOMAINS))


@cache
def _heads() -> Phrases:
    return phrases("roles.office", "roles.person")
