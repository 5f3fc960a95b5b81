"""The words that may belong to a name, and the runs they stand in."""

from dataclasses import dataclass

from search_service.people.runs import PARTICLES
from search_service.people.tokens import Tokens, is_vietnamese

_WORDS_TOO = frozenset({"do", "la", "du", "di"})  # Vietnamese words as well: only after a name
_JOINING = frozenset({"-", "'", "’"})  # within a name, without a space


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one text, in order.

    Attributes:
        at: Their places among the words of the text.
        first: For each, the place of the first word of its run.
        stop: For each, the place after the last word of its run.
    """

    at: list[int]
    first: list[int]
    stop: list[int]


def candidates(tokens: Tokens) -> Candidates:
    """Return the capitalised words of *tokens*, and small ones within names (*bin Laden*)."""
    places = [at for at in range(len(tokens)) if tokens.capital[at] or _inner(tokens, at)]
    first: list[int] = []
    for number, at in enumerate(places):
        joined = number > 0 and places[number - 1] == at - 1 and _joins(tokens, at)
        first.append(first[-1] if joined else at)
    stop = [0] * len(places)
    for number in range(len(places) - 1, -1, -1):
        goes_on = number + 1 < len(places) and first[number + 1] == first[number]
        stop[number] = stop[number + 1] if goes_on else places[number] + 1
    return Candidates(places, first, stop)


def _inner(tokens: Tokens, at: int) -> bool:
    """Tell whether a word in small letters may stand in a name: *al-Assad*, *van der Sar*."""
    word = tokens.words[at]
    if "-" in word:
        return any(part[:1].isupper() for part in word.split("-"))
    if tokens.keys[at] not in PARTICLES or not tokens.joined(at + 1):
        return False
    if tokens.keys[at] in _WORDS_TOO and not tokens.joined_capital(at):
        return False
    following = at + 1
    if tokens.keys[following] in PARTICLES and tokens.joined(following + 1):
        following += 1
    if not tokens.capital[following]:
        return False
    return tokens.words[following].isascii() or not is_vietnamese(tokens.words[following])


def _joins(tokens: Tokens, at: int) -> bool:
    """Tell whether word *at* goes on with the run of the word before it."""
    gap, before = tokens.gaps[at], tokens.words[at - 1]
    if tokens.joined(at) or gap in _JOINING:
        return True
    return (gap == "." and len(before) <= 2) or (gap == ". " and len(before) == 1)
