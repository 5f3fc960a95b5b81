"""Terms and postings of a base and of the segment behind it, read as one.

Articles, terms and places are numbered on: those of the base keep their numbers, and the segment's
follow. So a term's row is the base's and the segment's, one behind the other, ascending. Within its
own files the segment is numbered from 0; ``terms.numbers`` gives its terms' numbers here.

A text of the base ends with the number of its terms, so no term has that number: the gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array, mapped
from search_service.engines.whoosh.frequencies import DOCUMENT_FREQUENCIES, Frequencies
from search_service.engines.whoosh.postings import TEXT_BITS, Counts, Occurrences, Postings

NUMBERS: Final = "terms.numbers.npy"

LOOKED_UP: Final = 16
"""How many times as many terms a base must have for each of a segment's to be looked up in it: one
look-up costs about as much as reading so many terms."""


class Numbering:
    """Which terms of a segment are which of base and segment together.

    Attributes:
        gap: The number that no term has; the base's terms are below it, new ones above.
        numbers: u32[terms of the segment]: the number of each.
        new: The terms of the segment that the base has not, ascending; their numbers are too.
    """

    def __init__(self, gap: int, numbers: Array) -> None:
        """Take the *numbers* of a segment's terms behind a base of *gap* terms."""
        self.gap = gap
        self.numbers = numbers
        self.new = np.flatnonzero(numbers > gap)
        self._order = np.argsort(numbers)
        self._sorted = numbers[self._order]

    @classmethod
    def of(cls, base: Lexicon, segment: Lexicon) -> Numbering:
        """Number the terms of *segment* behind those of *base*."""
        gap = len(base)
        few = len(segment) * LOOKED_UP < gap
        find = base.find if few else {term: number for number, term in enumerate(base)}.get
        found = [find(term) for term in segment]
        behind = iter(range(gap + 1, gap + 1 + len(found)))
        numbers = [next(behind) if number is None else number for number in found]
        return cls(gap, np.array(numbers, dtype=np.uint32))

    def __len__(self) -> int:
        """Return how many numbers there are, the gap among them."""
        return self.gap + 1 + len(self.new)

    def within(self, number: int) -> int | None:
        """Return which of the segment's terms has this *number*, None where none has."""
        place = int(np.searchsorted(self._sorted, np.uint32(number)))
        if place == len(self._sorted) or self._sorted[place] != number:
            return None
        return int(self._order[place])

    @cached_property
    def with_gap(self) -> Array:
        """u32[terms + 1]: the numbers, and the gap for what ends a text of the segment."""
        return np.append(self.numbers, np.uint32(self.gap))

    def spread(self, values: Array) -> Array:
        """Return i64[numbers]: the *values* of the segment's terms where these are."""
        wide = np.zeros(len(self), dtype=np.int64)
        wide[self.numbers] = values
        return wide


class JoinedLexicon(Lexicon):
    """The terms of a base, and behind the gap those that only the segment has."""

    def __init__(self, base: Lexicon, segment: Lexicon, numbering: Numbering) -> None:
        """Read *base*, and what of *segment* is new."""
        self._base = base
        self._segment = segment
        self._numbering = numbering

    def __len__(self) -> int:
        return len(self._numbering)

    def __iter__(self) -> Iterator[str]:
        new = map(self._segment.__getitem__, self._numbering.new.tolist())
        return chain(self._base, [""], new)

    def __getitem__(self, number: int) -> str:
        gap = self._numbering.gap
        if number < gap:
            return self._base[number]
        return self._segment[int(self._numbering.new[number - gap - 1])] if number > gap else ""

    def texts(self) -> list[str]:
        """Return all terms in the order of their numbers; the gap has no letters."""
        return list(self)

    def find(self, term: str) -> int | None:
        """Return the number of *term*, None when no article contains it."""
        number = self._base.find(term)
        if number is None and (place := self._segment.find(term)) is not None:
            number = int(self._numbering.numbers[place])
        return number

    def variants(self, folded: str) -> tuple[int, ...]:
        """Return the numbers of all terms that fold to *folded*, itself among them."""
        numbers = (int(self._numbering.numbers[one]) for one in self._segment.variants(folded))
        new = (number for number in numbers if number > self._numbering.gap)
        return (*self._base.variants(folded), *new)

    def written(self, forms: Sequence[str]) -> list[str]:
        """Return those of *forms* that are forms of any term."""
        either = {*self._base.written(forms), *self._segment.written(forms)}
        return [form for form in forms if form in either]


