"""Bylines and picture credits: names of authors, who are not persons mentioned."""

from search_service.people.cues import foreign, honorific_before
from search_service.people.lexicon import phrases, section
from search_service.people.runs import runs
from search_service.people.tokens import Tokens, is_vietnamese

_LONGEST_SIGNATURE = 12  # words of a line that only names who wrote it


def credited_words(tokens: Tokens) -> list[bool]:
    """Return for every word whether it stands in a byline or a picture credit."""
    credited = [False] * len(tokens)
    spans = list(runs(tokens, [0] * len(tokens)))
    for number, (first, stop) in enumerate(spans):
        chained = (
            number > 0
            and credited[spans[number - 1][0]]
            and _chained(tokens, spans[number - 1][1], first)
        )
        if chained or _after_credit(tokens, first) or _signature(tokens, first, stop):
            end = _credit_stop(tokens, first, stop)
            credited[first:end] = [True] * (end - first)
    return credited


def _after_credit(tokens: Tokens, first: int) -> bool:
    """Tell whether *Ảnh:*, *Tin, ảnh:* and the like stand directly before word *first*."""
    gap = tokens.gaps[first]
    return first > 0 and ":" in gap and tokens.keys[first - 1] in section("context.credits")


def _credit_stop(tokens: Tokens, first: int, stop: int) -> int:
    """Return where a credit ends inside a run that goes on with the next sentence."""
    opening = phrases("context.opening", "honorifics.male", "honorifics.female")
    for at in range(first + 1, stop):
        surname = at > first + 1 and tokens.keys[at] in section("surnames.common")
        if surname or at - first == 4 or opening.starting(tokens.keys, at):
            return at
    return stop


def _chained(tokens: Tokens, previous: int, first: int) -> bool:
    """Tell whether two names share one credit: *Ảnh: A - B*, *Ảnh: A, B*."""
    return first == previous and tokens.gaps[first] in {" - ", " – ", "-", ", ", "/", " & "}


def _signature(tokens: Tokens, first: int, stop: int) -> bool:
    """Tell whether the run signs the article: alone on its line, or last in the text.

    A name alone on the first line is a headline.
    """
    stop = _credit_stop(tokens, first, stop)
    if stop - first > 4 or foreign(tokens, first, stop) or honorific_before(tokens, first):
        return False
    lone = stop - first > 1 or not is_vietnamese(tokens.words[first])
    if first == 0 or not lone or not _ends_before(tokens, first):
        return False
    return _ends_after(tokens, stop)


def _ends_before(tokens: Tokens, first: int) -> bool:
    """Tell whether a sentence or a line is over before word *first*."""
    gap = tokens.gaps[first]
    return any(mark in gap for mark in "\n.!?…") or (
        gap != ", " and gap.startswith((")", "”", '"', "/", ",", " -"))
    )


def _ends_after(tokens: Tokens, stop: int) -> bool:
    """Tell whether after word *stop* - 1 only a source or other signatures follow on the line."""
    for at in range(stop, min(stop + _LONGEST_SIGNATURE, len(tokens) + 1)):
        if at == len(tokens) or "\n" in tokens.gaps[at]:
            return True
        source = tokens.keys[at] == "theo"
        if not source and (not tokens.capital[at] or (at == stop and tokens.joined(at))):
            return False
    return False
