"""What stands around a run of candidates, told as features."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from search_service.people.cues import (
    APPOSED,
    age_after,
    honorific_before,
    place_before,
    role_before,
    says_after,
)
from search_service.people.lexicon import section, word_key
from search_service.people.reading import Reading
from search_service.people.tokens import Tokens

_BEFORE = {
    "sir": "honorifics.male",
    "madam": "honorifics.female",
    "someone": "honorifics.either",
    "title": "honorifics.title",
    "person": "roles.person",
    "office": "roles.office",
    "staff": "roles.staff",
    "place": "places.cue",
    "towards": "places.direction",
    "company": "places.company",
    "institution": "roles.organisation",
    "joins": "context.joins",
    "plural": "context.plural",
    "credit": "context.credits",
    "known place": "places.name",
    "known thing": "places.other",
    "ends": "roles.end",
}
_AFTER = {
    "says": "context.says",
    "acts": "context.acts",
    "adverb": "context.adverb",
    "follows": "context.follows",
    "joins": "context.joins",
    "office": "roles.office",
    "person": "roles.person",
    "known place": "places.name",
    "firm": "places.business",
    "ends": "roles.end",
}
_SIGNS = (
    "\n",
    ".",
    "!",
    "?",
    "…",
    '"',
    "“",
    "”",
    "'",
    "‘",
    "’",
    ":",
    ";",
    ",",
    "(",
    ")",
    "/",
    "-",
    "–",
)

Kinds = dict[str, list[tuple[tuple[str, ...], str]]]


@lru_cache(maxsize=1 << 12)
def sign(gap: str) -> str:
    """Return the sign that tells most of a gap: a line's end before a full stop, and so on."""
    return next((mark for mark in _SIGNS if mark in gap), " ").replace("\n", "line")


def cues_ending(tokens: Tokens, stop: int) -> list[str]:
    """Return the kinds of phrases that end, unbroken, right before word *stop*."""
    found: list[str] = []
    for phrase, kind in _phrases(before=True).get(tokens.keys[stop - 1], ()) if stop else ():
        first = stop - len(phrase)
        if len(phrase) == 1 or (
            first >= 0
            and tuple(tokens.keys[first:stop]) == phrase
            and all(map(tokens.joined, range(first + 1, stop)))
        ):
            found.append(kind)
    return sorted(set(found))


def cues_starting(tokens: Tokens, at: int) -> list[str]:
    """Return the kinds of phrases that start at word *at*."""
    keys = tokens.keys
    known = _phrases(before=False).get(keys[at], ()) if at < len(keys) else ()
    return sorted({kind for phrase, kind in known if tuple(keys[at : at + len(phrase)]) == phrase})


@cache
def _phrases(*, before: bool) -> Kinds:
    """Return the phrases by their last word, or their first one, with what each is."""
    found: Kinds = {}
    for kind, name in (_BEFORE if before else _AFTER).items():
        for text in section(name):
            phrase = tuple(map(word_key, text.split()))
            found.setdefault(phrase[-1 if before else 0], []).append((phrase, kind))
    return found


class Cued(NamedTuple):
    """The first words of runs with an honorific or a place cue directly before them."""

    honoured: frozenset[int]
    placed: frozenset[int]


def cued(tokens: Tokens, firsts: Iterable[int]) -> Cued:
    """Return which of the runs that start at *firsts* have one of the two cues before them."""
    honoured = frozenset(at for at in firsts if honorific_before(tokens, at))
    return Cued(honoured, frozenset(at for at in firsts if place_before(tokens, at)))


def before_run(reading: Reading, first: int, cues: Cued) -> list[str]:
    """Return what stands before the run that starts at word *first*."""
    tokens = reading.tokens
    if first == 0:
        return ["before start"]
    found = [f"before {sign(tokens.gaps[first])}"]
    if tokens.joined(first):
        found = [f"before w={tokens.keys[first - 1]}"]
    if tokens.joined(first) or tokens.gaps[first].startswith("."):
        found += [f"before {kind}" for kind in cues_ending(tokens, first)]
    role = role_before(tokens, reading.marks, reading.taken, first)
    if role:
        kind = f"{'person' if role.personal else 'office'}{' staff' if role.staff else ''}"
        found.append(f"before role {kind} {min(role.between, 3)}")
    if first in cues.placed:
        found.append("before PLACE")
    if first in cues.honoured:
        found.append("before HONORIFIC")
    return found


def after_run(reading: Reading, stop: int) -> list[str]:
    """Return what stands after the run whose last word is *stop* - 1."""
    tokens = reading.tokens
    found = [f"after {sign(tokens.gaps[stop])}"]
    if tokens.joined(stop):
        found = [f"after {kind}" for kind in cues_starting(tokens, stop)]
    if says_after(tokens, stop):
        found.append("after SAYS")
    if age_after(tokens, stop):
        found.append("after AGE")
    if stop < len(tokens) and reading.marks.heads[stop] and tokens.gaps[stop] in _INTRODUCES:
        found.append("after ROLE")
    return found


_INTRODUCES: Sequence[str] = (*sorted(APPOSED), " (")
