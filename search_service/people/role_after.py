"""The role that follows a name: *X, Giám đốc Sở Y tế*, *X - nhà thơ*, *X là giáo viên*."""

from search_service.people.lexicon import phrases, section
from search_service.people.reading import Reading, Span
from search_service.people.role_clause import APPOSITION, leaves, trimmed

_LONGEST_ROLE = 60  # words; a person of three offices is introduced in about forty
_LONGEST_ASIDE = 5  # words between commas that may stand before a role: "51 tuổi"
_BELONGING = frozenset({"của", "tại", "thuộc"})  # a name after these belongs to the role


def words_after(reading: Reading, span: Span) -> tuple[int, int] | None:
    """Return the words of the role that follows a name."""
    first = _role_start(reading, span.stop)
    if first is None:
        return None
    return first, trimmed(reading, first, closing(reading, first))


def closing(reading: Reading, first: int) -> int:
    """Return where the clause of the role that starts at word *first* is over."""
    at = first
    while reading.marks.heads[at] == 0:
        at += 1
    at += reading.marks.heads[at]
    while at < min(len(reading.tokens), first + _LONGEST_ROLE) and not _closes(reading, first, at):
        at += reading.marks.heads[at] or 1
    return at


def _role_start(reading: Reading, stop: int) -> int | None:
    """Return where after a name a role starts: at once, or after an aside between commas."""
    tokens = reading.tokens
    if stop >= len(tokens):
        return None
    if tokens.joined(stop):
        copula = tokens.keys[stop] in {"là", "làm"} and stop + 1 < len(tokens)
        return stop + 1 if copula and reading.marks.heads[stop + 1] else None
    if tokens.gaps[stop] not in APPOSITION:
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
        if leaves(reading, at, later):
            return True
        if reading.taken[later]:
            return not _BELONGING.isdisjoint(tokens.keys[at:later])
    return True


def _closes(reading: Reading, first: int, at: int) -> bool:
    """Tell whether a role that started at *first* ends before word *at*."""
    if reading.taken[at]:
        return _BELONGING.isdisjoint(reading.tokens.keys[first:at])
    if reading.tokens.gaps[at] in {", ", " - ", " – "} and _starts_role(reading, at):
        return False
    return leaves(reading, first, at)
