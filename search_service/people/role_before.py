"""The role that runs up to a name: *Chủ tịch UBND xã X*, *..., ông X*, *các diễn viên X và Y*."""

from search_service.people.cues import RoleBefore, honorific_before, role_before
from search_service.people.lexicon import Phrases, phrases, section
from search_service.people.reading import Reading, Span
from search_service.people.role_clause import APPOSITION, trimmed
from search_service.people.tokens import Tokens

_LONGEST_LIST = 30  # names that share the role before the first of them
_LONGEST_ASIDE = 8  # words in brackets after a name of a list: whence, how old
_SAID = frozenset({"là", "làm", "thành"})  # a role after these is of who was named before
_NAMES = frozenset({"là", "tên"})  # between a role and who holds it: *một tài xế tên là X*
_LEADS = frozenset({"là", "như", "gồm"})  # between a role and the list of those who hold it


def words_before(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the role that runs up to a name or to the list it stands in."""
    tokens, marks = reading.tokens, reading.marks
    first = _addressed(reading, span.first)
    role = role_before(tokens, marks, reading.taken, first, apposed=True, loose=True)
    if role and _is_told(tokens, role.first, first) and tokens.gaps[span.stop] not in APPOSITION:
        return None
    if role is None and (copula := _copula_before(reading, span.first)):
        role = role_before(tokens, marks, reading.taken, copula)
    elif role is None:
        role = _shared(reading, span.first)
    if role is None:
        return None
    stop = role.first + marks.heads[role.first] + role.between
    apart = not tokens.joined(first)
    first = _widened(reading, role.first, apart=apart)
    if first < role.first and _is_rank(reading, role.first, stop):
        stop = role.first
    return first, trimmed(reading, first, stop)


def _is_told(tokens: Tokens, role: int, name: int) -> bool:
    """Tell whether a role before a comma is said of somebody else: *X là nhân viên, Y ...*."""
    return not tokens.joined(name) and tokens.joined(role) and tokens.keys[role - 1] in _SAID


def _is_rank(reading: Reading, first: int, stop: int) -> bool:
    """Tell whether a comma and a rank or a degree alone lead up to the name: *..., tướng X*."""
    tokens = reading.tokens
    return tokens.gaps[first] == ", " and stop - first == phrases("roles.rank").starting(
        tokens.keys, first
    )


def _addressed(reading: Reading, first: int) -> int:
    """Return where the honorific before a name starts, *first* itself without one."""
    tokens = reading.tokens
    at = first
    while at > 0 and tokens.joined(at) and not _in_head(reading, at - 1):
        length = _honorifics().ending(tokens.keys, at)
        of_country = tokens.keys[at - length] == "anh" and not tokens.opens(at - length)
        if not length or (of_country and tokens.capital[at - length]):
            break  # Thủ tướng Anh Tony Blair
        at -= length
    return at


def _in_head(reading: Reading, at: int) -> bool:
    """Tell whether word *at* belongs to a role's head: *người đàn ông*, *công chúa*."""
    return reading.marks.heads[at] > 0 or reading.marks.inside[at]


def _honorifics() -> Phrases:
    return phrases("honorifics.male", "honorifics.female", "honorifics.either", "honorifics.title")


def _shared(reading: Reading, at: int) -> RoleBefore | None:
    """Return the role before the list a name stands in: *hai trọng tài là A và B*."""
    tokens = reading.tokens
    first = _list_start(reading, at)
    first = _addressed(reading, first)
    lead = first > 1 and tokens.joined(first) and tokens.keys[first - 1] in _LEADS
    stop = first - 1 if lead else first
    if stop == at:
        return None
    role = role_before(tokens, reading.marks, reading.taken, stop, apposed=True)
    if role is None or role.first == 0:
        return None
    before = tokens.keys[role.first - 1]
    several = before in section("context.plural") or before.isdecimal()
    return role if several or (lead and tokens.keys[first - 1] == "như") else None


def _copula_before(reading: Reading, first: int) -> int:
    """Return where *là* or *tên* stands before a name and its honorific, 0 where neither does."""
    tokens = reading.tokens
    for at in range(first - 1, max(0, first - 4), -1):
        if not tokens.joined(at + 1):
            return 0
        if tokens.keys[at] in _NAMES:
            named = at == first - 1 or honorific_before(tokens, first)
            return at - (tokens.keys[at - 1] == "tên") if named else 0
    return 0


def _list_start(reading: Reading, first: int) -> int:
    """Return the first name of the list in which the name at *first* stands."""
    tokens, taken = reading.tokens, reading.taken
    for _ in range(_LONGEST_LIST):
        named = _addressed(reading, first)
        joined = tokens.joined(named) and tokens.keys[named - 1] in section("context.joins")
        at = named - 1 if joined else named
        last = _before_aside(reading, at)
        if last < 0 or not taken[last] or not (joined or tokens.gaps[at] in {", ", "), ", " - "}):
            break
        first = last
        while first > 0 and taken[first - 1] and tokens.joined(first):
            first -= 1
    return first


def _before_aside(reading: Reading, at: int) -> int:
    """Return the word before *at* and an aside that ends there: *A (Mây), B*, *A, 40 tuổi, B*."""
    tokens = reading.tokens
    if at > 2 and tokens.keys[at - 1] == "tuổi" and tokens.gaps[at - 2] in {", ", " ("}:
        return at - 3
    if not tokens.gaps[at].startswith(")"):
        return at - 1
    inside = range(at - 1, max(0, at - 1 - _LONGEST_ASIDE), -1)
    return next((word - 1 for word in inside if tokens.gaps[word] == " ("), at - 1)


def _widened(reading: Reading, first: int, *, apart: bool) -> int:
    """Return where a role starts with the modifiers and the further roles before its head.

    *Người phát ngôn của Tổng thống, bà X* is one role where the name stands *apart* from it;
    in *Người phát ngôn của Tổng thống X* the name belongs to the second.
    """
    tokens, marks = reading.tokens, reading.marks
    while first > 0:
        if tokens.joined(first) and tokens.keys[first - 1] in section("roles.modifier"):
            first -= 1
            continue
        earlier = _earlier_head(reading, first, apart=apart)
        if earlier is None or not marks.heads[earlier]:
            break
        first = earlier
    return first


def _earlier_head(reading: Reading, first: int, *, apart: bool) -> int | None:
    """Return the head of a role that leads on to the one at *first*, by a comma or directly."""
    tokens, marks = reading.tokens, reading.marks
    if tokens.gaps[first] == ", ":
        role = role_before(tokens, marks, reading.taken, first, apposed=True)
        return role.first if role and (apart or not tokens.joined(role.first)) else None
    if not tokens.joined(first) and not (tokens.gaps[first] == " (" and tokens.acronym(first)):
        return None
    if tokens.keys[first - 1] == "kiêm" or apart:
        stop = first - 1 if tokens.keys[first - 1] == "kiêm" else first
        role = role_before(tokens, marks, reading.taken, stop, apposed=True)
        return role.first if role else None
    nearby = range(max(0, first - 5), first)
    return next((at for at in nearby if marks.heads[at] and at + marks.heads[at] == first), None)
