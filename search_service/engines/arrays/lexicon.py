"""The lexicon: every term with its number, and the marked variants of every unmarked form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.packing import packed
from search_service.engines.arrays.strings import Strings, utf8_order
from search_service.vietnamese import fold

_REMEMBERED: Final = 1 << 14
"""Terms that were looked up last: more syllables than a language has."""


class Lexicon:
    """Terms of one generation, memory-mapped. A term's number is its place in UTF-8 order."""

    def __init__(self, folder: Path) -> None:
        """Map the lexicon that ``write`` wrote to *folder*."""
        self._terms = Strings(folder, "terms")
        self._folded = Strings(folder, "folded")
        self._folder = folder
        self._found = lru_cache(_REMEMBERED)(self._terms.find)
        self._spelt = lru_cache(_REMEMBERED)(self._read)

    _variant_offsets = Mapped("variants.offsets")
    _variants = Mapped("variants.terms")

    @staticmethod
    def write(folder: Path, terms: Sequence[str]) -> Array:
        """Write *terms* to *folder*; return for each of them, as given, its number (u32)."""
        order = utf8_order(terms)
        numbers = np.empty(len(terms), dtype=np.uint32)
        numbers[order] = np.arange(len(terms), dtype=np.uint32)
        Strings.write(folder, "terms", (terms[place] for place in order))
        variants: dict[str, list[int]] = {}
        for number, place in enumerate(order):
            variants.setdefault(fold(terms[place]), []).append(number)
        folded = sorted(variants, key=lambda text: text.encode("utf-8"))
        Strings.write(folder, "folded", folded)
        sizes = [len(variants[text]) for text in folded]
        np.save(folder / "variants.offsets.npy", np.cumsum([0, *sizes]))
        numbered = [number for text in folded for number in variants[text]]
        np.save(folder / "variants.terms.npy", np.array(numbered, dtype=np.uint32))
        return numbers

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __getitem__(self, number: int) -> str:
        return self._terms[number]

    def texts(self) -> list[str]:
        """Return all terms in the order of their numbers."""
        return self._terms[:]

    def find(self, term: str) -> int | None:
        """Return the number of *term*, None when no article contains it."""
        return self._found(term)

    def variants(self, folded: str) -> tuple[int, ...]:
        """Return the numbers of all terms that fold to *folded*, itself among them."""
        return self._spelt(folded)

    def written(self, forms: Sequence[str]) -> list[str]:
        """Return those of *forms* that are forms of any term: ``variants`` of the others are none.

        Args:
            forms: Unmarked, of ASCII letters, at most ``packing.LONGEST`` of them. Hundreds are
                looked up at once, in the time that ``variants`` takes for ten.
        """
        wanted = packed(forms)
        if not len(self._short):
            return []
        places = np.minimum(np.searchsorted(self._short, wanted), len(self._short) - 1)
        found = np.flatnonzero(self._short[places] == wanted)
        return [forms[place] for place in found.tolist()]

    @cached_property
    def _short(self) -> Array:
        return self._folded.packed()

    def _read(self, folded: str) -> tuple[int, ...]:
        place = self._folded.find(folded)
        if place is None:
            return ()
        row = slice(self._variant_offsets[place], self._variant_offsets[place + 1])
        return tuple(self._variants[row].tolist())
