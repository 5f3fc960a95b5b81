"""The role printed for a person: before the name, or after it between commas."""

from itertools import pairwise

from search_service.people.cues import (
    APPOSED,
    SHORTENED,
    RoleBefore,
    honorific_before,
    role_before,
)
from search_service.people.lexicon import phrases, section
from search_service.people.reading import Reading, Span
from search_service.people.tokens import Tokens

_LONGEST_ROLE = 60  # words; a person of three offices is introduced in about forty
_LONGEST_ASIDE = 5  # words between commas that may stand before a role: "51 tuổi"
_LONGEST_LIST = 30  # names that share the role before the first of them
_APPOSITION = frozenset({", ", " - ", " – ", " (", " — ", "- ", " -"})
_BELONGING = frozenset({"của", "tại", "thuộc"})  # a name after these belongs to the role
_LEADS = frozenset({"là", "như", "gồm"})  # between a role and the list of those who hold it
_DANGLING = frozenset(
    {
        "tại",
        "của",
        "ở",
        "và",
        "các",
        "thuộc",
        "về",
        "cho",
        "với",
        "từ",
        "trong",
        "ngày",
        "do",
        "người",
    }
)


def role_of(reading: Reading, spans: list[Span]) -> str | None:
    """Return the fullest role printed at any of *spans*, as printed; None where none is."""
    printed = [
        _as_printed(reading.tokens, *words)
        for span in spans
        for words in (_before(reading, span), _after(reading, span))
        if words is not None
    ]
    return max(printed, key=len, default=None)


def _as_printed(tokens: Tokens, first: int, stop: int) -> str:
    """Return the words *first* to *stop* - 1 as printed, with the bracket that closes them."""
    printed = tokens.slice(first, stop)
    opened = printed.count("(") > printed.count(")")
    return printed + ")" if opened and tokens.gaps[stop].startswith(")") else printed


