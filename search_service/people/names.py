"""Which runs of capitals are names of persons.

This is the one place that decides what a name is; linking and roles take its spans as they are,
so another way of finding spans can stand in for it or beside it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from search_service.people.cues import (
    Marks,
    RoleBefore,
    age_after,
    direction_before,
    foreign,
    honorific_before,
    institution_before,
    mark,
    place_before,
    role_before,
    says_after,
    stands_alone,
)
from search_service.people.lexicon import phrases, section
from search_service.people.tokens import Tokens, is_vietnamese

_LONGEST_NAME = 5  # words
_LONGEST_RUN = 14  # words; longer runs are headlines in title case or lists without commas
_PARTICLES = frozenset(
    {"von", "van", "de", "bin", "al", "el", "da", "dos", "del", "der", "di", "ben", "ibn", "la", "du"}
)


@dataclass(frozen=True, slots=True)
class Span:
    """A name in the words of a text: the words *first* to *stop* - 1.

    ``cued`` tells that an honorific or a role stands directly before it.
    """

    first: int
    stop: int
    cued: bool


@dataclass(slots=True)
class Reading:
    """What one pass over a text has found out.

    Attributes:
        tokens: The text.
        marks: What each word is to roles.
        taken: Words that belong to a name.
        credited: Words of bylines and picture credits.
        spans: Names found.
        doubtful: Runs that need a neighbour in a list to be names.
        places: Keys of runs seen as a place or a thing.
    """

    tokens: Tokens
    marks: Marks
    taken: list[bool]
    credited: list[bool]
    spans: list[Span]
    doubtful: list[tuple[int, int]]
    places: Counter[tuple[str, ...]]


def name_spans(tokens: Tokens, credited: list[bool]) -> Reading:
    """Return the names of persons in *tokens* that stand on evidence of their own.

    Args:
        tokens: The text.
        credited: For every word, whether it belongs to a byline or a picture credit.
    """
    marks = mark(tokens)
    reading = Reading(tokens, marks, [False] * len(tokens), credited, [], [], Counter())
    for first, stop in runs(tokens, marks.heads):
        while first < stop and credited[first]:
            first += 1
        if first < stop:
            _read_run(reading, first, stop)
    _read_surnames(reading)
    _read_lists(reading)
    _drop_places(reading)
    reading.spans.sort(key=lambda span: span.first)
    return reading


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
    """Tell whether word *at* follows an initial with a dot: *J. Trump*, *N.V.A*."""
    if len(tokens.words[at - 1]) > 1 or not tokens.words[at - 1].isupper():
        return False
    if tokens.gaps[at] == ".":
        return True
    plain = tokens.words[at].isascii() and (at < 2 or tokens.words[at - 2].isascii())
    return tokens.gaps[at] == ". " and plain and not tokens.opens(at - 1)


def _particles(tokens: Tokens, at: int) -> int:
    """Return how many particles (*von der*) lead at *at* to another part of the name, else 0."""
    for count in (1, 2):
        if tokens.keys[at + count - 1] not in _PARTICLES or not tokens.joined(at + count):
            return 0
        if tokens.capital[at + count]:
            return count if tokens.joined(at) and is_foreign_part(tokens, at + count) else 0
    return 0


def is_foreign_part(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* has no Vietnamese marks: *Leyen*, not *Hòa*."""
    return tokens.words[at].isascii() or not is_vietnamese(tokens.words[at])


def _read_run(reading: Reading, first: int, stop: int) -> None:
    """Find at most one name in one run, or note the run as a place or as doubtful."""
    tokens = reading.tokens
    first, addressed = _strip_address(tokens, first, stop)
    if first == stop:
        return
    placed = place_before(tokens, first)
    honoured = addressed or (not placed and honorific_before(tokens, first) is not None)
    apposed = tokens.gaps[first] == ", " == tokens.gaps[stop]
    role = role_before(tokens, reading.marks, reading.taken, first, apposed=apposed)
    start = _name_start(tokens, first, stop, placed=placed, role=role is not None or honoured)
    if placed and start == first and not _may_follow_direction(reading, first, stop, role):
        if not direction_before(tokens, first):
            reading.places[tuple(tokens.keys[first:stop])] += 1
        return
    if start == stop:
        return
    abroad = " ".join(tokens.keys[first:start]) in section("places.name") | section("places.country")
    honoured = honoured and (start == first or abroad)
    if start > first and not abroad and role is not None:
        role = replace(role, between=role.between + start - first)
    if start > first and tokens.keys[start - 1] in section("places.cue"):
        reading.places[tuple(tokens.keys[start:stop])] += 1
        return
    if _is_name(reading, start, stop, honoured=honoured, role=role):
        direct = honoured or (role is not None and role.between <= 3)
        _take(reading, Span(start, stop, direct))
    elif 2 <= stop - start <= _LONGEST_NAME and not placed:
        reading.doubtful.append((start, stop))


