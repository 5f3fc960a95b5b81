"""The role printed for a person: before the name, after it, or apart from it."""

from collections.abc import Sequence

from search_service.people.lexicon import phrases
from search_service.people.reading import Reading, Span
from search_service.people.role_after import words_after
from search_service.people.role_before import words_before
from search_service.people.role_told import Words, words_given, words_instead
from search_service.people.tokens import Tokens


def roles_of(reading: Reading, persons: Sequence[Sequence[Span]]) -> list[str | None]:
    """Return for each of *persons* the fullest role printed, as printed; None where none is.

    One that says little of the person (*nhà lãnh đạo*, *ngôi sao*) stands back behind the others.

    Args:
        reading: The text.
        persons: The names of each person.
    """
    found = [_beside(reading, spans) for spans in persons]
    used = [False] * len(reading.tokens)
    for first, stop in (words for words_of_one in found for words in words_of_one):
        used[first:stop] = [True] * (stop - first)
    told = [
        (number, words)
        for number, spans in enumerate(persons)
        for span in spans
        if (words := words_given(reading, span))
    ]
    instead = words_instead(reading, persons, used)
    known = [list(words) for words in found]
    for number, words in (*told, *instead):
        holder = _holder(reading, known, number, words)
        if holder is not None:
            found[holder].append(words)
    return [_fullest(reading, words) for words in found]


def _beside(reading: Reading, spans: Sequence[Span]) -> list[Words]:
    """Return the roles that stand right before or after a name."""
    return [
        found
        for span in spans
        for find in (words_before, words_after)
        if (found := find(reading, span)) is not None
    ]


def _holder(
    reading: Reading, known: Sequence[Sequence[Words]], number: int, words: Words
) -> int | None:
    """Return who holds the role *words* that stands apart from a name; None where nobody may.

    It is whose role it goes on with (*Siêu sao*, *siêu sao người Bồ Đào Nha*), else the one meant
    by where it stands, *number*, when nothing else tells what that person is.
    """
    holders = [one for one, roles in enumerate(known) if _continues(reading, roles, words)]
    if holders:
        return holders[0] if len(holders) == 1 else number if number in holders else None
    vague = phrases("roles.vague")
    clear = [one for one in known[number] if not vague.starting(reading.tokens.keys, one[0])]
    return None if clear else number


def _continues(reading: Reading, known: Sequence[Words], words: Words) -> bool:
    """Tell whether the words of a role begin with those of one of *known*."""
    role = _plain(reading, words)
    return any(role[: len(one)] == one for one in (_plain(reading, own) for own in known))


def _plain(reading: Reading, words: Words) -> list[str]:
    """Return the keys of a role from its first head on."""
    first, stop = words
    while first + 1 < stop and not reading.marks.heads[first]:
        first += 1
    return reading.tokens.keys[first:stop]


def _fullest(reading: Reading, found: Sequence[Words]) -> str | None:
    best = max(found, key=lambda words: _rank(reading, words), default=None)
    return _as_printed(reading.tokens, *best) if best else None


def _rank(reading: Reading, words: Words) -> tuple[bool, int]:
    tokens, (first, stop) = reading.tokens, words
    vague = phrases("roles.vague").starting(tokens.keys, first)
    return not vague, tokens.ends[stop - 1] - tokens.starts[first]


def _as_printed(tokens: Tokens, first: int, stop: int) -> str:
    """Return the words *first* to *stop* - 1 as printed, with the bracket that closes them."""
    printed = tokens.slice(first, stop)
    opened = printed.count("(") > printed.count(")")
    return printed + ")" if opened and tokens.gaps[stop].startswith(")") else printed
