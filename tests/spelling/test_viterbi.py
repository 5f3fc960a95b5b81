"""The likeliest chain of readings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from math import inf, log

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_service.engines.records import Spelling
from search_service.spelling import viterbi
from search_service.spelling.viterbi import UNKNOWN, Reading, best

Contexts = Sequence[tuple[int, int]]


class Table:
    """A model of a few pairs written down; every other pair has a chance of 1 in 1,000."""

    size = 100

    def __init__(self, pairs: dict[tuple[int, int], float]) -> None:
        self.pairs = pairs

    def spellings(self, folded: str) -> Sequence[Spelling]:
        raise AssertionError(f"readings are given, and {folded} was looked up")

    def written(self, forms: Sequence[str]) -> Sequence[str]:
        raise AssertionError(f"readings are given, and {len(forms)} forms were looked up")

    def likelihood(self, contexts: Contexts, rights: Sequence[int]) -> npt.NDArray[np.float64]:
        rows = [[log(self.pairs.get((left, r), 0.001)) for r in rights] for _, left in contexts]
        return np.array(rows)


def reading(start: int, stop: int, number: int, cost: float = 0.0, frequency: int = 10) -> Reading:
    return Reading(start, stop, Spelling(f"w{number}", number, frequency), cost)


def numbers(chain: Sequence[Reading]) -> list[int]:
    return [one.spelling.number for one in chain]


def test_the_chain_is_the_one_whose_neighbours_go_together() -> None:
    readings = [reading(0, 1, 1), reading(0, 1, 2), reading(1, 2, 3), reading(1, 2, 4)]
    chain, score = best(Table({(2, 3): 0.5}), readings, 2)
    assert numbers(chain) == [2, 3]
    assert score == pytest.approx(log(10 / 100) + log(0.5))


def test_a_cost_is_taken_off() -> None:
    readings = [reading(0, 1, 1), reading(1, 2, 3, cost=9.0), reading(1, 2, 4)]
    assert numbers(best(Table({(1, 3): 0.5}), readings, 2)[0]) == [1, 4]
    readings[1] = reading(1, 2, 3, cost=6.0)
    assert numbers(best(Table({(1, 3): 0.5}), readings, 2)[0]) == [1, 3]


def test_readings_of_different_lengths_are_weighed() -> None:
    readings = [reading(0, 4, 9), reading(0, 2, 1), reading(2, 4, 2)]
    assert numbers(best(Table({(1, 2): 0.9}), readings, 4)[0]) == [9]
    readings[0] = reading(0, 4, UNKNOWN, cost=12.0, frequency=0)
    assert numbers(best(Table({(1, 2): 0.9}), readings, 4)[0]) == [1, 2]


def test_a_length_that_no_chain_reaches_has_none() -> None:
    assert best(Table({}), [reading(0, 2, 1), reading(3, 4, 2)], 4) == ([], -inf)
    assert best(Table({}), [], 1) == ([], -inf)


chances = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)), st.floats(0.001, 1), max_size=9
)


@given(chances, st.integers(1, 5))
def test_no_chain_is_likelier_than_the_one_found(
    pairs: dict[tuple[int, int], float], length: int
) -> None:
    model = Table(pairs)
    readings = [reading(at, at + 1, number) for at in range(length) for number in range(3)]
    _, score = best(model, readings, length)
    likeliest = max(
        log(0.1) + sum(log(pairs.get(two, 0.001)) for two in pairwise(chain))
        for chain in product(range(3), repeat=length)
    )
    assert score <= likeliest + 1e-9
    assert likeliest - score < viterbi.BEAM
