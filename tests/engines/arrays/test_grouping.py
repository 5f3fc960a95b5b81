"""Values in the order of small keys, and without what is twice."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.arrays.grouping import distinct, grouped

small = st.lists(st.integers(0, 9), max_size=30)


@given(small)
def test_of_equal_values_one_is_left_and_they_ascend(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


@given(small)
def test_values_stand_by_their_keys_and_those_of_one_key_as_given(keys: list[int]) -> None:
    values = np.arange(len(keys), dtype=np.int64)
    found, begins = grouped(np.array(keys, dtype=np.int64), values, 10)
    assert found.tolist() == sorted(values.tolist(), key=keys.__getitem__)
    assert begins.tolist() == [sum(key < bound for key in keys) for bound in range(11)]
