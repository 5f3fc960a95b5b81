"""Roles told apart from the name: *X được giao giữ chức Bí thư*, *X ... . Tay vợt người Pháp ...*.

The first kind stands later in the sentence of the name, after words that give somebody a post. The
second one stands where a name could, and the person is meant who was named last.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from search_service.people.lexicon import phrases, section
from search_service.people.reading import Reading, Span
from search_service.people.role_after import closing
from search_service.people.role_clause import trimmed

_FURTHEST = 30  # words between a name and the words that give a post
_LATEST = 60  # words between a name and a role that stands in its place
_SEVERAL = frozenset({"một", "mỗi", "mọi", "là", "làm", "thành", "như", "với", "vai", "chức"})
Words = tuple[int, int]


def words_given(reading: Reading, span: Span) -> Words | None:
    """Return the words of a role that the sentence of a name gives the person further on."""
    tokens = reading.tokens
    for at in range(span.stop, min(span.stop + _FURTHEST, len(tokens))):
        if tokens.breaks(at) or reading.taken[at]:
            return None
        first = at + (tokens.keys[at] == "một")
        given = tokens.joined(at) and phrases("roles.given").ending(tokens.keys, at)
        if given and _starts(reading, first):
            return first, trimmed(reading, first, closing(reading, first))
    return None


def _starts(reading: Reading, at: int) -> bool:
    """Tell whether a role starts at word *at*, with modifiers or without."""
    marks, keys = reading.marks, reading.tokens.keys
    while at + 1 < len(keys) and keys[at] in section("roles.modifier") and not marks.heads[at]:
        at += 1
    return at < len(keys) and marks.heads[at] > 0


def words_instead(
    reading: Reading, persons: Sequence[Sequence[Span]], used: Sequence[bool]
) -> Iterator[tuple[int, Words]]:
    """Yield the roles that stand in a name's place, each with the number of whom it means.

    Args:
        reading: The text.
        persons: The names of each person.
        used: Words of roles that stand beside a name.
    """
    named = sorted((span.stop, number) for number, spans in enumerate(persons) for span in spans)
    stops = [stop for stop, _ in named]
    at = 0
    while at < len(used):
        words = None if used[at] else _instead(reading, at)
        if words:
            before = bisect_right(stops, words[0]) - 1
            if before >= 0 and words[0] - stops[before] < _LATEST:
                yield named[before][1], words
        at = words[1] if words else at + 1


def _instead(reading: Reading, at: int) -> Words | None:
    """Return the words of the role whose head is at word *at*, where it names somebody known."""
    tokens, marks = reading.tokens, reading.marks
    if not marks.heads[at] or phrases("roles.crowd").starting(tokens.keys, at):
        return None
    first = at
    while tokens.joined(first) and tokens.keys[first - 1] in section("roles.modifier"):
        first -= 1
    before = tokens.keys[first - 1] if tokens.joined(first) else ""
    if before in _SEVERAL or before in section("context.plural") or before.isdecimal():
        return None
    words = _definite(reading, first, at + marks.heads[at])
    return None if words is None or any(reading.taken[first : words[1] + 3]) else words


def _definite(reading: Reading, first: int, head: int) -> Words | None:
    """Return the words that tell who is meant: *Tay vợt người Bỉ*, *Bí thư Huyện ủy*, *Nữ MC*."""
    tokens = reading.tokens
    if tokens.keys[head : head + 1] == ["này"]:
        return first, head
    if tokens.keys[head + 1 : head + 2] == ["tuổi"] and tokens.keys[head].isdecimal():
        return first, head
    stop = at = head + (tokens.keys[head : head + 1] == ["người"])
    while tokens.joined(at) and not reading.taken[at]:
        of_origin = at > stop and tokens.keys[at] == "gốc" and tokens.joined(at + 1)
        of_seat = at > stop and tokens.keys[at] in section("places.seat")
        if not (tokens.capital[at + of_origin] or of_seat):
            break
        at += 1
    if at > stop:
        return first, at
    gendered = tokens.keys[first] in {"nữ", "nam"} and tokens.opens(first)
    office = phrases("roles.office").starting(tokens.keys, first)
    return (first, head) if gendered and not office else None
