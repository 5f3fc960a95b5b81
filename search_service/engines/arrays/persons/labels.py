"""Finding labels by any of their syllables, with or without marks, the last one half typed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.typed import Typed, readings, unmarked_first
from search_service.vietnamese import fold, syllables


class Labels:
    """The labels of things, each under one or several, in memory."""

    def __init__(self, labels: Iterable[tuple[int, str]], size: int) -> None:
        """Take *labels*, each with the number of its thing, of *size* things."""
        known = [(thing, syllables(label)) for thing, label in labels]
        self._size = size
        self._lexicon = sorted({text for _, label in known for text in label}, key=unmarked_first)
        self._folded = [fold(text) for text in self._lexicon]
        number = {text: place for place, text in enumerate(self._lexicon)}
        self._things = np.array([thing for thing, _ in known], dtype=np.int64)
        self._tokens = np.array([number[t] for _, label in known for t in label], dtype=np.int64)
        self._labels = np.repeat(np.arange(len(known)), [len(label) for _, label in known])

    def like(self, text: str) -> Array:
        """Return bool[things]: those with a label that has every syllable of *text*.

        What input methods leave half done is understood as in ``typed.readings``: the first
        reading that anything has counts.
        """
        found = np.zeros(self._size, dtype=bool)
        for typed in readings(syllables(text)):
            fitting = self._fitting(typed)
            if fitting.any():
                found[self._things[fitting]] = True
                break
        return found

    def _fitting(self, typed: Sequence[Typed]) -> Array:
        """Return bool[labels]: those that have all of *typed*, in any order."""
        fitting = np.ones(len(self._things), dtype=bool)
        for one in typed:
            places = self._labels[self._spelt(one)[self._tokens]]
            has = np.zeros(len(self._things), dtype=bool)
            has[places] = True
            fitting &= has
        return fitting

    def _spelt(self, typed: Typed) -> Array:
        """Return bool[lexicon]: the syllables that *typed* may stand for."""
        unmarked = fold(typed.text)
        low = bisect_left(self._folded, unmarked)
        last = unmarked + "\U0010ffff" if typed.half else unmarked
        high = bisect_right(self._folded, last, lo=low)
        fits = np.zeros(len(self._lexicon), dtype=bool)
        fits[low:high] = [not typed.marked or typed.fits(one) for one in self._lexicon[low:high]]
        return fits
