"""The preference for recent news, as numbers."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from search_service.engines.arrays.recency import Recency
from search_service.engines.weights import HALF_LIFE, RECENCY

NEWEST = date(2022, 10, 25)


def recency(*ages: int, built: date = NEWEST) -> Recency:
    days = [NEWEST.toordinal() - age for age in ages]
    return Recency(np.array(days, dtype=np.int32), built)


def test_the_newest_article_gets_the_whole_bonus_and_it_halves_with_every_half_life() -> None:
    bonuses = recency(0, HALF_LIFE, 2 * HALF_LIFE).factors - 1
    assert bonuses == pytest.approx([RECENCY, RECENCY / 2, RECENCY / 4], rel=1e-4)


def test_an_article_without_a_day_gets_none() -> None:
    known = Recency(np.array([0, NEWEST.toordinal()], dtype=np.int32), NEWEST)
    assert known.factors[0] == 1
    assert known.bonus(0, 5.0) is None


def test_archives_of_undated_articles_and_of_none_have_no_bonus() -> None:
    assert list(Recency(np.zeros(2, dtype=np.int32), NEWEST).factors) == [1, 1]
    assert list(recency().factors) == []


def test_a_day_after_the_build_makes_no_other_article_older() -> None:
    """One article dated 2099 by mistake must not take the preference from all others."""
    mistaken = recency(-28_000, 0)
    assert list(mistaken.factors) == pytest.approx([1 + RECENCY] * 2)
    bonus = mistaken.bonus(1, 2.0)
    assert bonus is not None
    assert (bonus.days, bonus.value) == (0, pytest.approx(2 * RECENCY))
