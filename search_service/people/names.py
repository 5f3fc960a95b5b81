"""Which runs of capitals are names of persons.

This is the one place that decides what a name is; linking and roles take its spans as they are,
so another way of finding spans can stand in for it or beside it.
"""

from collections import Counter
from dataclasses import replace
from itertools import chain

from search_service.people.cues import (
    RoleBefore,
    direction_before,
    foreign,
    honorific_before,
    mark,
    place_before,
    role_before,
    says_after,
)
from search_service.people.evidence import Before, is_listable, is_name
from search_service.people.lexicon import section
from search_service.people.model.correct import corrected
from search_service.people.reading import Reading, Span
from search_service.people.runs import (
    LONGEST_NAME,
    given_at,
    list_neighbour,
    name_start,
    runs,
    strip_address,
)
from search_service.people.tokens import Tokens


def name_spans(tokens: Tokens, credited: list[bool]) -> Reading:
    """Return the names of persons in *tokens* that stand on evidence of their own.

    Args:
        tokens: The text.
        credited: For every word, whether it belongs to a byline or a picture credit.
    """
    reading = read_by_rules(tokens, credited)
    reading.spans = corrected(reading)
    reading.taken = [False] * len(tokens)
    for span in reading.spans:
        reading.taken[span.first : span.stop] = [True] * (span.stop - span.first)
    return reading


def read_by_rules(tokens: Tokens, credited: list[bool]) -> Reading:
    """Return what the rules alone make of *tokens*, which the model then corrects."""
    marks = mark(tokens)
    reading = Reading(tokens, marks, [False] * len(tokens), credited, [], [], Counter())
    for first, stop in runs(tokens, marks.heads):
        uncredited = next((at for at in range(first, stop) if not credited[at]), stop)
        if uncredited < stop:
            _read_run(reading, uncredited, stop)
    _read_surnames(reading)
    _read_lists(reading)
    _drop_places(reading)
    reading.spans.sort(key=lambda span: span.first)
    return reading


def _read_run(reading: Reading, first: int, stop: int) -> None:
    """Find at most one name in one run, or note the run as a place or as doubtful."""
    tokens = reading.tokens
    first, addressed = strip_address(tokens, first, stop)
    if first == stop:
        return
    placed = place_before(tokens, first)
    before = _cues_before(reading, first, stop, addressed=addressed, placed=placed)
    placed = placed and not _holds_office(tokens, first, stop, before.role)
    cued = before.honoured or before.role is not None
    start = name_start(tokens, first, stop, placed=placed, role=cued)
    if _is_place(reading, (first, start, stop), before, placed=placed):
        return
    before = _seen_from(tokens, first, start, before)
    if start < stop and is_name(tokens, reading.marks.heads, start, stop, before):
        near = before.role is not None and before.role.between <= 3
        _take(reading, Span(start, stop, before.honoured or near))
    elif 2 <= stop - start <= LONGEST_NAME and not placed:
        reading.doubtful.append((start, stop))


def _cues_before(
    reading: Reading, first: int, stop: int, *, addressed: bool, placed: bool
) -> Before:
    """Return the cues before a run; *addressed* when an honorific was its first word."""
    tokens = reading.tokens
    honoured = addressed or (not placed and honorific_before(tokens, first) is not None)
    apposed = tokens.gaps[first] == ", " == tokens.gaps[stop]
    role = role_before(tokens, reading.marks, reading.taken, first, apposed=apposed)
    return Before(honoured, role)


def _holds_office(tokens: Tokens, first: int, stop: int, role: RoleBefore | None) -> bool:
    """Tell whether a run after *huyện*, *Tỉnh ủy* and the like is who holds the office there.

    *Chủ tịch UBND huyện Lò Văn Pành*: the role goes on to the administrative word, and what
    follows has a surname and three words or more, or speaks. Places seldom have either.
    """
    if role is None or role.personal or tokens.keys[first - 1] not in section("places.seat"):
        return False
    name = " ".join(tokens.keys[first:stop])
    if tokens.keys[first] not in _surnames() or name in section("places.famous"):
        return False
    return 3 <= stop - first <= 4 or (stop - first == 2 and says_after(tokens, stop))


def _surnames() -> frozenset[str]:
    return section("surnames.common") | section("surnames.rare")


