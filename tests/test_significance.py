"""What is typical of some articles among all."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from search_service.significance import LEAST, typical


def scores(*words: tuple[int, int], articles: int, archive: int) -> list[float]:
    inside, everywhere = (np.array(column) for column in zip(*words, strict=True))
    return [float(one) for one in typical(inside, everywhere, articles, archive)]


def test_the_score_is_the_log_likelihood_ratio_of_dunning() -> None:
    """The table of 2 x 2 written out: 30 of 100 articles against 20 of 900."""
    table = [[30, 70], [20, 880]]
    rows, columns = [100, 900], [50, 950]
    expected = 2 * sum(
        table[r][c] * log(table[r][c] * 1000 / (rows[r] * columns[c]))
        for r in range(2)
        for c in range(2)
    )
    assert scores((30, 50), articles=100, archive=1000) == [pytest.approx(expected)]


def test_what_only_the_result_has_is_typical() -> None:
    (score,) = scores((10, 10), articles=100, archive=1000)
    assert score == pytest.approx(2 * (10 * log(10) + 90 * log(90 / 99) + 900 * log(900 / 891)))


def test_a_surer_difference_scores_higher_than_a_larger_one() -> None:
    sure, large = scores((50, 100), (3, 3), articles=100, archive=1000)
    assert sure > large > 0


def test_what_is_not_twice_as_frequent_is_not_typical() -> None:
    assert scores((80, 500), articles=100, archive=1000) == [0.0]
    assert scores((20, 100), articles=100, archive=1000)[0] > 0


def test_what_few_articles_have_is_not_typical() -> None:
    few, enough = scores((LEAST - 1, LEAST - 1), (LEAST, LEAST), articles=10, archive=1000)
    assert few == 0.0
    assert enough > 0


@pytest.mark.parametrize("articles", [0, 1000])
def test_nothing_is_typical_of_nothing_and_of_everything(articles: int) -> None:
    assert scores((0, 10), articles=articles, archive=1000) == [0.0]
