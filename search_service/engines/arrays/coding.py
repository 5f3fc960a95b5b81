"""Values of articles as the numbers that columns are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.engines.arrays.mapped import Array

UNDATED: Final = 0
"""The day of an article without a date; a date's day is its ``date.toordinal()``."""

GONE: Final = -1
"""The day of a number whose article was replaced or removed since the last merge."""

MOMENT_UNDATED: Final = np.iinfo(np.int64).min
"""The moment of an article without a date."""


class Codes(dict[str, int]):
    """Numbers strings as they come."""

    def __init__(self, *known: str) -> None:
        super().__init__((text, code) for code, text in enumerate(known))

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def days_of(published: Sequence[datetime | None]) -> dict[str, Array]:
    """Return ``day``, ``month`` and ``moment`` of articles; see ``Columns``."""
    local = [day.astimezone(VIETNAM) if day else None for day in published]
    days = [day.toordinal() if day else UNDATED for day in local]
    months = [day.year * 12 + day.month - 1 if day else UNDATED for day in local]
    return {
        "day": np.array(days, dtype=np.int32),
        "month": np.array(months, dtype=np.int32),
        "moment": np.array([moment_of(day) for day in published], dtype=np.int64),
    }


def moment_of(published: datetime | None) -> int:
    """Return the seconds since 1970, or what stands for no date."""
    return int(published.timestamp()) if published else int(MOMENT_UNDATED)


def ranks_of(order: Sequence[int] | Array) -> Array:
    """Return u32: the rank of each number in *order*, which has all of them."""
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[np.array(order, dtype=np.int64)] = np.arange(len(order), dtype=np.uint32)
    return ranks


def usual_spelling(names: Counter[str]) -> str:
    """Return what is printed most often, of equals the first in order."""
    return min(names, key=lambda name: (-names[name], name))
