"""Which syllables the archive writes, how often, and which follow which."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.language.counting import DISCOUNT, RIGHT, TERM_BITS, counted, met
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.tokens import Text
from search_service.engines.records import Spelling

UNSEEN: Final = 0.1
"""Occurrences taken for granted of a syllable that the archive does not have."""

SAMPLE: Final = 1 << 26
"""Syllables that are counted, those of the newest articles: 100,000 of 650. The counts of so many
take 1 GB while they are made; of words 12,000 articles restore 0.945, and 62,861 restore 0.962."""

_MOST: Final = 24
"""Spellings of one unmarked form that are considered, the most frequent: a language of six tones
and twelve vowels has few more, and what else is there are misprints."""

_REMEMBERED: Final = 1 << 14
"""Unmarked syllables whose spellings are kept at hand: more than a language has. Threads may share
them: what is read twice is the same."""


class Ngrams:
    """The archive's own spelling; see ``engines.records.SpellingModel``. Memory-mapped.

    An interpolated Kneser-Ney model of three syllables (Chen and Goodman: "An empirical study of
    smoothing techniques for language modeling", 1998, section 3.7)::

        P(c | a b) = max(count(a b c) - D, 0) / count(a b) + rest(a b) P(c | b)
        P(c | b) = (max(count(b c) - D, 0) + D after(b) Q(c)) / count(b)
        Q(c) = before(c) / pairs

    where before and after count distinct neighbours, and rest(a b) is what the triples kept leave.
    """

    def __init__(self, folder: Path, lexicon: Lexicon) -> None:
        """Map what ``write`` wrote to *folder*, of the terms of *lexicon*."""
        self._lexicon = lexicon
        self._folder = folder
        self._known: dict[str, tuple[Spelling, ...]] = {}

    _counts = Mapped("ngrams.counts")
    _before = Mapped("ngrams.before")
    _after = Mapped("ngrams.after")
    _pairs = Mapped("ngrams.pairs")
    _pair_counts = Mapped("ngrams.pair_counts")
    _rests = Mapped("ngrams.rests")
    _triples = Mapped("ngrams.triples")
    _triple_counts = Mapped("ngrams.triple_counts")

    @cached_property
    def size(self) -> int:
        """Syllables in all texts."""
        return int(self._counts.sum(dtype=np.int64))

    @staticmethod
    def write(
        folder: Path, texts: Sequence[Text], terms: int, *, older: Sequence[Text] = ()
    ) -> None:
        """Count the syllables of *texts* and write the counts to *folder*.

        Args:
            folder: Gets u32[terms] ``ngrams.counts``, the occurrences of each term, and
                ``.before`` and ``.after``, how many distinct terms stand before and behind it;
                i64[pairs] ``.pairs``, left << 32 | right, ascending; u32[pairs] ``.pair_counts``,
                how often the two stand side by side; f32[pairs] ``.rests``, see the class;
                i64[triples] ``.triples``, place of the pair << 32 | right, ascending; u32[triples]
                ``.triple_counts``.
            texts: For each field, term numbers of all articles end to end, and u16[articles]:
                how many are each article's. Nothing reaches into the next article.
            terms: Number of terms.
            older: Texts whose syllables the archive has too: once each, if *texts* have them not.
        """
        counts, parts = counted(texts, terms, folder)
        pairs, pair_counts, rests = (
            np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in (("pairs", np.int64), ("counts", np.uint32), ("rests", np.float32))
        )
        places = np.cumsum([0, *(len(part.pairs) for part in parts)])
        triples = [
            part.triples + (place << TERM_BITS)
            for part, place in zip(parts, places.tolist(), strict=False)
        ]
        arrays = {
            "counts": np.maximum(counts, met(older, terms)).astype(np.uint32),
            "before": np.bincount(pairs & RIGHT, minlength=terms).astype(np.uint32),
            "after": np.bincount(pairs >> TERM_BITS, minlength=terms).astype(np.uint32),
            "pairs": pairs,
            "pair_counts": pair_counts,
            "rests": rests,
            "triples": np.concatenate([pairs[:0], *triples]),
            "triple_counts": np.concatenate(
                [pair_counts[:0], *(part.triple_counts for part in parts)]
            ),
        }
        for name, values in arrays.items():
            np.save(folder / f"ngrams.{name}.npy", values)

    def spellings(self, folded: str) -> tuple[Spelling, ...]:
        """Return how the archive writes the unmarked syllable *folded*, most frequent first."""
        known = self._known.get(folded)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[folded] = self._read(folded)
        return known

    def written(self, forms: Sequence[str]) -> list[str]:
        """Return those of *forms*, short and of ASCII letters, that ``spellings`` may know."""
        return self._lexicon.written(forms)

    def _read(self, folded: str) -> tuple[Spelling, ...]:
        numbers = np.array(self._lexicon.variants(folded), dtype=np.int64)
        counts = self._counts[numbers].astype(np.int64)
        numbers = numbers[np.argsort(-counts, kind="stable")][:_MOST]
        return tuple(
            Spelling(self._lexicon[number], number, int(self._counts[number]))
            for number in numbers.tolist()
            if self._counts[number]  # else a compound, or a syllable of bylines and tags alone
        )

    def likelihood(self, contexts: Sequence[tuple[int, int]], rights: Sequence[int]) -> Array:
        """Return f64[contexts, rights]: the natural logarithm of P(right | context)."""
        before = np.array(contexts, dtype=np.int64).reshape(-1, 2)
        right = np.array(rights, dtype=np.int64)
        pair = _places(self._pairs, before[:, 0], before[:, 1])
        seen = _looked_up(self._triples, self._triple_counts, pair, right)
        told = seen / np.maximum(_at(self._pair_counts, pair), 1)[:, None]
        rest = np.where(pair >= 0, _at(self._rests, pair), 1.0)[:, None]
        shares: Array = np.log(told + rest * self._behind(before[:, 1], right))
        return shares

    def _behind(self, left: Array, right: Array) -> Array:
        """Return f64[left, right]: P(right | left)."""
        shares = np.maximum(_at(self._before, right), UNSEEN) / max(1, len(self._pairs))
        count = np.maximum(_at(self._counts, left), 1)
        after = _at(self._after, left)
        # What the archive does not have, or has at the end of texts alone, tells nothing.
        rest = np.where(after > 0, DISCOUNT * after / count, 1.0)
        seen = _looked_up(self._pairs, self._pair_counts, left, right)
        told: Array = seen / count[:, None] + rest[:, None] * shares
        return told


def _looked_up(keys: Array, counts: Array, lefts: Array, rights: Array) -> Array:
    """Return f64[lefts, rights]: the counts of keys left << 32 | right less DISCOUNT, or 0."""
    places = _places(keys, lefts[:, None], rights)
    found: Array = np.maximum(_at(counts, places) - DISCOUNT, 0.0)
    return found


def _places(keys: Array, lefts: Array, rights: Array) -> Array:
    """Return the places in *keys* of left << 32 | right, -1 where it is not there."""
    wanted = (lefts << TERM_BITS) | rights
    if not len(keys):
        return np.full(wanted.shape, -1)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    # A negative number on either side makes a negative key, and no key is.
    found: Array = np.where(keys[places] == wanted, places, -1)
    return found


def _at(values: Array, places: Array) -> Array:
    """Return f64: *values* at *places*, 0 where a place is negative."""
    if not len(values):
        return np.zeros(places.shape)
    found: Array = np.where(places >= 0, values[np.maximum(places, 0)], 0).astype(np.float64)
    return found
