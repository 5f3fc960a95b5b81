"""A mild preference for recent news: what an article's day multiplies its score by."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from search_service.engines.arrays.coding import UNDATED
from search_service.engines.arrays.mapped import Array
from search_service.engines.weights import HALF_LIFE, RECENCY
from search_service.results import RecencyBonus


class Recency:
    """The preference over the articles of one generation.

    Age counts from the newest article, not from today: the same generation ranks the same
    tomorrow. An article dated after the generation was built is as new as any, and makes no other
    one older.
    """

    def __init__(self, days: Array, built: date) -> None:
        """Use *days*, i32[articles] as in ``Columns.day``, of a generation built on that day."""
        self._days = days
        self._built = built.toordinal()

    @cached_property
    def _newest(self) -> int:
        return min(int(self._days.max(initial=UNDATED)), self._built)

    @cached_property
    def factors(self) -> Array:
        """f32[articles]: 1 + RECENCY * 2 ** (-age / HALF_LIFE), 1 where there is no day."""
        ages = np.maximum(self._newest - self._days, 0)
        bonuses = np.where(self._days == UNDATED, 0, RECENCY * np.exp2(-ages / HALF_LIFE))
        factors: Array = (1 + bonuses).astype(np.float32)
        return factors

    def bonus(self, article: int, score: float) -> RecencyBonus | None:
        """Return what the day of *article* adds to its *score*, None where it has no day."""
        day = int(self._days[article])
        if day == UNDATED:
            return None
        factor = float(self.factors[article])
        return RecencyBonus(max(self._newest - day, 0), factor, score * (factor - 1))
