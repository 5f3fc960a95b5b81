"""The tokens of one field while an index is built: one article's behind another's, in a file."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import Scratch

SPILLED: Final = 1 << 20
"""Tokens held back before they are written to the file: 4 MB a field."""


class Tokens(Protocol):
    """Term numbers end to end: an array, or a file that is read where it is sliced."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, part: slice, /) -> Array:
        """Return a part of them, u32."""


Text = tuple[Tokens, Array]
"""Term numbers of all articles end to end, and how many each article has."""


class TermNumbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        self[term] = len(self)
        return self[term]


class TokenFile:
    """Numbers of 32 bits in a file without a name, which goes when nobody uses it any more."""

    def __init__(self, folder: Path | None) -> None:
        """Make it on the disk of *folder*, or where temporary files are."""
        self._file = Scratch(folder, np.uint32)

    def __len__(self) -> int:
        return len(self._file)

    def __getitem__(self, part: slice) -> Array:
        start, stop, step = part.indices(len(self))
        return self._file.read(start, max(0, stop - start))[::step]

    def append(self, numbers: Array) -> None:
        """Write *numbers* behind all that are there."""
        self._file.append(numbers)

    def put(self, start: int, numbers: Array) -> None:
        """Write *numbers* over those from *start* on."""
        self._file.put(start, numbers)


class FieldTokens:
    """One field's tokens of all articles in order, from which the postings are made."""

    def __init__(self, folder: Path | None = None) -> None:
        """Put them on the disk of *folder*, or where temporary files are."""
        self._file = TokenFile(folder)
        self._waiting = array("I")
        self._lengths = array("H")

    def append(self, terms: Iterable[int]) -> None:
        """Add the next article's tokens, as term numbers."""
        before = len(self._waiting)
        self._waiting.extend(terms)
        self._lengths.append(len(self._waiting) - before)
        if len(self._waiting) >= SPILLED:
            self._spill()

    def extend(self, terms: Array, lengths: Array) -> None:
        """Add several articles' tokens, end to end, and how many each has."""
        self._spill()
        self._file.append(terms)
        self._lengths.frombytes(lengths.astype(np.uint16).tobytes())

    def texts(self, new_number: Array) -> Text:
        """Return u32[tokens], all articles end to end, and u16[articles]: how many each has.

        ``new_number[term]`` is each term's final number. To be asked for once.
        """
        self._spill()
        for start in range(0, len(self._file), SPILLED):
            part = self._file[start : start + SPILLED]
            self._file.put(start, new_number[part])
        return self._file, np.frombuffer(self._lengths, dtype=np.uint16)

    def _spill(self) -> None:
        self._file.append(np.frombuffer(self._waiting, dtype=np.uint32))
        self._waiting = array("I")
