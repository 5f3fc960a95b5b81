"""What stands around a run of capitals: honorifics, roles, places, speech."""

from dataclasses import dataclass
from enum import Enum

from search_service.people.lexicon import phrases, section
from search_service.people.tokens import Tokens, is_vietnamese

_WIDEST_ROLE = 26  # words between the head of a role and the name; ministries have long names


class Gender(Enum):
    """Whom an honorific may be said of."""

    MALE = "male"
    FEMALE = "female"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class RoleBefore:
    """A role printed before a name.

    Attributes:
        first: The first word of its head.
        between: How many words stand between the head and the name.
        personal: The head says what a person is (*ca sĩ*), not an office (*giám đốc*).
        staff: The name of a company or a club may follow the head (*giám đốc*, *cầu thủ*).
    """

    first: int
    between: int
    personal: bool
    staff: bool


def honorific_before(tokens: Tokens, at: int) -> Gender | None:
    """Return whom the honorific directly before word *at* is said of; None without one."""
    gap = tokens.gaps[at]
    if gap in {".", ". "} and phrases("honorifics.title").ending(tokens.keys, at):
        return Gender.EITHER
    if at == 0 or not tokens.joined(at):
        return None
    for gender in Gender:
        if _ending(tokens, at, f"honorifics.{gender.value}"):
            return gender
    return Gender.EITHER if _ending(tokens, at, "honorifics.title") else None


def place_before(tokens: Tokens, at: int) -> bool:
    """Tell whether the words directly before word *at* make what follows a place or a thing.

    A longer honorific or role in the same place wins (*đối tượng*), a shorter one does not
    (*bộ đội Cụ Hồ*).
    """
    if not tokens.joined(at):
        return False
    cue = _ending(tokens, at, "places.cue")
    if cue == 1 and _ends_compound(tokens, at - 1):
        return False
    person = _ending(tokens, at, *_PERSON_CUES)
    return cue > person


_PERSON_CUES = (
    "honorifics.male",
    "honorifics.female",
    "honorifics.either",
    "roles.office",
    "roles.person",
)


def _ends_compound(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* ends a word that starts with a capital: *Phát triển Nông thôn*."""
    before = at - 1
    capital = tokens.joined(at) and tokens.capital[before] and not tokens.acronym(before)
    return capital and not tokens.capital[at] and not tokens.opens(before)


def direction_before(tokens: Tokens, at: int) -> bool:
    """Tell whether that word is one that names of persons follow too (*đến*, *nhóm*)."""
    if not tokens.joined(at) or tokens.capital[at - 1] and not tokens.opens(at - 1):
        return False
    longest = _ending(tokens, at, "places.cue")
    return longest == 1 and bool(_ending(tokens, at, "places.direction"))


def says_after(tokens: Tokens, stop: int) -> bool:
    """Tell whether a verb that takes a person follows the word *stop* - 1."""
    return tokens.joined(stop) and bool(
        phrases("context.says", "context.acts").starting(tokens.keys, stop)
    )


def age_after(tokens: Tokens, stop: int) -> bool:
    """Tell whether an age or a year of birth follows: *, 51 tuổi*, *(sinh năm 1990*, *(SN 1990*."""
    if stop + 1 >= len(tokens) or tokens.gaps[stop] not in {", ", " (", ","}:
        return False
    first, second = tokens.keys[stop], tokens.keys[stop + 1]
    return (first.isdecimal() and second == "tuổi") or (
        first in {"sinh", "sn"} and (second in {"năm", "ngày"} or second.isdecimal())
    )


def role_heads(tokens: Tokens) -> list[int]:
    """Return for every word how many words the role head starting there takes, else 0.

    Heads do not overlap: *phó chủ tịch* hides the *chủ tịch* in it.
    """
    lengths = [0] * len(tokens)
    heads = phrases("roles.office", "roles.person")
    at = 0
    while at < len(tokens):
        length = heads.starting(tokens.keys, at)
        if length and all(tokens.joined(inner) for inner in range(at + 1, at + length)):
            lengths[at] = length
            at += length
        else:
            at += 1
    return lengths


def role_before(
    tokens: Tokens, heads: list[int], taken: list[bool], at: int, *, apposed: bool = False
) -> RoleBefore | None:
    """Return the nearest role whose words run up to word *at* without a break, else None.

    Args:
        tokens: The text.
        heads: Of ``role_heads``.
        taken: Words that belong to a name; a role does not run over another person.
        at: The first word of the name.
        apposed: A comma may stand between the role and the name.
    """
    for first in range(at - 1, max(-1, at - 1 - _WIDEST_ROLE), -1):
        if taken[first] or not (_role_gap(tokens, first + 1, at) or (apposed and first + 1 == at)):
            return None
        if heads[first] and first + heads[first] <= at:
            head = " ".join(tokens.keys[first : first + heads[first]])
            between = at - first - heads[first]
            personal, staff = (head in section(f"roles.{kind}") for kind in ("person", "staff"))
            return RoleBefore(first, between, personal, staff)
        if not _within_head(heads, first) and ends_role(tokens, first):
            return None
    return None


def ends_role(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* can be no part of a role: a verb, an adverb, an honorific."""
    key = tokens.keys[at]
    if tokens.capital[at] and not tokens.opens(at):
        return False
    following = tokens.keys[at + 1] if at + 1 < len(tokens) else ""
    if f"{key} {following}" in section("roles.inside"):
        return False
    if at and tokens.joined(at) and f"{tokens.keys[at - 1]} {key}" in section("roles.inside"):
        return False
    return key in section("roles.end") or key in _SAID_OF_PERSONS


_SAID_OF_PERSONS = frozenset({"ông", "bà", "anh", "chị", "cô", "em"})


def _within_head(heads: list[int], at: int) -> bool:
    """Tell whether word *at* is an inner word of a role head (heads take at most six words)."""
    return any(heads[first] > at - first for first in range(max(0, at - 5), at))


def _role_gap(tokens: Tokens, at: int, name: int) -> bool:
    """Tell whether a role may run over the gap before word *at* on to the name at *name*."""
    gap = tokens.gaps[at]
    if tokens.joined(at):
        return True
    if gap == ", ":  # inside a ministry's name: Bộ Văn hóa, Thể thao và Du lịch
        return at < name and tokens.capital[at] and _and_follows(tokens, at, name)
    bracketed = tokens.acronym(at - 1) or (at < len(tokens) and tokens.acronym(at))
    return gap in {" (", ") ", "), "} and bracketed


def _and_follows(tokens: Tokens, at: int, name: int) -> bool:
    """Tell whether *và* and a capital follow soon after word *at*, before the name."""
    for later in range(at + 1, min(at + 7, name - 1)):
        if tokens.keys[later] == "và":
            return tokens.capital[later + 1]
    return False


def _ending(tokens: Tokens, stop: int, *sections: str) -> int:
    """Return the length of the phrase of *sections* that ends unbroken before word *stop*."""
    length = phrases(*sections).ending(tokens.keys, stop)
    unbroken = all(tokens.joined(inner) for inner in range(stop - length + 1, stop))
    return length if unbroken else 0


def foreign(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether some word of *first* to *stop* - 1 is not spelt like a Vietnamese syllable."""
    return not all(is_vietnamese(tokens.words[at]) for at in range(first, stop))