def _before(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the role that runs up to a name or to the list it stands in."""
    tokens, marks = reading.tokens, reading.marks
    first = _addressed(reading, span.first)
    apposed = first < span.first or (
        tokens.gaps[first] in APPOSED and tokens.gaps[span.stop] in _APPOSITION
    )
    role = role_before(tokens, marks, reading.taken, first, apposed=apposed)
    if role is None and (copula := _copula_before(reading, span.first)):
        role = role_before(tokens, marks, reading.taken, copula)
    elif role is None:
        role = _shared(reading, span.first)
    if role is None:
        return None
    stop = role.first + marks.heads[role.first] + role.between
    return _widened(reading, role.first), _trimmed(reading, role.first, stop)


def _addressed(reading: Reading, first: int) -> int:
    """Return where the honorific before a name starts, *first* itself without one."""
    tokens = reading.tokens
    at = first
    while at > 0 and tokens.joined(at) and not reading.marks.heads[at - 1]:
        length = phrases("honorifics.male", "honorifics.female", "honorifics.either").ending(
            tokens.keys, at
        )
        if not length or (tokens.capital[at - length] and not tokens.opens(at - length)):
            break  # Thủ tướng Anh is of a country
        at -= length
    return at


def _shared(reading: Reading, at: int) -> RoleBefore | None:
    """Return the role before the list a name stands in: *hai trọng tài là A và B*."""
    tokens = reading.tokens
    first = _list_start(reading, at)
    lead = first > 1 and tokens.joined(first) and tokens.keys[first - 1] in _LEADS
    stop = first - 1 if lead else first
    if stop == at:
        return None
    role = role_before(tokens, reading.marks, reading.taken, stop, apposed=lead)
    if role is None or role.first == 0:
        return None
    before = tokens.keys[role.first - 1]
    return role if before in section("context.plural") or before.isdecimal() else None


def _copula_before(reading: Reading, first: int) -> int:
    """Return where *là* stands before a name and its honorific, 0 where it does not."""
    tokens = reading.tokens
    for at in range(first - 1, max(0, first - 4), -1):
        if not tokens.joined(at + 1):
            return 0
        if tokens.keys[at] == "là":
            return at if honorific_before(tokens, first) or at == first - 1 else 0
    return 0


def _list_start(reading: Reading, first: int) -> int:
    """Return the first name of the list in which the name at *first* stands."""
    tokens, taken = reading.tokens, reading.taken
    for _ in range(_LONGEST_LIST):
        joined = tokens.joined(first) and tokens.keys[first - 1] in section("context.joins")
        last = first - 2 if joined else first - 1
        if last < 0 or not taken[last] or not (joined or tokens.gaps[first] == ", "):
            break
        first = last
        while first > 0 and taken[first - 1] and tokens.joined(first):
            first -= 1
    return first


def _widened(reading: Reading, first: int) -> int:
    """Return where a role starts with the modifiers and the further roles before its head."""
    tokens, marks = reading.tokens, reading.marks
    while first > 0:
        if tokens.joined(first) and tokens.keys[first - 1] in section("roles.modifier"):
            first -= 1
            continue
        earlier = _earlier_head(reading, first)
        if earlier is None or not marks.heads[earlier]:
            break
        first = earlier
    return first


def _earlier_head(reading: Reading, first: int) -> int | None:
    """Return the head of a role that leads on to the one at *first*, by a comma or directly."""
    tokens, marks = reading.tokens, reading.marks
    if tokens.gaps[first] == ", ":
        role = role_before(tokens, marks, reading.taken, first, apposed=True)
        return role.first if role else None
    if not tokens.joined(first) and not (tokens.gaps[first] == " (" and tokens.acronym(first)):
        return None
    if tokens.keys[first - 1] in {"kiêm", "của", "cho"}:
        role = role_before(tokens, marks, reading.taken, first - 1, apposed=True)
        return role.first if role else None
    nearby = range(max(0, first - 5), first)
    return next((at for at in nearby if marks.heads[at] and at + marks.heads[at] == first), None)


def _after(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the role that follows a name."""
    first = _role_start(reading, span.stop)
    if first is None:
        return None
    tokens, at = reading.tokens, first
    while reading.marks.heads[at] == 0:
        at += 1
    at += reading.marks.heads[at]
    while at < min(len(tokens), first + _LONGEST_ROLE) and not _closes(reading, first, at):
        at += reading.marks.heads[at] or 1
    return first, _trimmed(reading, first, at)


def _trimmed(reading: Reading, first: int, stop: int) -> int:
    """Return where a role ends without prepositions and an unclosed bracket at its end."""
    tokens = reading.tokens
    if stop - 2 > first and tokens.keys[stop - 1] == "tuổi" and tokens.keys[stop - 2].isdecimal():
        stop -= 2
    while stop - 1 > first and not tokens.capital[stop - 1] and tokens.keys[stop - 1] in _DANGLING:
        stop -= 1
    closed = tokens.gaps[stop].startswith(")")
    for at in range(stop - 1, first, -1):
        if ")" in tokens.gaps[at] or ("(" in tokens.gaps[at] and closed):
            break
        if "(" in tokens.gaps[at]:
            return at
    return stop


def _role_start(reading: Reading, stop: int) -> int | None:
    """Return where after a name a role starts: at once, or after an aside between commas."""
    tokens = reading.tokens
    if stop >= len(tokens):
        return None
    if tokens.joined(stop):
        copula = tokens.keys[stop] in {"là", "làm"} and stop + 1 < len(tokens)
        return stop + 1 if copula and reading.marks.heads[stop + 1] else None
    if tokens.gaps[stop] not in _APPOSITION:
        return None
    lead = phrases("roles.lead").starting(tokens.keys, stop)
    begins = stop + lead if stop + lead < len(tokens) else stop
    at = begins if _starts_role(reading, begins) else _after_aside(reading, stop)
    return at if at is not None and _starts_role(reading, at) else None


def _after_aside(reading: Reading, stop: int) -> int | None:
    """Return the word after the comma that ends an aside starting at *stop*: *, 51 tuổi,*."""
    tokens = reading.tokens
    for at in range(stop + 1, min(stop + _LONGEST_ASIDE, len(tokens))):
        if tokens.gaps[at] in {", ", "), "}:
            return at
        if not tokens.joined(at) or reading.taken[at]:
            return None
    return None


def _starts_role(reading: Reading, at: int) -> bool:
    """Tell whether a role of the person named before starts at word *at*, not of the next one."""
    tokens, marks = reading.tokens, reading.marks
    while (
        at + 1 < len(tokens)
        and tokens.keys[at] in section("roles.modifier")
        and not marks.heads[at]
    ):
        at += 1
    if not marks.heads[at]:
        return False
    for later in range(at + marks.heads[at], min(len(tokens), at + _LONGEST_ROLE)):
        if _leaves(reading, at, later):
            return True
        if reading.taken[later]:
            return not _BELONGING.isdisjoint(tokens.keys[at:later])
    return True


def _leaves(reading: Reading, first: int, at: int) -> bool:
    """Tell whether the clause of a role is over before word *at*."""
    tokens = reading.tokens
    if tokens.joined(at):
        if _after_place(reading, at):
            return True
        return reading.marks.ends[at] or (
            tokens.keys[at] == "và" and not _and_continues(reading, first, at)
        )
    gap = tokens.gaps[at]
    if gap == ", ":
        return not _comma_continues(reading, first, at)
    if gap in {"&", " & "} or (gap in {".", ". "} and tokens.keys[at - 1] in SHORTENED):
        return False
    if gap in {" - ", "- ", " – "}:
        return not _dash_continues(reading, at)
    if gap == " (":
        return not _bracket_continues(reading, at)
    bracketed = tokens.acronym(at) or tokens.acronym(at - 1)
    return not (gap in {") ", "-", "/"} and bracketed)


def _dash_continues(reading: Reading, at: int) -> bool:
    """Tell whether a dash joins two capitals of one institution: *Hội hữu nghị Việt Nam - Lào*."""
    tokens = reading.tokens
    return tokens.capital[at] and tokens.capital[at - 1] and not reading.taken[at]


def _bracket_continues(reading: Reading, at: int) -> bool:
    """Tell whether the bracket opening before word *at* names an institution or a place."""
    tokens = reading.tokens
    if reading.taken[at] or not tokens.capital[at]:
        return False
    for later in range(at + 1, min(at + 12, len(tokens) + 1)):
        if tokens.gaps[later].startswith(")"):
            return True
        if later == len(tokens) or reading.taken[later] or not tokens.joined(later):
            return False
    return False


def _after_place(reading: Reading, at: int) -> bool:
    """Tell whether a place has just closed the role: *... Tỉnh ủy Đắk Lắk | chủ tọa hội nghị*."""
    tokens = reading.tokens
    if tokens.capital[at] or tokens.keys[at] in section("roles.goes on"):
        return False
    return bool(phrases("places.name").ending(tokens.keys, at))


def _closes(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a role that started at *first* ends before word *at*."""
    if reading.taken[at]:
        return _BELONGING.isdisjoint(reading.tokens.keys[first:at])
    if reading.tokens.gaps[at] == ", " and _starts_role(reading, at):
        return False
    return _leaves(reading, first, at)


def _comma_continues(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a comma stands inside an institution: *Bộ Văn hóa, Thể thao và Du lịch*."""
    tokens = reading.tokens
    if not tokens.capital[at]:
        return phrases("places.seat").starting(tokens.keys, at) > 0 and tokens.joined(at + 1)
    if phrases("roles.institution").starting(tokens.keys, at):
        return True
    place = phrases("places.name").starting(tokens.keys, at)
    if place and not tokens.joined_capital(at + place):
        return True
    if not _names_institution(reading, first, at):
        return False
    for later in range(at + 1, min(at + 7, len(tokens) - 1)):
        if reading.marks.heads[later] or reading.taken[later]:
            return False
        if tokens.keys[later] in {"và", "của"}:
            return tokens.capital[later + 1]
    return False


def _and_continues(reading: Reading, first: int, at: int) -> bool:
    """Tell whether *và* at word *at* stands inside a role, not between two persons."""
    tokens, following = reading.tokens, at + 1
    if following >= len(tokens) or reading.marks.heads[following] or reading.taken[following]:
        return False
    if tokens.capital[following]:
        return _names_institution(reading, first, at)
    plural = tokens.keys[following] in section("context.plural") or reading.marks.ends[following]
    return not tokens.capital[at - 1] and not plural


def _names_institution(reading: Reading, first: int, stop: int) -> bool:
    """Tell whether an institution is named in the words *first* to *stop* - 1."""
    keys = reading.tokens.keys[max(first, stop - 20) : stop]
    known = section("roles.organisation")
    return any(key in known for key in keys) or any(
        f"{one} {two}" in known for one, two in pairwise(keys)
    )
