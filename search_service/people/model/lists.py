"""Runs of capitals that stand in one list: line-ups, casts, who came and who was thanked."""

from collections.abc import Iterable
from typing import NamedTuple

from search_service.people.lexicon import section
from search_service.people.model.candidates import Candidates
from search_service.people.tokens import Tokens

_LISTING = frozenset({",", ";", "-", "–"})
_SHORTEST = 3  # runs
_LENGTHS = (3, 5, 9)


class Lists(NamedTuple):
    """The lists of one text.

    Attributes:
        of: For each candidate the number of its list, -1 for one outside of any.
        sizes: How many candidates each list has.
    """

    of: list[int]
    sizes: list[int]

    def sums(self, values: Iterable[float]) -> list[float]:
        """Return for each list the sum of the *values* of its candidates."""
        sums = [0.0] * len(self.sizes)
        for number, value in zip(self.of, values, strict=True):
            if number >= 0:
                sums[number] += value
        return sums

    def length(self, number: int) -> int:
        """Return how long the list *number* is, in four steps."""
        return sum(self.sizes[number] >= step for step in _LENGTHS)


def lists_of(tokens: Tokens, found: Candidates) -> Lists:
    """Return the lists among the candidates *found*.

    A list is three runs or more with commas, semicolons, dashes or *và* between them.
    """
    of: list[int] = []
    runs: list[int] = []
    for number, first in enumerate(found.first):
        starts = number == 0 or found.first[number - 1] != first
        if starts and not (number and _listed(tokens, found.stop[number - 1], first)):
            runs.append(0)
        runs[-1] += starts
        of.append(len(runs) - 1)
    of = [number if runs[number] >= _SHORTEST else -1 for number in of]
    sizes = [0] * len(runs)
    for number in of:
        sizes[number] += number >= 0
    return Lists(of, sizes)


def is_listing(gap: str) -> bool:
    """Tell whether the sign between two words lists them; dashes without spaces join parts."""
    sign = gap.strip()
    return sign in _LISTING and (len(gap) > 1 or sign == ",")


def _listed(tokens: Tokens, stop: int, first: int) -> bool:
    """Tell whether a run that ends at *stop* and one that starts at *first* stand in one list."""
    if first == stop:
        return is_listing(tokens.gaps[first])
    joins = tokens.keys[stop] in section("context.joins")
    return first == stop + 1 and joins and tokens.joined(stop) and tokens.joined(first)
