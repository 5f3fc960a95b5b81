"""Runs of capitalised words, and where in a run a name may start."""

from collections.abc import Iterator

from search_service.people.cues import foreign
from search_service.people.lexicon import phrases, section
from search_service.people.tokens import Tokens, is_vietnamese

LONGEST_NAME = 5  # words
_LONGEST_RUN = 14  # words; longer runs are headlines in title case or lists without commas


PARTICLES = frozenset(
    {
        "von",
        "van",
        "de",
        "bin",
        "al",
        "el",
        "da",
        "dos",
        "del",
        "der",
        "di",
        "ben",
        "ibn",
        "la",
        "du",
        "des",
        "do",
        "ter",
    }
)


def runs(tokens: Tokens, heads: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words outside role heads as (first, stop)."""
    at, size = 0, len(tokens)
    while at < size:
        if heads[at]:
            at += heads[at]
        elif not tokens.capital[at]:
            at += 1
        elif institution := _institution(tokens, at):
            at += institution
        else:
            stop = _run_stop(tokens, heads, at)
            if stop - at <= _LONGEST_RUN:
                yield at, stop
            at = stop


def _run_stop(tokens: Tokens, heads: list[int], first: int) -> int:
    """Return where the run starting at *first* ends; particles and initials join it."""
    at = first + 1
    while at < len(tokens) and not heads[at] and not _institution(tokens, at):
        if tokens.capital[at] and (tokens.joined(at) or _after_initial(tokens, at)):
            at += 1
        elif particles := _particles(tokens, at):
            at += particles
        else:
            break
    return at


def _institution(tokens: Tokens, at: int) -> int:
    """Return how many words an institution like *Tập đoàn* or *Ủy ban* takes at *at*, else 0."""
    length = phrases("places.cue", "roles.organisation").starting(tokens.keys, at)
    small = length > 1 and not any(tokens.capital[at + 1 : at + length])
    return length if small and all(map(tokens.joined, range(at + 1, at + length))) else 0


def _after_initial(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* follows an initial with a dot: *J. Selmak*, *N.V.A*."""
    if len(tokens.words[at - 1]) > 1 or not tokens.words[at - 1].isupper():
        return False
    if tokens.gaps[at] == ".":
        return True
    plain = tokens.words[at].isascii() and (at < 2 or tokens.words[at - 2].isascii())
    return tokens.gaps[at] == ". " and plain and not tokens.opens(at - 1)


def _particles(tokens: Tokens, at: int) -> int:
    """Return how many particles (*von der*) lead at *at* to another part of the name, else 0."""
    for count in (1, 2):
        if tokens.keys[at + count - 1] not in PARTICLES or not tokens.joined(at + count):
            return 0
        if tokens.capital[at + count]:
            return count if tokens.joined(at) and foreign_part(tokens, at + count) else 0
    return 0


def foreign_part(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* has no Vietnamese marks: *Leyen*, not *Hòa*."""
    return tokens.words[at].isascii() or not is_vietnamese(tokens.words[at])


def strip_address(tokens: Tokens, first: int, stop: int) -> tuple[int, bool]:
    """Return where the run starts without opening words and honorifics; whether one was there."""
    addressed = False
    while first < stop:
        honorific = phrases("honorifics.male", "honorifics.female", "honorifics.either").starting(
            tokens.keys, first
        )
        title = phrases("honorifics.title").starting(tokens.keys, first)
        if title and first + title <= stop and tokens.words[first][:1].isupper():
            first, addressed = first + title, True
        elif honorific and first + honorific < stop and _addresses(tokens, first):
            first, addressed = first + honorific, True
        elif tokens.opens(first) and tokens.keys[first] in section("context.opening"):
            first += 1
        else:
            break
    return first, addressed


def _addresses(tokens: Tokens, at: int) -> bool:
    """Tell whether a capitalised honorific is one, and not a part of a name (*Anh Tuấn*)."""
    return tokens.opens(at) or tokens.keys[at] in {"bác", "cụ", "bà", "ông"}


def name_start(tokens: Tokens, first: int, stop: int, *, placed: bool, role: bool) -> int:
    """Return where in a run the name starts: after a place, an acronym or an institution."""
    if tokens.keys[first] in section("places.country") and _is_full_name(tokens, first, stop):
        return first
    known = phrases("places.name", "places.other").starting(tokens.keys, first)
    if known and first + known <= stop:
        rest = first + known
        if rest == stop or known > 1 or _begins_name(tokens, rest, stop):
            return rest
    if tokens.acronym(first) and _follows_acronym(tokens, first, stop):
        return first + 1
    country = tokens.keys[first] in section("places.country")
    if country and (stop - first == 1 or (role and _begins_name(tokens, first + 1, stop))):
        return first + 1
    return _split(tokens, first, stop, placed=placed, role=role)


def _is_full_name(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether a country's name is a surname here: *Thái Văn Kha*, but *Thái Srettha*."""
    surname = tokens.keys[first] in section("surnames.common") | section("surnames.rare")
    return surname and stop - first >= 3 and all(map(is_vietnamese, tokens.words[first:stop]))


def _follows_acronym(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the capitals at *first* are an institution's and a name may follow."""
    if stop - first == 1:
        return True
    if all(tokens.acronym(at) or len(tokens.words[at]) == 1 for at in range(first, stop)):
        return False
    initials = len(tokens.words[first]) == 2 and foreign(tokens, first + 1, stop)
    return not initials  # JD Vance


def _begins_name(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the words from *first* on look like a name by themselves."""
    if first >= stop:
        return False
    surname = tokens.keys[first] in section("surnames.common") | section("surnames.rare")
    return (surname and stop - first >= 2) or foreign(tokens, first, stop)


def _split(tokens: Tokens, first: int, stop: int, *, placed: bool, role: bool) -> int:
    """Return where a name starts inside a run that begins with something else."""
    institution = tokens.keys[first] in section("roles.organisation") and not (
        tokens.opens(first) or tokens.keys[first] in section("surnames.common")
    )
    loose = placed or role or institution or stop - first > 4
    if not loose or given_at(tokens, first):
        return first
    for at in range(first + 1, stop - 1):
        if at == first + 1 and tokens.keys[first] in section("surnames.common") and not placed:
            continue  # Lê Nguyễn ..., a double surname
        starts = _surname_at(tokens, at, stop) or (given_at(tokens, at) and (role or placed))
        if starts and stop - at <= LONGEST_NAME and not _one_name(tokens, first, stop):
            return at
    if role and not placed:
        return _script_change(tokens, first, stop)
    return stop if institution and stop - first > 1 else first


def _one_name(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the whole run already reads as one name."""
    named = tokens.keys[first] in section("surnames.common") and stop - first <= 4
    return named and not foreign(tokens, first, stop)


def _surname_at(tokens: Tokens, at: int, stop: int) -> bool:
    return tokens.keys[at] in section("surnames.common") and stop - at >= 2


def given_at(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* is a known given name of another language."""
    return tokens.keys[at] in section("given.foreign")


def _script_change(tokens: Tokens, first: int, stop: int) -> int:
    """Return where foreign words follow marked Vietnamese ones: *Bình Nhưỡng | Alexander ...*."""
    at = first
    while at < stop and is_vietnamese(tokens.words[at]) and not tokens.words[at].isascii():
        at += 1
    return at if at < stop and foreign(tokens, at, stop) else first


def list_neighbour(tokens: Tokens, at: int, *, backwards: bool) -> int:
    """Return the word across a comma or *và* from the run's edge *at*, -1 without one."""
    if backwards:
        if at and tokens.gaps[at] == ", ":
            return at - 1
        joins = at > 1 and tokens.joined(at) and tokens.keys[at - 1] in section("context.joins")
        return at - 2 if joins else -1
    if at < len(tokens) and tokens.gaps[at] == ", ":
        return at
    joins = tokens.joined(at) and tokens.keys[at] in section("context.joins")
    return at + 1 if joins else -1
