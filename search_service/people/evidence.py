"""Whether a run of capitals is a name: the weighing of its evidence."""

import re
from dataclasses import dataclass

from search_service.people.cues import (
    RoleBefore,
    age_after,
    foreign,
    institution_before,
    says_after,
    stands_alone,
)
from search_service.people.lexicon import phrases, section
from search_service.people.runs import LONGEST_NAME, given_at
from search_service.people.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a run: whether an honorific does, and the role that leads up to it."""

    honoured: bool
    role: RoleBefore | None

    @property
    def directly(self) -> bool:
        """Whether an honorific or the head of a role is the word before."""
        return self.honoured or (self.role is not None and self.role.between == 0)


def is_name(tokens: Tokens, heads: list[int], first: int, stop: int, before: Before) -> bool:
    """Weigh the evidence for the words *first* to *stop* - 1 being one person's name.

    Args:
        tokens: The text.
        heads: Length of the role head starting at each word, else 0.
        first: The first word of the run.
        stop: The word after its last.
        before: The cues before it; those after it are looked up here.
    """
    size, role = stop - first, before.role
    thing = not before.honoured and _opens_a_thing(tokens.keys[first])
    if size > LONGEST_NAME or thing or _known_otherwise(tokens, first, stop, cued=before.directly):
        return False
    if before.honoured:
        return size > 1 or not _goes_on(tokens, stop)
    if all(tokens.words[at].isupper() for at in range(first, stop)):
        masked = size > 1 and all(tokens.gaps[at] == "." for at in range(first + 1, stop))
        return masked and (before.directly or age_after(tokens, stop))
    if foreign(tokens, first, stop):
        return _is_foreign_name(tokens, heads, first, stop, role)
    if size == 1:
        personal = role is not None and role.personal and before.directly
        return personal and _given_alone(tokens, first)
    return _is_vietnamese_name(tokens, first, stop, role)


def _goes_on(tokens: Tokens, stop: int) -> bool:
    """Tell whether a single word is no name: it opens a term or a sentence (*ông Chánh án*)."""
    if tokens.keys[stop - 1] in section("context.opening") and not stands_alone(tokens, stop):
        return True
    return bool(phrases("roles.office").starting(tokens.keys, stop - 1))


def _given_alone(tokens: Tokens, at: int) -> bool:
    given = tokens.keys[at] in section("given.stage") and not tokens.acronym(at)
    return given and stands_alone(tokens, at + 1)


def _known_otherwise(tokens: Tokens, first: int, stop: int, *, cued: bool) -> bool:
    """Tell whether the run is a known place or thing; famous persons need a cue."""
    name = " ".join(tokens.keys[first:stop])
    if name in section("places.name") or name in section("places.other"):
        return True
    return name in section("places.famous") and not cued


def _opens_a_thing(key: str) -> bool:
    """Tell whether a run that begins so is a thing's name: *Báo ...*, but *Hồ ...* a person's."""
    surname = key in section("surnames.common") or key in section("surnames.rare")
    return key in section("places.cue") and not surname


def _is_foreign_name(
    tokens: Tokens, heads: list[int], first: int, stop: int, role: RoleBefore | None
) -> bool:
    """Weigh the evidence for a run with words of another language, without an honorific."""
    if _is_business(tokens, first, stop):
        return False
    if stop - first == 1:
        return role is not None and role.between == 0 and not role.staff
    near = role is not None and role.between <= (2 if role.personal else 14)
    if role is not None and near and (given_at(tokens, first) or not _owned(tokens, first, role)):
        return True
    told = says_after(tokens, stop) or age_after(tokens, stop) or _introduced(tokens, heads, stop)
    return given_at(tokens, first) or told


def _owned(tokens: Tokens, first: int, role: RoleBefore) -> bool:
    """Tell whether a company stands between role and run, so that the run may name it."""
    owner = phrases("places.company")
    return any(owner.starting(tokens.keys, at) for at in range(first - role.between, first))


def _introduced(tokens: Tokens, heads: list[int], stop: int) -> bool:
    """Tell whether a role follows the run between commas."""
    return stop < len(tokens) and heads[stop] > 0 and tokens.gaps[stop] in {", ", " - ", " – "}


_MIXED_CASE = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|O['’])\w*?[^\W\d_A-Z'’-][A-Z]|\w*\d")


def _is_business(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether a run reads as a company, a club or a product: *HundrED*, *... Airlines*."""
    if tokens.keys[stop - 2 : stop] == ["việt", "nam"]:
        return True
    business = section("places.business")
    if stop - first == 2 and given_at(tokens, first):  # James Steel
        business = business - section("places.business surname")
    if any(tokens.keys[at] in business for at in range(first, stop)):
        return True
    if any(_MIXED_CASE.match(tokens.words[at]) for at in range(first, stop)):
        return True
    inner = any(tokens.acronym(at) for at in range(first + 1, stop))
    return inner or (tokens.acronym(first) and len(tokens.words[first]) > 2)


def _is_vietnamese_name(tokens: Tokens, first: int, stop: int, role: RoleBefore | None) -> bool:
    size = stop - first
    last_marked = any(not tokens.words[at].isascii() for at in range(first, stop))
    heard = says_after(tokens, stop) or age_after(tokens, stop)
    told = role is not None or heard
    if tokens.keys[first] in section("surnames.common"):
        return size <= 4 and (last_marked or told)
    if tokens.keys[first] in section("surnames.rare"):
        hinted = size >= 3 and tokens.keys[first + 1] in section("given.vietnamese")
        if size == 2:  # as many places begin so as persons: the role must stand beside it
            told = heard or (role is not None and role.between == 0)
            told = told and not institution_before(tokens, first)
        return size <= 4 and (hinted or told)
    if tokens.keys[stop - 1] in section("given.stage") and size <= 3:
        near = role is not None and role.personal and role.between <= 1
        if near or age_after(tokens, stop) or says_after(tokens, stop):
            return True
    inverted = size == 2 and tokens.keys[stop - 1] in section("surnames.common")
    return inverted and tokens.keys[first] in section("given.stage")


def is_listable(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the run may be a name when one stands beside it in a list."""
    if _is_business(tokens, first, stop) or _known_otherwise(tokens, first, stop, cued=False):
        return False
    surname = tokens.keys[first] in section("surnames.rare") | section("surnames.common")
    stage = stop - first <= 3 and tokens.keys[stop - 1] in section("given.stage")
    return surname or stage or foreign(tokens, first, stop)
