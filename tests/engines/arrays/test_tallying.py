"""Values that were met are counted alike, whether they are few or many."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.arrays.tallying import Tally


@given(st.lists(st.integers(0, 40), max_size=60), st.sampled_from([41, 5_000]))
def test_values_are_counted_whatever_there_is_besides(values: list[int], size: int) -> None:
    tally = Tally.met(np.array(values, dtype=np.uint32), size)
    assert tally.codes.tolist() == sorted(set(values))
    assert tally.counts.tolist() == [values.count(value) for value in sorted(set(values))]


def test_how_often_one_value_was_met_is_told() -> None:
    tally = Tally.met(np.array([3, 7, 3]), 10)
    assert [tally.times(code) for code in (2, 3, 7, 9)] == [0, 2, 1, 0]
    assert Tally.met(np.zeros(0, dtype=np.uint32), 10).times(0) == 0


def test_some_values_alone_may_be_wanted() -> None:
    wanted = np.zeros(10, dtype=bool)
    wanted[[3, 9]] = True
    tally = Tally.met(np.array([3, 7, 3]), 10).among(wanted)
    assert (tally.codes.tolist(), tally.counts.tolist()) == ([3], [2])
