"""Syllables as their writer may have meant them: marks put back, slips mended."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from typing import Final

from search_service.engines.records import SpellingModel
from search_service.spelling.readings import mended, unslipped
from search_service.spelling.viterbi import UNKNOWN, Reading, beginning, best
from search_service.vietnamese import decoded, is_marked

CLEARLY: Final = 3.0
"""Nats by which a marked reading must be likelier than an unmarked query as it was typed."""

SURELY: Final = 2.5
PERHAPS: Final = 2.0
"""Nats by which a query with a slip mended must be likelier than as it was typed; the second where
it may have a slip anywhere."""

STRANGE: Final = 6.0
"""Nats that a syllable must cost behind the ones before it, and the next behind it, to be looked
at for a slip."""

MOST: Final = 8
"""Doubtful syllables up to which letters are exchanged: each is looked up in hundreds of forms.
Where more are doubtful, keys or spaces are amiss, or the archive is of another language."""


def restore(model: SpellingModel, tokens: Sequence[str]) -> list[str]:
    """Return unmarked *tokens* with their marks, as they are where that is about as likely.

    Args:
        model: The archive's spelling.
        tokens: Syllables in normal form and lower case.
    """
    starts = _starts(tokens)
    readings = [
        unslipped(model, token, at, marks=False) for token, at in zip(tokens, starts, strict=False)
    ]
    likeliest, score = best(model, chain.from_iterable(readings), starts[-1])
    typed = [options[0] for options in readings]
    if score < sum(_scores(model, typed)) + CLEARLY:
        return list(tokens)
    return [reading.spelling.text for reading in likeliest]


def mend(model: SpellingModel, tokens: Sequence[str], *, everywhere: bool) -> list[str]:
    """Return *tokens* as most likely meant; one of them may become several syllables.

    Args:
        model: The archive's spelling.
        tokens: Syllables in normal form and lower case.
        everywhere: Whether any of them may have a slip, not only one strange to its neighbours.
    """
    marks = any(map(is_marked, tokens))
    starts = _starts(tokens)
    readings = [
        unslipped(model, token, at, marks=marks) for token, at in zip(tokens, starts, strict=False)
    ]
    unmended = _unmended(model, readings, starts[-1])
    scores = _scores(model, unmended)
    doubtful = set(range(len(tokens))) if everywhere else _strange(unmended, scores)
    if not doubtful:  # nothing else could be read into it
        return list(tokens)
    keys = any(decoded(tokens[place]) and not model.spellings(tokens[place]) for place in doubtful)
    if keys:
        doubtful |= {place for place, token in enumerate(tokens) if decoded(token)}
    for place in doubtful:
        token, at = tokens[place], starts[place]
        readings[place] = mended(
            model, token, at, marks=marks, keys=keys, letters=len(doubtful) <= MOST
        )
    likeliest, better = best(model, chain.from_iterable(readings), starts[-1])
    if better < sum(scores) + (PERHAPS if everywhere else SURELY):
        return list(tokens)
    return [
        " ".join(reading.spelling.text for reading in likeliest if start <= reading.start < stop)
        for start, stop in pairwise(starts)
    ]


def _starts(tokens: Sequence[str]) -> list[int]:
    """Return where each of *tokens* begins, in letters from the first, and where the last ends."""
    return list(accumulate(map(len, tokens), initial=0))


def _unmended(
    model: SpellingModel, readings: Sequence[Sequence[Reading]], length: int
) -> Sequence[Reading]:
    """Return the likeliest chain of *readings*, of which each marked syllable has one."""
    if all(len(options) == 1 for options in readings):
        return [options[0] for options in readings]
    return best(model, chain.from_iterable(readings), length)[0]


def _strange(readings: Sequence[Reading], scores: Sequence[float]) -> set[int]:
    """Return the places of *readings* that are unknown, or seldom between their neighbours."""
    # The first is behind none, and nothing is behind the last: the other side alone counts.
    before = [-STRANGE, *scores[1:]]
    behind = [*scores[1:], -STRANGE]
    return {
        place
        for place, reading in enumerate(readings)
        if reading.spelling.number == UNKNOWN
        or (len(readings) > 1 and max(before[place], behind[place]) <= -STRANGE)
    }


def _scores(model: SpellingModel, readings: Sequence[Reading]) -> list[float]:
    """Return for each of *readings* its log-probability behind those before it, less its cost."""
    numbers = [reading.spelling.number for reading in readings]
    contexts = list(zip([UNKNOWN, *numbers], numbers, strict=False))[:-1]
    scores = [beginning(model, readings[0].spelling)]
    if contexts:
        scores += model.likelihood(contexts, numbers[1:]).diagonal().tolist()
    return [score - reading.cost for score, reading in zip(scores, readings, strict=True)]