def _take(reading: Reading, span: Span) -> None:
    reading.spans.append(span)
    reading.taken[span.first : span.stop] = [True] * (span.stop - span.first)


def _strip_address(tokens: Tokens, first: int, stop: int) -> tuple[int, bool]:
    """Return where the run starts without opening words and honorifics; whether one was there."""
    addressed = False
    while first < stop:
        honorific = phrases(
            "honorifics.male", "honorifics.female", "honorifics.either"
        ).starting(tokens.keys, first)
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


def _name_start(tokens: Tokens, first: int, stop: int, *, placed: bool, role: bool) -> int:
    """Return where in a run the name starts: after a place, an acronym or an institution."""
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
    if not loose:
        return first
    if _given_at(tokens, first):
        return first
    for at in range(first + 1, stop - 1):
        if at == first + 1 and tokens.keys[first] in section("surnames.common") and not placed:
            continue  # Lê Nguyễn ..., a double surname
        if _surname_at(tokens, at, stop) or (_given_at(tokens, at) and (role or placed)):
            if stop - at <= _LONGEST_NAME and not _one_name(tokens, first, stop):
                return at
    if role and not placed:
        return _script_change(tokens, first, stop)
    return stop if institution and stop - first > 1 else first


def _one_name(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the whole run already reads as one name."""
    known = tokens.keys[first] in section("surnames.common") | section("surnames.rare")
    vietnamese = known and stop - first <= 4 and not foreign(tokens, first, stop)
    return vietnamese and tokens.keys[first] in section("surnames.common")


def _surname_at(tokens: Tokens, at: int, stop: int) -> bool:
    return tokens.keys[at] in section("surnames.common") and stop - at >= 2


def _given_at(tokens: Tokens, at: int) -> bool:
    return tokens.keys[at] in section("given.foreign")


def _script_change(tokens: Tokens, first: int, stop: int) -> int:
    """Return where foreign words follow marked Vietnamese ones: *Bình Nhưỡng | Alexander ...*."""
    at = first
    while at < stop and is_vietnamese(tokens.words[at]) and not tokens.words[at].isascii():
        at += 1
    return at if at < stop and foreign(tokens, at, stop) else first


def _may_follow_direction(
    reading: Reading, first: int, stop: int, role: RoleBefore | None
) -> bool:
    """Tell whether a run after *đến*, *nhóm* and the like may still be a person."""
    tokens = reading.tokens
    if not direction_before(tokens, first):
        return False
    full = tokens.keys[first] in section("surnames.common") and stop - first >= 2
    return full or _given_at(tokens, first) or (role is not None and role.between <= 1)


def _is_name(
    reading: Reading, first: int, stop: int, *, honoured: bool, role: RoleBefore | None
) -> bool:
    """Weigh the evidence for the words *first* to *stop* - 1 being one person's name."""
    tokens, size = reading.tokens, stop - first
    if size > _LONGEST_NAME or _known_otherwise(
        tokens, first, stop, cued=honoured or (role is not None and role.between == 0)
    ):
        return False
    if all(tokens.words[at].isupper() for at in range(first, stop)) and not honoured:
        masked = size > 1 and all(tokens.gaps[at] == "." for at in range(first + 1, stop))
        return masked and (age_after(tokens, stop) or (role is not None and role.between == 0))
    direct = role is not None and role.between == 0
    if honoured:
        return size > 1 or not _goes_on(tokens, stop)
    if foreign(tokens, first, stop):
        return _is_foreign_name(tokens, reading.marks.heads, first, stop, role)
    if size == 1:
        return direct and role is not None and role.personal and _given_alone(tokens, first)
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


def _is_foreign_name(
    tokens: Tokens, heads: list[int], first: int, stop: int, role: RoleBefore | None
) -> bool:
    """Weigh the evidence for a run with words of another language, without an honorific."""
    if _is_business(tokens, first, stop):
        return False
    if stop - first == 1:
        return role is not None and role.between == 0 and not role.staff
    if role is not None and role.between <= (2 if role.personal else 14):
        return True
    told = says_after(tokens, stop) or age_after(tokens, stop) or _introduced(tokens, heads, stop)
    return _given_at(tokens, first) or told


def _introduced(tokens: Tokens, heads: list[int], stop: int) -> bool:
    """Tell whether a role follows the run between commas."""
    return stop < len(tokens) and heads[stop] > 0 and tokens.gaps[stop] in {", ", " - ", " – "}


_MIXED_CASE = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|O['’])\w*?[^\W\d_A-Z'’-][A-Z]|\w*\d")


def _is_business(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether a run reads as a company, a club or a product: *HundrED*, *... Airlines*."""
    if tokens.keys[stop - 2 : stop] == ["việt", "nam"]:
        return True
    business = section("places.business")
    if stop - first == 2 and _given_at(tokens, first):  # James Steel
        business = business - section("places.business surname")
    if any(tokens.keys[at] in business for at in range(first, stop)):
        return True
    if any(_MIXED_CASE.match(tokens.words[at]) for at in range(first, stop)):
        return True
    inner = any(tokens.acronym(at) for at in range(first + 1, stop))
    return inner or (tokens.acronym(first) and len(tokens.words[first]) > 2)


def _is_vietnamese_name(
    tokens: Tokens, first: int, stop: int, role: RoleBefore | None
) -> bool:
    size = stop - first
    last_marked = any(not tokens.words[at].isascii() for at in range(first, stop))
    told = role is not None or says_after(tokens, stop) or age_after(tokens, stop)
    if tokens.keys[first] in section("surnames.common"):
        return size <= 4 and (last_marked or told)
    if tokens.keys[first] in section("surnames.rare"):
        hinted = size >= 3 and tokens.keys[first + 1] in section("given.vietnamese")
        told = told and (size > 2 or not institution_before(tokens, first))
        return size <= 4 and (hinted or told)
    if tokens.keys[stop - 1] in section("given.stage") and size <= 3:
        near = role is not None and role.personal and role.between <= 1
        if near or age_after(tokens, stop) or says_after(tokens, stop):
            return True
    inverted = size == 2 and tokens.keys[stop - 1] in section("surnames.common")
    return inverted and tokens.keys[first] in section("given.stage")


def _read_surnames(reading: Reading) -> None:
    """Accept doubtful foreign runs whose last word alone is said to speak: *..., Hickok kể*."""
    tokens = reading.tokens
    speaking = {
        tokens.keys[at]
        for at in range(len(tokens))
        if tokens.capital[at] and not tokens.joined_capital(at) and says_after(tokens, at + 1)
    }
    for first, stop in reading.doubtful:
        if tokens.keys[stop - 1] in speaking and _listable(tokens, first, stop):
            if foreign(tokens, stop - 1, stop) and not reading.taken[first]:
                _take(reading, Span(first, stop, cued=False))


def _read_lists(reading: Reading) -> None:
    """Accept doubtful runs that stand in one list with a name, or in a list of likely names."""
    tokens = reading.tokens
    for first, stop in chain(_likely_lists(reading), reading.doubtful, reversed(reading.doubtful)):
        before = _list_neighbour(tokens, first, backwards=True)
        after = _list_neighbour(tokens, stop, backwards=False)
        beside = any(0 <= at < len(tokens) and reading.taken[at] for at in (before, after))
        if beside and not reading.taken[first] and _listable(tokens, first, stop):
            _take(reading, Span(first, stop, cued=False))


def _likely_lists(reading: Reading) -> list[tuple[int, int]]:
    """Accept the longest of three or more listed runs that all start with a surname.

    Returns:
        All runs of such lists, for their neighbours to be accepted in turn.
    """
    tokens, listed, row = reading.tokens, [], []
    for first, stop in [*reading.doubtful, (len(tokens), len(tokens))]:
        follows = row and _list_neighbour(tokens, first, backwards=True) == row[-1][1] - 1
        if not follows:
            longest = max(row, key=lambda run: run[1] - run[0], default=(0, 0))
            if len(row) >= 3 and longest[1] - longest[0] >= 3:
                _take(reading, Span(*longest, cued=False))
                listed += row
            row = []
        if first < stop and stop - first <= 4 and _listable(tokens, first, stop):
            row.append((first, stop))
    return listed


def _list_neighbour(tokens: Tokens, at: int, *, backwards: bool) -> int:
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


def _listable(tokens: Tokens, first: int, stop: int) -> bool:
    if _is_business(tokens, first, stop) or _known_otherwise(tokens, first, stop, cued=False):
        return False
    surname = tokens.keys[first] in section("surnames.rare") | section("surnames.common")
    stage = stop - first <= 3 and tokens.keys[stop - 1] in section("given.stage")
    return surname or stage or foreign(tokens, first, stop)


def _drop_places(reading: Reading) -> None:
    """Drop names seen as a place in this article where no cue stands before them.

    Names seen as a place more often than with a cue are dropped throughout.
    """
    keys, places = reading.tokens.keys, reading.places
    names = {span: tuple(keys[span.first : span.stop]) for span in reading.spans}
    cued = Counter(name for span, name in names.items() if span.cued)
    reading.spans = []
    for span, name in names.items():
        if places[name] == 0 or (span.cued and places[name] <= cued[name]):
            reading.spans.append(span)
        else:
            reading.taken[span.first : span.stop] = [False] * (span.stop - span.first)
