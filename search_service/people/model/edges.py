"""Where a likely name begins and ends: words at its edges that are none of it."""

from collections.abc import Collection

from search_service.people.lexicon import phrases, section
from search_service.people.reading import Reading
from search_service.people.runs import foreign_part
from search_service.people.tokens import Tokens, is_vietnamese
from search_service.vietnamese import is_compound

_PARTICLES = frozenset({"bin", "al", "van", "von", "de", "da", "der"})


def trimmed(
    reading: Reading, first: int, stop: int, rules: Collection[tuple[int, int]]
) -> tuple[int, int]:
    """Return the words *first* to *stop* - 1 without what does not belong to a name.

    That is a title or an honorific that opens a sentence (*Anh Cường*), a country after a role
    (*Ngoại trưởng Hàn Quốc Hyun Cho*), the next sentence's first word where the full stop is
    missing, and a club before its line-up. A particle before the name is added (*bin Laden*).

    Args:
        reading: The article.
        first: The first word.
        stop: The word after the last.
        rules: The names that the rules found, as (first, stop).
    """
    tokens = reading.tokens
    first += _before(reading, first, stop, rules)
    while stop - first > 1 and _opens_sentence(tokens, first, stop - 1):
        stop -= 1
    listed = tokens.gaps[stop].startswith(":")
    club = phrases("places.other").ending(tokens.keys, stop) if listed else 0
    if 0 < club < stop - first:
        stop -= club
    before = tokens.words[first - 1] if first and tokens.joined(first) else ""
    led = before in _PARTICLES and foreign_part(tokens, first)  # not *giày da Hoàng Diệu*
    return first - led, stop


def _before(reading: Reading, first: int, stop: int, rules: Collection[tuple[int, int]]) -> int:
    """Return how many words at the beginning are a title, an honorific or a country."""
    tokens = reading.tokens
    title = phrases("honorifics.title").starting(tokens.keys, first)
    if 0 < title < stop - first:
        return title
    address = phrases("honorifics.person").starting(tokens.keys, first)
    if address and (first + address, stop) in rules:
        return address
    place = phrases("places.name").starting(tokens.keys, first)
    rest = first + place
    if place and rest < stop and first and reading.marks.ends[first - 1] is False:
        surname = tokens.keys[rest] in section("surnames.common") and stop - rest > 1
        return place if surname or not is_vietnamese(tokens.words[rest]) else 0
    return 0


def _opens_sentence(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether the last word opens what follows: *Selmak | Huân chương*, *Ken | Lần này*."""
    after = last + 1
    if not tokens.joined(after) or tokens.capital[after] or not is_vietnamese(tokens.words[last]):
        return False
    compound = is_compound(tokens.words[last].lower(), tokens.words[after])
    if not is_vietnamese(tokens.words[last - 1]):
        return compound or tokens.keys[last] in section("context.opening")
    return compound and last - first >= 3
