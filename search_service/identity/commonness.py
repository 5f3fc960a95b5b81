"""How many persons of one Vietnamese name an archive can be expected to name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import prod

from search_service.identity.spelling import is_foreign


class Commonness:
    """The syllables of an archive's names, by where they stand in a name.

    Surnames, middle and given names are taken for independent of each other, and the names of an
    archive for as many persons: of *n* names of three syllables, ``n · p(Nguyễn) · p(Anh) ·
    p(Tuấn)`` are to be expected to be *Nguyễn Anh Tuấn*.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Count the syllables of *names*, given as ids; foreign ones tell nothing."""
        split = [name.split("-") for name in names if "-" in name and not is_foreign(name)]
        self._total = len(split)
        self._lengths = Counter(map(len, split))
        self._first = Counter(words[0] for words in split)
        self._last = Counter(words[-1] for words in split)
        self._middle = Counter(word for words in split for word in words[1:-1])
        self._middles = self._middle.total()
        self.expected = lru_cache(maxsize=1 << 12)(self._expected)

    def _expected(self, name: str) -> float:
        """Return how many persons called *name* are to be expected, 0 for a foreign name."""
        words = name.split("-")
        if len(words) < 2 or is_foreign(name) or not self._total:
            return 0.0
        ends = self._first[words[0]] * self._last[words[-1]] / self._total**2
        middles = prod(self._middle[word] / self._middles for word in words[1:-1])
        return self._lengths[len(words)] * ends * middles
