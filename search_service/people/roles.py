"""The role printed for a person: before the name, or after it between commas."""

from itertools import pairwise

from search_service.people.cues import honorific_before, role_before
from search_service.people.lexicon import phrases, section
from search_service.people.names import Reading, Span

_LONGEST_ROLE = 60  # words; a person of three offices is introduced in about forty
_LONGEST_ASIDE = 5  # words between commas that may stand before a role: "51 tuổi"
_LONGEST_LIST = 30  # names that share the role before the first of them
_APPOSITION = frozenset({", ", " - ", " – ", " (", " — ", "- ", " -"})
_BELONGING = frozenset({"của", "tại", "thuộc"})  # a name after these belongs to the role
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
        reading.tokens.slice(*words)
        for span in spans
        for words in (_before(reading, span), _after(reading, span))
        if words is not None
    ]
    return max(printed, key=len, default=None)


def _before(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the role that runs up to a name or to the list it stands in."""
    tokens, marks = reading.tokens, reading.marks
    apposed = tokens.gaps[span.first] == ", " == tokens.gaps[span.stop]
    role = role_before(tokens, marks, reading.taken, span.first, apposed=apposed)
    if role is None and (copula := _copula_before(reading, span.first)):
        role = role_before(tokens, marks, reading.taken, copula)
    elif role is None:
        first = _list_start(reading, span.first)
        role = role_before(tokens, marks, reading.taken, first) if first < span.first else None
        if role is not None and tokens.keys[role.first - 1] not in section("context.plural"):
            return None
    if role is None:
        return None
    stop = role.first + marks.heads[role.first] + role.between
    return _widened(reading, role.first), _trimmed(reading, role.first, stop)


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
    if tokens.keys[first - 1] == "kiêm":
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
    while stop - 1 > first and not tokens.capital[stop - 1] and tokens.keys[stop - 1] in _DANGLING:
        stop -= 1
    for at in range(stop - 1, first, -1):
        if ")" in tokens.gaps[at]:
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
    if tokens.gaps[at] == ", ":
        return not _comma_continues(reading, first, at)
    bracketed = tokens.acronym(at) or tokens.acronym(at - 1)
    return not (tokens.gaps[at] in {" (", ") ", "-", "/"} and bracketed)


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
        return False
    if phrases("roles.institution").starting(tokens.keys, at):
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
