"""The newest articles, as many as a sample holds."""

from __future__ import annotations

import numpy as np
import pytest

from search_service.engines.arrays.sampling import newest

TOKENS = np.array([1, 2, 3, 4, 5, 6], dtype=np.uint32)
LENGTHS = np.array([2, 3, 1], dtype=np.uint16)
OLDEST_FIRST = np.array([2, 1, 0])


def test_what_fits_is_taken_whole() -> None:
    ((tokens, lengths),), share = newest([(TOKENS, LENGTHS)], OLDEST_FIRST, 6)
    assert tokens[:].tolist() == TOKENS.tolist()
    assert lengths.tolist() == LENGTHS.tolist()
    assert share == 1


def test_of_what_does_not_fit_the_newest_articles_are_taken() -> None:
    """The others keep their numbers and have no tokens."""
    ((tokens, lengths),), share = newest([(TOKENS, LENGTHS)], OLDEST_FIRST, 5)
    assert tokens[:].tolist() == [3, 4, 5, 6]
    assert lengths.tolist() == [0, 3, 1]
    assert share == pytest.approx(2 / 3)


def test_all_fields_of_an_article_are_taken_together() -> None:
    sample, _ = newest([(TOKENS, LENGTHS), (TOKENS[:3], np.array([3, 0, 0]))], OLDEST_FIRST, 4)
    assert [tokens[:].tolist() for tokens, _ in sample] == [[3, 4, 5, 6], []]
