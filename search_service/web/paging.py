"""Which page of a list is shown, and which others are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from search_service.engines.base import MAX_WINDOW
from search_service.query import Query

NEIGHBOURS: Final = 2
"""Pages listed on either side of the present one."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in the results a page is.

    Attributes:
        page: The number of this page, from 1.
        last: The number of the last page that can be reached.
        shown: The numbers to list; None stands for a gap.
    """

    page: int
    last: int
    shown: tuple[int | None, ...]


def paging(query: Query, total: int) -> Paging:
    """Return the pages of *total* hits around the present one; the window bounds the last."""
    last = max(1, min(-(-total // query.size), MAX_WINDOW // query.size))
    page = query.start // query.size + 1
    near = {1, last, *range(page - NEIGHBOURS, page + NEIGHBOURS + 1)}
    return Paging(page, last, tuple(_with_gaps(sorted(n for n in near if 1 <= n <= last))))


def _with_gaps(numbers: Iterable[int]) -> Iterator[int | None]:
    before = 0
    for number in numbers:
        if number == before + 2:
            yield number - 1  # a gap of one page is no shorter than its number
        elif number > before + 2:
            yield None
        yield number
        before = number
