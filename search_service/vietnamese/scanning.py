"""Looking for a few syllables in a text, without analysing all of it.

A snippet wants a handful of syllables out of thousands. Each character is mapped to one byte, what
it folds to, so that a syllable is found by searching bytes, and only the ones found are analysed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search_service.vietnamese.normal import COMBINING, fold
from search_service.vietnamese.syllables import LONGEST_TOKEN, syllable, tokenize

_BETWEEN = ord(" ")  # of what is no letter or digit
_OTHER = 1  # of a letter or digit that does not fold to an ASCII one: never in a syllable found
_ODD = 2  # of a combining mark: its text is analysed after all
_FOLDED_BELOW = 0x2000  # code points; beyond no letter, in NFC, folds to an ASCII one
_PLANE = 0x10000

_Offsets = npt.NDArray[np.intp]


class _Seen(NamedTuple):
    """Where the syllables of a text are, as far as one byte a character tells.

    Attributes:
        folded: Of each character what it folds to, between two of _BETWEEN.
        starts, ends: i64[syllables]: offsets in the text.
    """

    folded: bytes
    starts: _Offsets
    ends: _Offsets

    @classmethod
    def of(cls, text: str) -> _Seen | None:
        """Look at *text*: 10 ns a character; None where bytes cannot tell."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if len(codes) and codes.max() >= _PLANE:
            return None
        # One byte more on either side: every syllable stands between two.
        folded = np.full(len(codes) + 2, _BETWEEN, dtype=np.uint8)
        _table().take(codes, out=folded[1:-1], mode="clip")
        inside = folded != _BETWEEN
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = np.ascontiguousarray(edges[::2]), np.ascontiguousarray(edges[1::2])
        seen = folded.tobytes()
        if _ODD in seen or (ends - starts).max(initial=0) > LONGEST_TOKEN:
            return None
        return cls(seen, starts, ends)

    def parts(self, sizes: Iterable[int]) -> Iterator[_Seen]:
        """Yield what is seen of parts of the text: so many characters each, one between two."""
        begin = first = 0
        for size in sizes:
            stop = begin + size
            last = int(self.starts.searchsorted(stop))
            own = slice(first, last)
            yield _Seen(
                self.folded[begin : stop + 2], self.starts[own] - begin, self.ends[own] - begin
            )
            begin, first = stop + 1, last


class Scan:
    """The syllables of a text, as ``tokenize`` has them, each analysed when it is asked for.

    Attributes:
        text: The text, NFC.
        starts: Offset of the first character of each syllable.
        ends: Offset after the last one of each.
    """

    def __init__(self, text: str) -> None:
        """Find where the syllables are."""
        self._take(text, _Seen.of(text))

    @classmethod
    def several(cls, texts: Sequence[str]) -> list[Scan]:
        """Return a scan of each of *texts*, made together: of short ones ten take as long as one."""
        seen = _Seen.of(" ".join(texts))
        if seen is None:  # of one of them, which may be the only one
            return [cls(text) for text in texts]
        scans = [cls.__new__(cls) for _ in texts]
        for scan, text, part in zip(scans, texts, seen.parts(map(len, texts)), strict=True):
            scan._take(text, part)
        return scans

    def _take(self, text: str, seen: _Seen | None) -> None:
        self.text = text
        self.starts: Sequence[int]
        self.ends: Sequence[int]
        self._folded = seen.folded if seen else None
        if seen:
            self._starts = seen.starts
            # Numbers as Python's own, each when it is asked for: few of them are.
            self.starts, self.ends = seen.starts.data, seen.ends.data
        else:
            tokens = tokenize(text)
            self.starts = [token.start for token in tokens]
            self.ends = [token.end for token in tokens]

    def __len__(self) -> int:
        return len(self.starts)

    def form(self, place: int) -> str:
        """Return the normal form in lower case of the syllable at *place*."""
        return syllable(self.text[self.starts[place] : self.ends[place]])

    def places(self, folded: str) -> list[int]:
        """Return the places, in order, of the syllables that fold to *folded*."""
        if self._folded is None or not folded.isascii():
            return self._by_fold.get(folded, [])
        found = []
        wanted = f" {folded} ".encode()
        at = self._folded.find(wanted)
        while at >= 0:
            found.append(at)
            at = self._folded.find(wanted, at + len(wanted) - 1)
        places: list[int] = self._starts.searchsorted(found).tolist() if found else []
        return places

    @cached_property
    def _by_fold(self) -> dict[str, list[int]]:
        """Every syllable's places: for what bytes cannot tell."""
        places: dict[str, list[int]] = {}
        for place in range(len(self)):
            places.setdefault(fold(self.form(place)), []).append(place)
        return places


@cache
def _table() -> npt.NDArray[np.uint8]:
    """Return the byte of each code point of the first plane."""
    table = np.full(_PLANE, _BETWEEN, dtype=np.uint8)
    for code in range(_PLANE):
        if chr(code).isalnum():
            table[code] = _OTHER
            if code < _FOLDED_BELOW and len(letter := fold(chr(code))) == 1 and letter.isascii():
                table[code] = ord(letter)
    for mark in re.findall(f"[{COMBINING}]", "".join(map(chr, range(_PLANE)))):
        table[ord(mark)] = _ODD
    return table
