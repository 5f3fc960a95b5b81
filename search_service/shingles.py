"""Signatures of texts, by which copies of one text are told from other texts on the same matter.

One agency's story stands in several papers, cut or begun otherwise. Two texts are as much the same
as their sets of shingles are: runs of SHINGLE syllables (Broder: "On the resemblance and
containment of documents", 1997). A signature keeps for each of PERMUTATIONS orders of all shingles
the text's first one, and two texts have the same first one as often as their sets overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

SHINGLE: Final = 4
"""Syllables of a shingle: two common words are no evidence of copying, a slip spoils only four."""

PERMUTATIONS: Final = 128
"""The error of a resemblance of 0.5 is sqrt(0.5 * 0.5 / 128), 0.044."""

SHORTEST: Final = 20
"""Syllables below which a text has no signature: "see our pictures" is no story told twice."""

_Codes = npt.NDArray[np.uint64]


def _mixed(values: _Codes) -> _Codes:
    """Return *values* with their bits spread (the finalizer of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_FACTORS: Final = _mixed(np.arange(1, PERMUTATIONS + 1, dtype=np.uint64)) | np.uint64(1)
_SHIFTS: Final = _mixed(np.arange(1, PERMUTATIONS + 1, dtype=np.uint64) << np.uint64(20))
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=1 << 17)  # distinct syllables and numbers: more than an archive has
def _code(syllable: str) -> int:
    return crc32(syllable.encode("utf-8", "replace")) + 1


def signature(syllables: Sequence[str]) -> bytes:
    """Return the signature of a text of these *syllables*, PERMUTATIONS u16; short ones have none.

    Of each first shingle 16 bits are kept (Li, König: "b-Bit Minwise Hashing", 2010): two others
    are taken for the same once in 65,536 times.
    """
    if len(syllables) < SHORTEST:
        return b""
    codes = np.fromiter(map(_code, syllables), dtype=np.uint64, count=len(syllables))
    rows = len(codes) - SHINGLE + 1
    runs = np.zeros(rows, dtype=np.uint64)
    for place in range(SHINGLE):
        runs = runs * _BASE + codes[place : place + rows]
    runs = _mixed(runs)
    first = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(runs), _ROWS):
        block = runs[start : start + _ROWS, None] * _FACTORS + _SHIFTS
        first = np.minimum(first, block.min(axis=0))
    return (_mixed(first) & np.uint64(0xFFFF)).astype("<u2").tobytes()


_ROWS: Final = 1 << 12
"""Shingles permuted at a time: 4 MB."""


def resemblances(some: Sequence[bytes], others: Sequence[bytes]) -> npt.NDArray[np.float32]:
    """Return [some, others]: the estimated Jaccard of their texts, 0 where one has no signature."""
    left, right = _table(some), _table(others)
    same = (left[:, None] == right[None]).mean(axis=2, dtype=np.float32)
    known = np.outer([bool(one) for one in some], [bool(one) for one in others])
    found: npt.NDArray[np.float32] = np.where(known, same, np.float32(0))
    return found


def _table(signatures: Sequence[bytes]) -> npt.NDArray[np.uint16]:
    """Return [signatures, PERMUTATIONS], zeros for a text without one."""
    empty = bytes(2 * PERMUTATIONS)
    joined = b"".join(one or empty for one in signatures)
    return np.frombuffer(joined, dtype="<u2").reshape(-1, PERMUTATIONS)
