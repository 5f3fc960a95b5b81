"""Short words as numbers, so that one look-up tells of hundreds whether a table has them.

A word of at most LONGEST letters from a to z is the number whose digits its letters are, to base
27 with a as 1, filled up with zeros at its end: different words are different numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search_service.engines.arrays.mapped import Array

LONGEST: Final = 13
"""Letters of the longest word that is packed: 27 ** 13 is the last power below 2 ** 63."""

_BASE: Final = 27
_BEFORE_A: Final = ord("a") - 1
_PLACES: Final = _BASE ** np.arange(LONGEST - 1, -1, -1, dtype=np.int64)


def packed(words: Sequence[str]) -> Array:
    """Return i64[words]: the number of each, -1 where it is longer or has any other letter."""
    kind = f"S{LONGEST + 1}"  # one more letter, which tells those that are cut off
    cut = np.array([word.encode("ascii", "replace") for word in words], dtype=kind)
    letters = cut.view(np.uint8).reshape(len(words), LONGEST + 1)
    short = (letters[:, 0] != 0) & (letters[:, LONGEST] == 0)
    short &= (((letters > _BEFORE_A) & (letters < _BEFORE_A + _BASE)) | (letters == 0)).all(axis=1)
    digits = np.where(letters == 0, 0, letters.astype(np.int64) - _BEFORE_A)
    return np.where(short, digits[:, :LONGEST] @ _PLACES, -1)


def packed_table(text: Array, offsets: Array) -> Array:
    """Return i64, ascending: the numbers of those strings of a table that can be packed.

    Args:
        text: u8: all strings end to end.
        offsets: i64[strings + 1]: where each begins.
    """
    sizes = np.diff(offsets)
    short = np.flatnonzero((sizes > 0) & (sizes <= LONGEST))
    starts, sizes = offsets[short], sizes[short]
    numbers = np.zeros(len(short), dtype=np.int64)
    letters_only = np.ones(len(short), dtype=bool)
    for place in range(LONGEST):
        there = place < sizes
        letters = text[np.where(there, starts + place, 0)].astype(np.int64) - _BEFORE_A
        letters_only &= ~there | ((letters > 0) & (letters < _BASE))
        numbers += np.where(there, letters, 0) * _PLACES[place]
    return np.sort(numbers[letters_only])
