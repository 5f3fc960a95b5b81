"""Which syllables the archive writes, how often, and which follow which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.grouping import changes, grouped
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.spilling import Spill
from search_service.engines.arrays.tokens import Text
from search_service.engines.records import Spelling

DISCOUNT: Final = 0.85
"""What is taken off the count of every pair and triple for those that were never seen. Between 0.8
and 0.95 the marks restored differ by 1 syllable in 1,000."""

UNSEEN: Final = 0.1
"""Occurrences taken for granted of a syllable that the archive does not have."""

LEAST: Final = 2
"""Occurrences of a triple that is kept: one in five. The others would take four times the room and
restore no more in the same newspapers."""

_TERM_BITS: Final = 32
"""A pair is left term << 32 | right term, a triple place of the pair << 32 | right term."""

_RIGHT: Final = (1 << _TERM_BITS) - 1

_BLOCK: Final = 1 << 22
"""Tokens whose neighbours are looked at at a time, about 200 MB; they are counted by their first
term, as many at a time as ``Spill.ranges`` puts together, about 300 MB."""

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
        counts, parts = _counted(texts, terms, folder)
        pairs, pair_counts, rests = (
            np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in (("pairs", np.int64), ("counts", np.uint32), ("rests", np.float32))
        )
        places = np.cumsum([0, *(len(part.pairs) for part in parts)])
        triples = [
            part.triples + (place << _TERM_BITS)
            for part, place in zip(parts, places.tolist(), strict=False)
        ]
        arrays = {
            "counts": np.maximum(counts, _met(older, terms)).astype(np.uint32),
            "before": np.bincount(pairs & _RIGHT, minlength=terms).astype(np.uint32),
            "after": np.bincount(pairs >> _TERM_BITS, minlength=terms).astype(np.uint32),
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
    wanted = (lefts << _TERM_BITS) | rights
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


def _met(texts: Sequence[Text], terms: int) -> Array:
    """Return bool[terms]: which *texts* have."""
    met = np.zeros(terms, dtype=bool)
    for tokens, _ in texts:
        for start in range(0, len(tokens), _BLOCK):
            met[tokens[start : start + _BLOCK]] = True
    return met


class _Counted(NamedTuple):
    """The pairs and triples that begin with some terms.

    Attributes:
        pairs: i64[pairs]: left << 32 | right, ascending.
        counts: u32[pairs].
        rests: f32[pairs].
        triples: i64[triples]: place of the pair << 32 | right, ascending.
        triple_counts: u32[triples].
    """

    pairs: Array
    counts: Array
    rests: Array
    triples: Array
    triple_counts: Array

    @classmethod
    def of(cls, first: int, sizes: Array, behind: Array, terms: int) -> _Counted:
        """Count every two and three neighbours.

        Args:
            first: The first of some terms, one behind another.
            sizes: i64[terms]: how often each of them has one behind it.
            behind: i64: by term, its two neighbours each time, as ``_packed``; a second that is
                *terms* is none.
            terms: Number of all terms.
        """
        left = _numbered(sizes)
        both, begins = grouped(behind & _RIGHT, _packed(left, behind >> _TERM_BITS), terms + 1)
        third = _numbered(np.diff(begins))
        both, begins = grouped(both & _RIGHT, _packed(both >> _TERM_BITS, third), terms)
        right = _numbered(np.diff(begins))
        behind, _ = grouped(both >> _TERM_BITS, _packed(right, both & _RIGHT), len(sizes))
        del both, third
        right = (behind >> _TERM_BITS).astype(np.int32)
        begins = changes(left, right)
        counts = np.diff(begins, append=len(left))
        triples = changes(left, behind)
        times = np.diff(triples, append=len(left))
        third = behind[triples] & _RIGHT
        kept = (third != terms) & (times >= LEAST)
        triples, times = triples[kept], times[kept]
        place = np.searchsorted(begins, triples, side="right") - 1
        told = np.bincount(place, times - DISCOUNT, len(begins))
        return cls(
            _packed(first + left[begins], right[begins]),
            counts.astype(np.uint32),
            (1 - told / np.maximum(counts, 1)).astype(np.float32),
            _packed(place, third[kept]),
            times.astype(np.uint32),
        )


def _counted(texts: Sequence[Text], terms: int, folder: Path) -> tuple[Array, list[_Counted]]:
    """Return i64[terms], how often each term stands, and its neighbours by ranges of first terms.

    What waits to be counted does so in *folder*.
    """
    counts = np.zeros(terms, dtype=np.int64)
    windows = Spill(folder, (np.int64,), terms)
    for left, right, third in _windows(texts, terms):
        counts += np.bincount(left, minlength=terms)
        on = np.flatnonzero(right != terms)
        behind, begins = grouped(left[on], _packed(right[on], third[on]), terms)
        windows.add(np.diff(begins), (behind,))
    ranges = windows.ranges()
    return counts, [
        _Counted.of(first, windows.sizes[first:last], behind, terms)
        for first, last, (behind,) in ranges
    ]


def _numbered(sizes: Array) -> Array:
    """Return i32: each place in *sizes*, as often as it says."""
    return np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)


def _packed(left: Array, right: Array) -> Array:
    """Return i64: left << 32 | right of each."""
    packed: Array = (left.astype(np.int64) << _TERM_BITS) | right
    return packed


def _windows(texts: Sequence[Text], terms: int) -> Iterator[tuple[Array, Array, Array]]:
    """Yield every token in blocks and the two behind it, *terms* where the article has ended."""
    for tokens, lengths in texts:
        ends = np.cumsum(lengths, dtype=np.int64)
        for start in range(0, len(tokens), _BLOCK):
            part = tokens[start : start + _BLOCK + 2].astype(np.int32)
            begun = np.zeros(len(part) + 2, dtype=bool)  # an article begins there
            begun[len(part) :] = True
            within = slice(*np.searchsorted(ends, (start, start + len(part))))
            begun[ends[within] - start] = True
            size = min(_BLOCK, len(tokens) - start)
            behind = np.append(part, np.array([terms, terms], np.int32))
            right = np.where(begun[1 : size + 1], terms, behind[1 : size + 1])
            ended = begun[1 : size + 1] | begun[2 : size + 2]
            yield part[:size], right, np.where(ended, terms, behind[2 : size + 2])