def _seen_from(tokens: Tokens, first: int, start: int, before: Before) -> Before:
    """Return the cues of a run as seen from where the name in it starts.

    A country between honorific or role and name changes nothing: *Tổng thống Nga Selmak*.
    """
    country = " ".join(tokens.keys[first:start])
    if start == first or country in section("places.name") or country in section("places.country"):
        return before
    role = before.role and replace(before.role, between=before.role.between + start - first)
    return Before(honoured=False, role=role)


def _is_place(reading: Reading, run: tuple[int, int, int], before: Before, *, placed: bool) -> bool:
    """Tell whether a run (first, start of the name, stop) is a place, and note it if it is."""
    tokens, (first, start, stop) = reading.tokens, run
    if _opens_with_cue(tokens, first, stop):
        start = first + 1
    if start > first and tokens.keys[start - 1] in section("places.cue"):
        reading.places[tuple(tokens.keys[start:stop])] += 1
        return True
    if not placed or start > first or _may_follow_direction(reading, first, stop, before.role):
        return False
    if not direction_before(tokens, first):
        reading.places[tuple(tokens.keys[first:stop])] += 1
    return True


def _opens_with_cue(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether a place cue opens a sentence before a full name: *Đường Lê Khắc Nhàn ...*."""
    common = section("surnames.common")
    cue = tokens.keys[first] in section("places.cue") and tokens.keys[first] not in common
    return cue and tokens.opens(first) and stop - first > 2 and tokens.keys[first + 1] in common


def _may_follow_direction(reading: Reading, first: int, stop: int, role: RoleBefore | None) -> bool:
    """Tell whether a run after *đến*, *nhóm* and the like may still be a person."""
    tokens = reading.tokens
    if not direction_before(tokens, first):
        return False
    full = tokens.keys[first] in section("surnames.common") and stop - first >= 2
    return full or given_at(tokens, first) or (role is not None and role.between <= 1)


def _take(reading: Reading, span: Span) -> None:
    reading.spans.append(span)
    reading.taken[span.first : span.stop] = [True] * (span.stop - span.first)


def _read_surnames(reading: Reading) -> None:
    """Accept doubtful foreign runs whose last word alone is said to speak: *..., Hickok kể*."""
    tokens = reading.tokens
    speaking = {
        tokens.keys[at]
        for at in range(len(tokens))
        if tokens.capital[at] and not tokens.joined_capital(at) and says_after(tokens, at + 1)
    }
    for first, stop in reading.doubtful:
        named = tokens.keys[stop - 1] in speaking and foreign(tokens, stop - 1, stop)
        if named and not reading.taken[first] and is_listable(tokens, first, stop):
            _take(reading, Span(first, stop, cued=False))


def _read_lists(reading: Reading) -> None:
    """Accept doubtful runs that stand in one list with a name, or in a list of likely names."""
    tokens = reading.tokens
    for first, stop in chain(_likely_lists(reading), reading.doubtful, reversed(reading.doubtful)):
        before = list_neighbour(tokens, first, backwards=True)
        after = list_neighbour(tokens, stop, backwards=False)
        beside = any(0 <= at < len(tokens) and reading.taken[at] for at in (before, after))
        if beside and not reading.taken[first] and is_listable(tokens, first, stop):
            _take(reading, Span(first, stop, cued=False))


def _likely_lists(reading: Reading) -> list[tuple[int, int]]:
    """Accept the longest of three or more listed runs that all start with a surname.

    Returns:
        All runs of such lists, for their neighbours to be accepted in turn.
    """
    tokens = reading.tokens
    listed: list[tuple[int, int]] = []
    row: list[tuple[int, int]] = []
    for first, stop in [*reading.doubtful, (len(tokens), len(tokens))]:
        follows = row and list_neighbour(tokens, first, backwards=True) == row[-1][1] - 1
        if not follows:
            longest = max(row, key=lambda run: run[1] - run[0], default=(0, 0))
            if len(row) >= 3 and longest[1] - longest[0] >= 3:
                _take(reading, Span(longest[0], longest[1], cued=False))
                listed += row
            row = []
        if first < stop and stop - first <= 4 and is_listable(tokens, first, stop):
            row.append((first, stop))
    return listed


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
