"""The role printed for a person: before the name, or after it between commas."""

from search_service.people.lexicon import phrases
from search_service.people.reading import Reading, Span
from search_service.people.role_after import words_after
from search_service.people.role_before import words_before
from search_service.people.tokens import Tokens


def role_of(reading: Reading, spans: list[Span]) -> str | None:
    """Return the fullest role printed at any of *spans*, as printed; None where none is.

    One that says little of the person (*nhà lãnh đạo*, *ngôi sao*) stands back behind the others.
    """
    words = [
        found
        for span in spans
        for found in (words_before(reading, span), words_after(reading, span))
        if found is not None
    ]
    best = max(words, key=lambda found: _rank(reading, found), default=None)
    return _as_printed(reading.tokens, *best) if best else None


def _rank(reading: Reading, words: tuple[int, int]) -> tuple[bool, int]:
    tokens, (first, stop) = reading.tokens, words
    vague = phrases("roles.vague").starting(tokens.keys, first)
    return not vague, tokens.ends[stop - 1] - tokens.starts[first]


def _as_printed(tokens: Tokens, first: int, stop: int) -> str:
    """Return the words *first* to *stop* - 1 as printed, with the bracket that closes them."""
    printed = tokens.slice(first, stop)
    opened = printed.count("(") > printed.count(")")
    return printed + ")" if opened and tokens.gaps[stop].startswith(")") else printed
