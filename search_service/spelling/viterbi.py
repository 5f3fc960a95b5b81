"""The most likely of many readings of a text, under the archive's own runs of syllables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, log
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.records import Spelling, SpellingModel

UNKNOWN: Final = -1
"""The number of a syllable that the archive does not have, and of none."""

UNSEEN: Final = 0.1
"""Occurrences taken for granted of a syllable that the archive does not have."""

BEAM: Final = 10.0
"""Nats by which a chain may be behind the best one of as many letters and still be pursued: with 20
as many marks are restored, with 7 one syllable in 1,000 less."""


class Reading(NamedTuple):
    """One way to read a stretch of what was typed.

    Attributes:
        start: Where the stretch begins, in letters from the first syllable's.
        stop: Where it ends.
        spelling: How it is read; the number is UNKNOWN where the archive does not write so.
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

    @property
    def context(self) -> tuple[int, int]:
        earlier = self.before.reading.spelling.number if self.before else UNKNOWN
        return earlier, self.reading.spelling.number


def best(
    model: SpellingModel, readings: Iterable[Reading], length: int
) -> tuple[list[Reading], float]:
    """Return the most likely chain of *readings* from 0 to *length*, and its score.

    Viterbi's algorithm, where a state is a reading with the best chain to it: what stands two
    syllables before is that chain's alone. Chains far behind are given up; see BEAM.

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
        return [], -inf
    last: _State | None = max(states[length], key=lambda state: state.score)
    score = last.score if last else -inf
    chain: list[Reading] = []
    while last:
        chain.append(last.reading)
        last = last.before
    return chain[::-1], score


def beginning(model: SpellingModel, spelling: Spelling) -> float:
    """Return the log-probability in nats that a text begins with *spelling*."""
    return log(max(spelling.frequency, UNSEEN) / max(1, model.size))


def _extended(
    model: SpellingModel, before: Sequence[_State], readings: Sequence[Reading]
) -> list[_State]:
    """Return the best way to each of *readings* over the states *before*."""
    if not before:
        return [_State(beginning(model, r.spelling) - r.cost, r, None) for r in readings]
    least = max(state.score for state in before) - BEAM
    pursued = [state for state in before if state.score >= least]
    scores = model.likelihood(
        [state.context for state in pursued], [reading.spelling.number for reading in readings]
    )
    scores += np.array([[state.score] for state in pursued])
    chosen = scores.argmax(axis=0).tolist()
    totals = scores.max(axis=0).tolist()
    return [
        _State(total - reading.cost, reading, pursued[place])
        for total, reading, place in zip(totals, readings, chosen, strict=True)
    ]
