"""The most likely of many readings of a text, under the syllable bigrams of the archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from search_service.engines.base import Spelling, SpellingModel

Floats = npt.NDArray[np.float64]

PRIOR: Final = 20.0
"""Occurrences of a left syllable at which its own followers count as much as all syllables'."""

UNSEEN: Final = 0.1
"""Occurrences taken for granted of a syllable that the archive does not have."""


class Reading(NamedTuple):
    """One way to read a stretch of what was typed.

    Attributes:
        start: Where the stretch begins, in letters from the first syllable's.
        stop: Where it ends.
        spelling: How it is read; the number is -1 where the archive does not write so.
        cost: How unlikely such a slip is, in nats; 0 for none.
    """

    start: int
    stop: int
    spelling: Spelling
    cost: float


class _State(NamedTuple):
    """The best way to a reading: its score in nats, and the state before it."""

    score: float
    reading: Reading
    before: _State | None


def best(
    model: SpellingModel, readings: Iterable[Reading], length: int
) -> tuple[list[Reading], float]:
    """Return the most likely chain of *readings* from 0 to *length*, and its score.

    Viterbi's algorithm on a bigram model with a Dirichlet prior (MacKay and Bauman Peto: "A
    hierarchical Dirichlet language model", 1995): P(right | left) is
    (count(left right) + PRIOR x P(right)) / (count(left) + PRIOR).

    Returns:
        The chain with the log-probability in nats less the costs; an empty one and minus
        infinity where no chain reaches *length*.
    """
    beginning: dict[int, list[Reading]] = {}
    for reading in readings:
        beginning.setdefault(reading.start, []).append(reading)
    states: dict[int, list[_State]] = {}
    for start in sorted(beginning):
        if start == 0 or start in states:
            for state in _extended(model, states.get(start, []), beginning[start]):
                states.setdefault(state.reading.stop, []).append(state)
    if length not in states:
        return [], -np.inf
    last: _State | None = max(states[length], key=lambda state: state.score)
    score = last.score if last else -np.inf
    chain: list[Reading] = []
    while last:
        chain.append(last.reading)
        last = last.before
    return chain[::-1], score


def _extended(
    model: SpellingModel, before: Sequence[_State], readings: Sequence[Reading]
) -> list[_State]:
    """Return the best way to each of *readings* over the states *before*."""
    alone = _shares(model, readings)
    costs = np.array([reading.cost for reading in readings])
    if not before:
        scores = np.log(alone) - costs
        return [_State(score, r, None) for score, r in zip(scores.tolist(), readings, strict=True)]
    lefts = [state.reading.spelling for state in before]
    pairs = model.together(
        [left.number for left in lefts], [reading.spelling.number for reading in readings]
    )
    counts = np.array([left.count for left in lefts])[:, None]
    scores = np.array([state.score for state in before])[:, None] + np.log(
        (pairs + PRIOR * alone) / (counts + PRIOR)
    )
    chosen = scores.argmax(axis=0)
    totals = scores.max(axis=0) - costs
    return [
        _State(total, reading, before[left])
        for total, reading, left in zip(totals.tolist(), readings, chosen.tolist(), strict=True)
    ]


def _shares(model: SpellingModel, readings: Sequence[Reading]) -> Floats:
    """Return the share of each of *readings* in all syllables of the archive."""
    counts = np.array([reading.spelling.count for reading in readings], dtype=np.float64)
    return np.maximum(counts, UNSEEN) / max(1, model.size)
