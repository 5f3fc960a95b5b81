"""What stands around a run of capitals: honorifics, roles, places, speech."""

from dataclasses import dataclass
from enum import Enum
from functools import cache

from search_service.people.gaps import loose_gap, role_gap
from search_service.people.lexicon import phrases, section
from search_service.people.tokens import Tokens, is_vietnamese
from search_service.vietnamese import is_compound

APPOSED = frozenset(
    {", ", " - ", " – ", " -", "- ", "– ", " –", "), "}
)  # between a role and who holds it
_WIDEST_ROLE = 26  # words between the head of a role and the name; ministries have long names
_SHORT_PLACES = frozenset({"tp", "tx", "q", "p", "h", "tt", "đ", "x"})  # TP. Huế, P.Đông Thọ


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
    if at and tokens.gaps[at] in {".", ". "}:
        return tokens.keys[at - 1] in _SHORT_PLACES and tokens.capital[at - 1]
    if not tokens.joined(at):
        return False
    if _house_number_before(tokens, at):
        return True
    cue = _ending(tokens, at, "places.cue")
    if cue == 1 and _ends_compound(tokens, at - 1):
        return False
    return cue > _ending(tokens, at, *_NO_PLACE)


_NO_PLACE = (
    "places.compound",
    "honorifics.male",
    "honorifics.female",
    "honorifics.either",
    "roles.office",
    "roles.person",
)


def _house_number_before(tokens: Tokens, at: int) -> bool:
    """Tell whether a house number ends there: *, số 627 Vũ Tông Phan*, not *tiền đạo số 9*."""
    number = at - 1
    if number < 2 or not tokens.words[number][0].isdecimal():
        return False
    if tokens.keys[number - 2 : number] == ["địa", "chỉ"]:
        return True
    if tokens.keys[number - 1] in {"hẻm", "ngõ", "ngách", "kiệt"} or _in_ward(tokens, at):
        return True
    starts = not tokens.joined(number - 1)
    return starts and tokens.keys[number - 1] == "số" and tokens.joined(number)


def _in_ward(tokens: Tokens, at: int) -> bool:
    """Tell whether the name that starts at *at* is followed by its ward: *4A Lê Lai, quận 1*."""
    stop = at + 1
    while tokens.joined(stop) and tokens.capital[stop]:
        stop += 1
    wards = {"quận", "phường", "p", "q", "f", "tp", "huyện"}
    return stop < len(tokens) and tokens.gaps[stop] in {", ", " ("} and tokens.keys[stop] in wards


