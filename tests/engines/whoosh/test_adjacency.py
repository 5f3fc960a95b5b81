"""Which places stand side by side."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.whoosh.adjacency import followed

places = st.lists(st.integers(0, 40), max_size=30).map(sorted)


@given(places, places)
def test_an_end_is_followed_where_something_begins_at_the_next_place(
    ends: list[int], begins: list[int]
) -> None:
    told = followed(np.array(ends, dtype=np.uint32), np.array(begins, dtype=np.uint32))
    assert told.tolist() == [end + 1 in begins for end in ends]
