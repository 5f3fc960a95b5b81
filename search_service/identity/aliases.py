"""Which shorter name stands for a longer one that the archive prints elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from search_service.identity.archive import Sightings
from search_service.identity.domains import Distance, distance, domains_of
from search_service.identity.profiles import Profile, agree, profile
from search_service.identity.spelling import is_foreign

SHARE: Final = 0.95
"""Share of the articles printing any longer name that must print this one."""

LEAST: Final = 3
"""Articles that must print the longer name; each of the shorter one must then agree with them."""

CLEAR: Final = 20
"""Articles with which a foreign last name stands for it unless something speaks against it."""

AROUND: Final = 400
"""Days before the first and after the last of its articles in which a shorter name may be its."""

TITLED: Final = 2
"""How many times as often a name must stand alone as with something before it. Other names than
Vietnamese words before it must be printed LEAST times: a son may have his father's for his last."""

_RELATIVES: Final = frozenset({"phu nhân", "vợ", "con gái", "con trai", "em gái", "gia đình"})
"""Said of who has the name of someone else."""

Groups = Mapping[str, Sequence[int]]
"""The sightings of each name, its spellings joined."""


class Alias(NamedTuple):
    """A shorter name that stands for a longer one.

    Attributes:
        short, full: The names.
        numbers: The sightings of the shorter name that are the longer one's.
        agreeing: Articles that print the longer name.
        seen: Articles that print any longer name.
    """

    short: str
    full: str
    numbers: tuple[int, ...]
    agreeing: int
    seen: int


def aliases(sightings: Sightings, groups: Groups) -> Iterator[Alias]:
    """Yield the shorter names that clearly stand for a longer one, in the order of the names."""
    longer = _longer(groups)
    profiles: dict[str, Profile] = {}
    for short in sorted(longer.keys() & groups.keys()):
        full, agreeing, seen = _most_printed(sightings, groups, longer[short])
        if agreeing < LEAST or agreeing < SHARE * seen:
            continue
        if full not in profiles:
            profiles[full] = profile(sightings, groups[full])
        others = set().union(*(sightings.articles(groups[name]) for name in longer[short]))
        needed = agreeing < CLEAR or not is_foreign(short)
        numbers = tuple(
            number
            for number in groups[short]
            if sightings.all[number].article not in others
            and _may_be(sightings, number, profiles[full], must_agree=needed)
        )
        if numbers:
            yield Alias(short, full, numbers, agreeing, seen)


def titled(sightings: Sightings, groups: Groups) -> Iterator[Alias]:
    """Yield foreign names printed with something before them: *Ngài Pete Hegseth*.

    Of each the whole is a name that is printed less than half as often as what it ends in, a name
    of several words of its own.
    """
    for long in sorted(groups):
        words = long.split("-")
        for at in range(1, len(words) - 1):
            short = "-".join(words[at:])
            if short not in groups or not is_foreign(short):
                continue
            if len(groups[short]) >= TITLED * len(groups[long]):
                if is_foreign("-".join(words[:at])) and len(groups[long]) < LEAST:
                    break
                own, other = (profile(sightings, groups[name]) for name in (long, short))
                if agree(own, other) and distance(own.domains, other.domains) < Distance.CONFLICT:
                    yield Alias(long, short, tuple(groups[long]), len(other.articles), 0)
                break


def _longer(groups: Groups) -> dict[str, set[str]]:
    """Return for each part that ends a name, the whole names."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in groups:
        words = name.split("-")
        for at in range(1, len(words)):
            found["-".join(words[at:])].add(name)
    return found


def _most_printed(sightings: Sightings, groups: Groups, names: set[str]) -> tuple[str, int, int]:
    """Return the name that most articles print, how many, and how many print any of *names*."""
    best = min(names, key=lambda name: (-len(groups[name]), name))
    containing = [name for name in names if name == best or name.endswith(f"-{best}")]
    printing = set().union(*(sightings.articles(groups[name]) for name in containing))
    every = set().union(*(sightings.articles(groups[name]) for name in names))
    return best, len(printing), len(every)


def _may_be(sightings: Sightings, number: int, full: Profile, *, must_agree: bool) -> bool:
    """Tell whether nothing speaks against a shorter name's being the person of *full*."""
    sighting = sightings.all[number]
    if any(word in sighting.role.lower() for word in _RELATIVES):
        return False
    if (
        sighting.day
        and full.first
        and not full.first - AROUND <= sighting.day <= full.last + AROUND
    ):
        return False
    if distance(domains_of(sighting.role), full.domains) is Distance.CONFLICT:
        return False
    return not must_agree or agree(profile(sightings, [number]), full)
