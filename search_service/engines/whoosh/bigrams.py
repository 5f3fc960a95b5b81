"""Which syllables the archive writes, how often, and which stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.base import Spelling
from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.lexicon import Lexicon

_TERM_BITS: Final = 32
"""A pair is left term << 32 | right term."""

_RIGHT: Final = (1 << _TERM_BITS) - 1

_MOST: Final = 24
"""Spellings of one unmarked form that are considered, the most frequent: a language of six tones
and twelve vowels has few more, and what else is there are misprints."""

_REMEMBERED: Final = 1 << 14
"""Unmarked syllables whose spellings are kept at hand: more than a language has. Threads may share
them: what is read twice is the same."""


class Bigrams:
    """The archive's own spelling; see ``engines.base.SpellingModel``. Memory-mapped."""

    def __init__(self, folder: Path, lexicon: Lexicon) -> None:
        """Map what ``write`` wrote to *folder*, of the terms of *lexicon*."""
        self._lexicon = lexicon
        self._counts = mapped(folder / "bigrams.counts.npy")
        self._before = mapped(folder / "bigrams.before.npy")
        self._after = mapped(folder / "bigrams.after.npy")
        self._pairs = mapped(folder / "bigrams.pairs.npy")
        self._pair_counts = mapped(folder / "bigrams.pair_counts.npy")
        self._known: dict[str, tuple[Spelling, ...]] = {}
        self.size = int(self._counts.sum(dtype=np.int64))
        self.pairs = len(self._pairs)

    @staticmethod
    def write(folder: Path, texts: Iterable[tuple[Array, Array]], terms: int) -> None:
        """Count the syllables of *texts* and write the counts to *folder*.

        Args:
            folder: Gets u32[terms] ``bigrams.counts``, the occurrences of each term, and
                ``bigrams.before`` and ``.after``, how many distinct terms stand before and
                behind it; i64[pairs] ``bigrams.pairs``, left << 32 | right, ascending; u32[pairs]
                ``bigrams.pair_counts``, how often the two stand side by side.
            texts: For each field, term numbers of all articles end to end, and u16[articles]:
                how many are each article's. No pair reaches into the next article.
            terms: Number of terms.
        """
        counts = np.zeros(terms, dtype=np.int64)
        pairs, pair_counts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        for tokens, lengths in texts:
            counts += np.bincount(tokens, minlength=terms)
            known, found = np.unique(_pairs(tokens, lengths), return_counts=True)
            pairs, where = np.unique(np.concatenate([pairs, known]), return_inverse=True)
            summed = np.bincount(where, np.concatenate([pair_counts, found]), len(pairs))
            pair_counts = summed.astype(np.int64)
        arrays = {
            "counts": counts,
            "before": np.bincount(pairs & _RIGHT, minlength=terms),
            "after": np.bincount(pairs >> _TERM_BITS, minlength=terms),
            "pair_counts": pair_counts,
        }
        for name, values in arrays.items():
            np.save(folder / f"bigrams.{name}.npy", values.astype(np.uint32))
        np.save(folder / "bigrams.pairs.npy", pairs)

    def spellings(self, folded: str) -> tuple[Spelling, ...]:
        """Return how the archive writes the unmarked syllable *folded*, most frequent first."""
        known = self._known.get(folded)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[folded] = self._read(folded)
        return known

    def _read(self, folded: str) -> tuple[Spelling, ...]:
        numbers = np.array(self._lexicon.variants(folded), dtype=np.int64)
        counts = self._counts[numbers].astype(np.int64)
        numbers = numbers[np.argsort(-counts, kind="stable")][:_MOST]
        return tuple(
            Spelling(
                self._lexicon[number],
                number,
                int(self._counts[number]),
                int(self._before[number]),
                int(self._after[number]),
            )
            for number in numbers.tolist()
            if self._counts[number]  # else a compound, or a syllable of bylines and tags alone
        )

    def together(self, lefts: Sequence[int], rights: Sequence[int]) -> Array:
        """Return i64[lefts, rights]: how often each of *rights* follows each of *lefts*."""
        left = np.array(lefts, dtype=np.int64)[:, None] << _TERM_BITS
        wanted = left | np.array(rights, dtype=np.int64)[None, :]
        if not len(self._pairs):
            return np.zeros(wanted.shape, dtype=np.int64)
        places = np.minimum(np.searchsorted(self._pairs, wanted), len(self._pairs) - 1)
        found: Array = np.where(self._pairs[places] == wanted, self._pair_counts[places], 0)
        return found


def _pairs(tokens: Array, lengths: Array) -> Array:
    """Return every two neighbours of *tokens* that are of one article."""
    inside = np.ones(len(tokens), dtype=bool)
    ends = np.cumsum(lengths, dtype=np.int64)
    inside[ends[lengths > 0] - 1] = False
    lefts = np.flatnonzero(inside)
    pairs: Array = (tokens[lefts].astype(np.int64) << _TERM_BITS) | tokens[lefts + 1]
    return pairs
