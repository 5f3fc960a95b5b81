"""Looking for a few syllables in a text, without analysing all of it.

A snippet wants a handful of syllables out of thousands. Each character is mapped to one byte, what
it folds to, so that a syllable is found by searching bytes, and only the ones found are analysed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from search_service.vietnamese.normal import COMBINING, fold
from search_service.vietnamese.syllables import LONGEST_TOKEN, Token, syllable, tokenize

_BETWEEN = ord(" ")  # of what is no letter or digit
_OTHER = 1  # of a letter or digit that does not fold to an ASCII one: never in a syllable found
_ODD = 2  # of a combining mark: its text is analysed after all
_FOLDED_BELOW = 0x2000  # code points; beyond no letter, in NFC, folds to an ASCII one
_PLANE = 0x10000

_Offsets = npt.NDArray[np.intp]


class _Seen:
    """One byte a character of one or several texts, and where the syllables are.

    Attributes:
        starts, ends: i64[syllables]: offsets in the text.
    """

    def __init__(self, folded: bytes, starts: _Offsets, ends: _Offsets) -> None:
        """Take of each character what it folds to, between two of _BETWEEN."""
        self._folded = folded
        self.starts = starts
        self.ends = ends
        self._known: dict[str, tuple[list[int], list[int]]] = {}

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

    def places(self, folded: str) -> tuple[list[int], list[int]]:
        """Return the places, ascending, of the syllables that fold to *folded*, and their offsets.

        Sought once in all texts that stand here.
        """
        if folded not in self._known:
            self._known[folded] = self._find(folded)
        return self._known[folded]

    def _find(self, folded: str) -> tuple[list[int], list[int]]:
        wanted = f" {folded} ".encode()
        found = []
        at = self._folded.find(wanted)
        while at >= 0:
            found.append(at)
            at = self._folded.find(wanted, at + len(wanted) - 1)
        return (self.starts.searchsorted(found).tolist() if found else []), found


class Scan:
    """The syllables of a text, as ``tokenize`` has them, each analysed when it is asked for.

    Attributes:
        text: The text, NFC.
    """

    def __init__(self, text: str) -> None:
        """Find where the syllables are."""
        self._take(text, _Seen.of(text))

    @classmethod
    def several(cls, texts: Sequence[str]) -> list[Scan]:
        """Return a scan of each of *texts*, made together: ten short ones take as long as one."""
        seen = _Seen.of(" ".join(texts))
        if seen is None:  # of one of them, which may be the only one
            return [cls(text) for text in texts]
        begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
        scans = [cls.__new__(cls) for _ in texts]
        places = seen.starts.searchsorted(begins).tolist()
        for scan, text, begin, span in zip(scans, texts, begins, pairwise(places), strict=False):
            scan._take(text, seen, begin, span)
        return scans

    def _take(
        self, text: str, seen: _Seen | None, begin: int = 0, span: tuple[int, int] | None = None
    ) -> None:
        """Take *text* as *seen* from *begin* on: the syllables of *span*, or all there are."""
        self.text = text
        self._seen = seen
        self._begin = begin
        if seen:
            self._first, self._stop = span or (0, len(seen.starts))

    @cached_property
    def _tokens(self) -> list[Token]:
        """What bytes cannot tell, analysed after all."""
        return tokenize(self.text)

    # Numbers as Python's own, each when it is asked for: few of them are.

    @cached_property
    def starts(self) -> Sequence[int]:
        """Offset of the first character of each syllable."""
        if self._seen:
            return (self._seen.starts[self._first : self._stop] - self._begin).data
        return [token.start for token in self._tokens]

    @cached_property
    def ends(self) -> Sequence[int]:
        """Offset after the last one of each."""
        if self._seen:
            return (self._seen.ends[self._first : self._stop] - self._begin).data
        return [token.end for token in self._tokens]

    def __len__(self) -> int:
        return self._stop - self._first if self._seen else len(self._tokens)

    def form(self, place: int) -> str:
        """Return the normal form in lower case of the syllable at *place*."""
        return syllable(self.text[self.starts[place] : self.ends[place]])

    def forms(self, folded: str) -> list[tuple[int, str]]:
        """Return the places, in order, and the forms of the syllables that fold to *folded*."""
        if self._seen is None or not folded.isascii():
            return [(place, self.form(place)) for place in self._by_fold.get(folded, ())]
        places, offsets = self._seen.places(folded)
        first = bisect_left(places, self._first)
        last = bisect_left(places, self._stop, first)
        size, text = len(folded), self.text  # one byte is one character
        begins = [offset - self._begin for offset in offsets[first:last]]
        return [
            (place - self._first, syllable(text[begin : begin + size]))
            for place, begin in zip(places[first:last], begins, strict=True)
        ]

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