def _ends_compound(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* ends a word that starts with a capital: *Phát triển Nông thôn*."""
    before = at - 1
    capital = tokens.joined(at) and tokens.capital[before] and not tokens.acronym(before)
    return capital and not tokens.capital[at] and not tokens.opens(before)


def direction_before(tokens: Tokens, at: int) -> bool:
    """Tell whether that word is one that names of persons follow too (*đến*, *nhóm*)."""
    if not tokens.joined(at) or (tokens.capital[at - 1] and not tokens.opens(at - 1)):
        return False
    longest = _ending(tokens, at, "places.cue")
    return longest == 1 and bool(_ending(tokens, at, "places.direction"))


def institution_before(tokens: Tokens, at: int) -> bool:
    """Tell whether an institution's general name ends before word *at*: *Hội đồng ...*."""
    return tokens.joined(at) and bool(_ending(tokens, at, "roles.organisation"))


def says_after(tokens: Tokens, stop: int) -> bool:
    """Tell whether a verb that takes a person follows the word *stop* - 1, after an adverb too."""
    for _ in range(2):
        if not tokens.joined(stop):
            return False
        if phrases("context.says", "context.acts").starting(tokens.keys, stop):
            return True
        adverb = phrases("context.adverb").starting(tokens.keys, stop)
        if not adverb:
            return False
        stop += adverb
    return False


def stands_alone(tokens: Tokens, stop: int) -> bool:
    """Tell whether the word *stop* - 1 is not the first of a longer term (*Tài chính*)."""
    if not tokens.joined(stop):
        return True
    follows = phrases("context.follows", "context.adverb", "context.says", "context.acts")
    return bool(follows.starting(tokens.keys, stop))


def age_after(tokens: Tokens, stop: int) -> bool:
    """Tell whether an age or a year of birth follows: *, 51 tuổi*, *(sinh năm 1990*, *(SN 1990*."""
    if stop + 1 >= len(tokens) or tokens.gaps[stop].lstrip(".") not in {", ", " (", ",", "("}:
        return False
    first, second = tokens.keys[stop], tokens.keys[stop + 1]
    return (first.isdecimal() and second == "tuổi") or (
        first in {"sinh", "sn", "trú", "ngụ", "quê"}
        and (second in {"năm", "ngày", "tại", "ở", "xã", "quê"} or second.isdecimal())
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """What each word of a text is to roles; lists as long as the text.

    Attributes:
        heads: How many words the role head starting there takes, else 0.
        inside: Whether it is a later word of a head or of an institution (*hội đồng*).
        ends: Whether it belongs to something no role contains: a verb, an adverb.
    """

    heads: list[int]
    inside: list[bool]
    ends: list[bool]


def mark(tokens: Tokens) -> Marks:
    """Return the marks of *tokens*. Heads do not overlap: *phó chủ tịch* hides *chủ tịch*."""
    size = len(tokens)
    marks = Marks([0] * size, [False] * size, [False] * size)
    at = 0
    telling = _first_words()
    while at < size:
        if tokens.keys[at] not in telling:
            at += 1
            continue
        head = 0
        if not (_of_office(tokens, at) or _looks_like_head(tokens, at)):
            head = _starting(tokens, at, "roles.office", "roles.person")
        kept = _starting(tokens, at, "roles.organisation", "roles.inside", "places.cue")
        end = 0 if _ends_word(tokens, at) else _starting(tokens, at, "roles.end")
        taken = max(head, kept if kept > 1 else 0)
        if taken >= max(end, 1):
            marks.heads[at] = head if head == taken else 0
            marks.inside[at + 1 : at + taken] = [True] * (taken - 1)
        elif end and (tokens.opens(at) or not tokens.capital[at]):
            taken = end
            marks.ends[at : at + end] = [True] * end
        at += max(1, taken)
    return marks


def _of_office(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* goes on with an institution: *Cục Quản lý đê điều*, *Ban Chỉ huy*."""
    if not (tokens.joined_capital(at) and tokens.capital[at]):
        return False
    known = tokens.keys[at - 1] in section("roles.organisation")
    return known and phrases("roles.named").starting(tokens.keys, at) > 0


def _looks_like_head(tokens: Tokens, at: int) -> bool:
    """Tell *Ông Hoàng Bá Quyền* from *ông hoàng*, and *chức vụ Trưởng ban* from *vụ trưởng*."""
    if tokens.keys[at] == "vụ":
        return _ends_word(tokens, at)
    return tokens.keys[at] in {"ông", "bà"} and tokens.joined(at + 1) and tokens.capital[at + 1]


def _ends_word(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* is the second syllable of one: *Đầu tư Trực tiếp*, *thiết bị*."""
    return tokens.joined(at) and is_compound(tokens.keys[at - 1], tokens.keys[at])


@cache
def _first_words() -> frozenset[str]:
    """Return the words that a phrase ``mark`` looks for begins with."""
    names = ("office", "person", "organisation", "inside", "end")
    sections = (*(section(f"roles.{name}") for name in names), section("places.cue"))
    return frozenset(phrase.split()[0] for phrases in sections for phrase in phrases)


def _starting(tokens: Tokens, at: int, *sections: str) -> int:
    """Return the length of the phrase of *sections* that starts unbroken at word *at*."""
    length = phrases(*sections).starting(tokens.keys, at)
    if length <= 1:
        return length
    unbroken = (
        tokens.joined(inner) or tokens.gaps[inner] == "-" for inner in range(at + 1, at + length)
    )
    return length if all(unbroken) else 0


def role_before(
    tokens: Tokens,
    marks: Marks,
    taken: list[bool],
    at: int,
    *,
    apposed: bool = False,
    loose: bool = False,
) -> RoleBefore | None:
    """Return the nearest role whose words run up to word *at* without a break, else None.

    Args:
        tokens: The text.
        marks: Of ``mark``.
        taken: Words that belong to a name; a role does not run over another person.
        at: The first word of the name.
        apposed: A comma or a dash may stand between the role and the name.
        loose: The gaps of ``loose_gap`` do not end the role, as they do where the role is
            evidence for a name.
    """
    for first in range(at - 1, max(-1, at - 1 - _WIDEST_ROLE), -1):
        comma = apposed and first + 1 == at and tokens.gaps[at] in APPOSED
        gap = comma or role_gap(tokens, first + 1, at)
        gap = gap or (loose and loose_gap(tokens, first + 1))
        if taken[first] or marks.ends[first] or not gap:
            return None
        if marks.heads[first]:
            head = " ".join(tokens.keys[first : first + marks.heads[first]])
            between = at - first - marks.heads[first]
            personal, staff = (head in section(f"roles.{kind}") for kind in ("person", "staff"))
            return RoleBefore(first, between, personal, staff)
    return None


def _ending(tokens: Tokens, stop: int, *sections: str) -> int:
    """Return the length of the phrase of *sections* that ends unbroken before word *stop*."""
    length = phrases(*sections).ending(tokens.keys, stop)
    unbroken = all(tokens.joined(inner) for inner in range(stop - length + 1, stop))
    return length if unbroken else 0


def foreign(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether some word of *first* to *stop* - 1 is not spelt like a Vietnamese syllable."""
    return not all(is_vietnamese(tokens.words[at]) for at in range(first, stop))