class JoinedPostings(Postings):
    """The rows of a base and of a segment; what only a merge asks for is asked of each."""

    def __init__(self, base: Postings, segment: Postings, numbering: Numbering) -> None:
        """Read *base*, and *segment* as its *numbering* says."""
        self._base = base
        self._segment = segment
        self._numbering = numbering

    @cached_property
    def _first(self) -> int:
        """The number of the segment's first article."""
        return self._base.articles()

    @cached_property
    def _end(self) -> int:
        """Where the base's part of the stream ends."""
        return int(self._base.starts[-1])

    def __len__(self) -> int:
        return len(self._numbering)

    def articles(self) -> int:
        """Return the number of articles."""
        return self._first + self._segment.articles()

    def counts(self, term: int) -> Counts:
        """Return the articles that have the syllable *term* in any field."""
        own = self._numbering.within(term)
        base = self._base.counts(term) if term < self._numbering.gap else None
        return self._together(base, None if own is None else self._segment.counts(own))

    def words(self, term: int) -> Counts:
        """Return the articles that have the compound *term*."""
        own = self._numbering.within(term)
        base = self._base.words(term) if term < self._numbering.gap else None
        return self._together(base, None if own is None else self._segment.words(own))

    def _together(self, base: Counts | None, own: Counts | None) -> Counts:
        if own is None:
            return base or _NOTHING
        docs = own.docs + np.uint32(self._first)
        if base is None:
            return Counts(docs, own.frequency)
        frequency = np.concatenate([base.frequency, own.frequency])
        return Counts(np.concatenate([base.docs, docs]), frequency)

    def occurrences(self, term: int) -> Occurrences:
        """Return where the syllable *term* stands."""
        place = self._numbering.within(term)
        base = self._base.occurrences(term) if term < self._numbering.gap else _NOWHERE
        if place is None:
            return base
        own = self._segment.occurrences(place)
        return Occurrences(
            np.concatenate([base.places, own.places + np.uint32(self._end)]),
            np.concatenate([base.following, self._numbering.with_gap[own.following]]),
            np.concatenate([base.texts, own.texts + np.uint32(self._first << TEXT_BITS)]),
        )

    def frequent(self, term: int) -> int:
        """Return how often the syllable *term* stands anywhere; nothing is read of it."""
        place = self._numbering.within(term)
        base = self._base.frequent(term) if term < self._numbering.gap else 0
        return base + (0 if place is None else self._segment.frequent(place))

    def weights_of(self, texts: Array) -> Array:
        """Return f32: the weight of each of *texts*, which are ascending."""
        first = self._first << TEXT_BITS
        split = np.searchsorted(texts, texts.dtype.type(first))
        own = self._segment.weights[texts[split:] - first]
        return np.concatenate([self._base.weights[texts[:split]], own])

    def texts_at(self, places: Array) -> Array:
        """Return the text that each of *places*, ascending, in the stream is in."""
        split = np.searchsorted(places, places.dtype.type(self._end))
        own = self._segment.texts_at(places[split:] - self._end) + (self._first << TEXT_BITS)
        return np.concatenate([self._base.texts_at(places[:split]), own])

    def lengths(self) -> Array:
        """Return i64[articles, fields]: how many syllables each text has."""
        return np.concatenate([self._base.lengths(), self._segment.lengths()])

    def syllable_articles(self) -> Array:
        """Return i64[terms]: how many articles have each term as a syllable."""
        return self._summed(self._base.syllable_articles(), self._segment.syllable_articles())

    def word_articles(self, among: Array | None = None) -> Array:
        """Return i64[terms]: how many articles, or of those *among*, have each term as a word."""
        if among is None:
            return self._summed(self._base.word_articles(), self._segment.word_articles())
        base = self._base.word_articles(among[: self._first])
        return self._summed(base, self._segment.word_articles(among[self._first :]))

    def _summed(self, base: Array, own: Array) -> Array:
        summed = self._numbering.spread(own)
        summed[: self._numbering.gap] += base
        return summed


class JoinedFrequencies(Frequencies):
    """The frequencies of a base and a segment, without those of articles that are gone."""

    def __init__(self, base: Path, segment: Path, size: int, gone: Array) -> None:
        """Map what is in both folders, of *size* numbers of articles, those in *gone* unused."""
        super().__init__(base, size)
        self._segment_present = mapped(segment / f"{DOCUMENT_FREQUENCIES}.npy")
        self._numbering = Numbering(len(self.lexicon), mapped(segment / NUMBERS))
        self.lexicon = JoinedLexicon(self.lexicon, Lexicon(segment), self._numbering)
        self._postings = JoinedPostings(self._postings, Postings(segment), self._numbering)
        self._gone = gone
        self.articles = size - len(gone)

    def every(self) -> Array:
        """Return the numbers of all articles that are there, ascending."""
        return np.delete(np.arange(self.size), self._gone)

    def present(self) -> Array:
        """Return the articles that have any text in any of the fields."""
        return np.setdiff1d(super().present(), self._gone, assume_unique=True)

    def document_frequency(self, term: str) -> int:
        """Return the number of articles that contain *term*, those gone since the merge too."""
        number = self.lexicon.find(term)
        if number is None:
            return 0
        place = self._numbering.within(number)
        base = int(self._present[number]) if number < self._numbering.gap else 0
        return base + (0 if place is None else int(self._segment_present[place]))

    def word(self, number: int) -> Counts:
        """Return the articles that have the compound *number*."""
        return self._there(super().word(number))

    def words_everywhere(self) -> Array:
        """Return i64[terms]: how many articles have each as a word."""
        return self._words_everywhere

    @cached_property
    def _words_everywhere(self) -> Array:
        there = np.ones(self.size, dtype=bool)
        there[self._gone] = False
        return self._postings.word_articles(there if len(self._gone) else None)

    def _counts(self, term: int) -> Counts:
        return self._there(super()._counts(term))

    def _weighed(self, texts: Array) -> Counts:
        return self._there(super()._weighed(texts))

    def _there(self, counts: Counts) -> Counts:
        """Return *counts* without articles that are gone."""
        docs = counts.docs
        if not len(self._gone) or not len(docs):
            return counts
        gone = self._gone.astype(docs.dtype)  # else the longer of both would be converted
        places = np.searchsorted(docs, gone)
        places = places[docs[np.minimum(places, len(docs) - 1)] == gone]
        if not len(places):
            return counts
        return Counts(np.delete(docs, places), np.delete(counts.frequency, places))


_EMPTY: Final = np.zeros(0, dtype=np.uint32)
_NOTHING: Final = Counts(_EMPTY, np.zeros(0, dtype=np.float32))
_NOWHERE: Final = Occurrences(_EMPTY, _EMPTY, _EMPTY)
