"""Frequent phrases: runs of two to five syllables that hold together, mined from the archive.

Chosen are frequent runs that are compound words, or hold together and begin and end with a word;
neither those that begin or end in a function word, nor those that are mostly part of a longer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.grouping import changes, grouped
from search_service.engines.arrays.language.runs import (
    LONGEST,
    cohesion,
    frequent_runs,
    least_articles,
    stream,
)
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.tokens import Text
from search_service.vietnamese import FUNCTION_WORDS

MOST: Final = 20_000
"""Phrases kept, those of most articles: what an archive of any size offers its readers."""

SAMPLE: Final = 1 << 24
"""Syllables that phrases are mined from, those of the newest articles: 25,000 of 650. Each takes
60 bytes of memory, 1 GB in all; what readers ask for is what is written of."""

_COHESION: Final = 0.3
"""Least normalised pointwise mutual information of a run that is no compound word; by eye, on
the runs of 6,540 articles: below it most are chance neighbours."""

_INSIDE: Final = 0.8
"""Share of a run's occurrences within one longer phrase from which on it is a part of that."""

_BOUND: Final = 0.8
"""Share of a syllable's occurrences in compounds from which on it is no word by itself."""

_WORD: Final = 0.5
"""Share of a run's articles in which it is a compound from which on it is taken for one."""

_SEEN: Final = 3
"""Articles that are read to see how a phrase is printed."""

_SAMPLED: Final = 3
"""One in so many articles is read for that; another one only where none of these has a phrase."""


class Phrase(NamedTuple):
    """A run of syllables that several articles have.

    Attributes:
        syllables: In normal form and lower case.
        articles: Number of articles with it; of a sample, about how many all have.
        places: Some of its occurrences, in different articles: (article, text, syllable).
    """

    syllables: tuple[str, ...]
    articles: int
    places: tuple[tuple[int, int, int], ...]


class Miner:
    """Chooses phrases among frequent runs, by the compound words of the same articles."""

    def __init__(
        self, texts: Sequence[Text], terms: Iterable[str], words: Array, share: float = 1.0
    ) -> None:
        """Count the runs of *texts*.

        Args:
            texts: Term numbers of all articles and how many each article has, for each text.
            terms: Syllables, and compounds joined by ``_``.
            words: u32[terms]: the articles that have each term as a word.
            share: The part of the articles whose texts are there; the others have none.
        """
        self._share = share
        self._stream = stream(texts)
        self._terms = list(terms)  # each is asked for many times
        self._levels = frequent_runs(self._stream, least_articles(round(share * len(texts[0][1]))))
        self._positions = len(self._stream.terms)
        self._compounds = {
            self._terms[number]: share * int(words[number])
            for number in np.flatnonzero(words).tolist()
            if "_" in self._terms[number]
        }
        self._bound = self._bound_syllables()

    def phrases(self, names: Mapping[str, int], most: int = MOST) -> list[Phrase]:
        """Return the phrases of most articles, at most *most*.

        Args:
            names: The articles of names that are offered as such, and of their parts; syllables
                are joined by a space. A run that is mostly one of them is no phrase.
            most: Phrases to return.
        """
        chosen: list[tuple[int, int, int]] = []  # articles, length, number of the run
        inside = self._within(LONGEST + 1, self._levels[-1].counts, ())
        for length in range(LONGEST, 1, -1):
            runs = self._levels[length - 1]
            kept = self._kept(length, inside, names)
            chosen += [(int(runs.articles[number]), length, number) for number in kept]
            inside = self._within(length, inside, kept)
        chosen.sort(key=lambda found: (-found[0], *found[1:]))
        return self._placed(chosen[:most])

    def _bound_syllables(self) -> frozenset[str]:
        """Return the syllables that hardly stand alone: nearly all of them are in compounds."""
        within: defaultdict[str, float] = defaultdict(float)
        for compound, articles in self._compounds.items():
            for syllable in set(compound.split("_")):
                within[syllable] += articles
        runs = self._levels[0]
        spread = zip(self._stream.terms[runs.first].tolist(), runs.articles.tolist(), strict=True)
        return frozenset(
            self._terms[term]
            for term, articles in spread
            if within[self._terms[term]] >= _BOUND * articles
        )

    def _kept(self, length: int, inside: Array, names: Mapping[str, int]) -> list[int]:
        """Return the runs of *length* that are phrases; *inside* of them stand in longer ones."""
        runs = self._levels[length - 1]
        close = cohesion(self._levels, length, self._positions)
        kept = []
        numbers = np.flatnonzero(inside < _INSIDE * runs.counts)
        for number, syllables in zip(
            numbers.tolist(), self._syllables(runs.first[numbers], length), strict=True
        ):
            articles = int(runs.articles[number])
            word = self._is_word(syllables, articles)
            if (
                (word or (close[number] >= _COHESION and self._stands(syllables, articles)))
                and self._names_something(syllables)
                and self._share * names.get(" ".join(syllables), 0) < _WORD * articles
            ):
                kept.append(number)
        return kept

    def _is_word(self, syllables: Sequence[str], articles: int) -> bool:
        return self._compounds.get("_".join(syllables), 0) >= _WORD * articles

    def _stands(self, syllables: Sequence[str], articles: int) -> bool:
        """Tell whether neither end cuts a word in two, and no number is part of it."""
        ends = ((syllables[0], syllables[:2]), (syllables[-1], syllables[-2:]))
        return not any(syllable.isdigit() for syllable in syllables) and all(
            syllable not in self._bound or self._is_word(pair, articles) for syllable, pair in ends
        )

    def _names_something(self, syllables: Sequence[str]) -> bool:
        """Tell whether neither end is a function word, or a lone letter or number.

        Inside a long run they make a clause of it, but *và* stands in names of offices.
        """
        first, last = "_".join(syllables[:2]), "_".join(syllables[-2:])
        if not FUNCTION_WORDS.isdisjoint((first, last)):
            return False
        inner = FUNCTION_WORDS.intersection(syllables[1:-1]) - {"và"}
        if len(syllables) > 3 and inner:
            return False
        return all(
            pair in self._compounds or not (end in FUNCTION_WORDS or end.isdigit() or len(end) == 1)
            for end, pair in ((syllables[0], first), (syllables[-1], last))
        )

    def _within(self, length: int, inside: Array, kept: Sequence[int]) -> Array:
        """Return how many of the runs one shorter stand in one longer phrase, at most."""
        runs, shorter = self._levels[length - 1], self._levels[length - 2]
        most = inside.copy()
        most[list(kept)] = runs.counts[list(kept)]
        within = np.zeros(len(shorter.counts), dtype=np.int64)
        for start in (0, 1):
            np.maximum.at(within, shorter.at[runs.first + start], most)
        return within

    def _syllables(self, positions: Array, length: int) -> Iterator[tuple[str, ...]]:
        """Yield the *length* syllables that begin at each of *positions*."""
        terms = [self._stream.terms[positions + place].tolist() for place in range(length)]
        return zip(*(map(self._terms.__getitem__, column) for column in terms), strict=True)

    def _placed(self, chosen: Sequence[tuple[int, int, int]]) -> list[Phrase]:
        """Return the *chosen* runs (articles, length, number) with some of their places."""
        found: dict[tuple[int, int], list[int]] = {}
        written: dict[tuple[int, int], tuple[str, ...]] = {}
        for length in range(2, LONGEST + 1):
            numbers = [number for _, its, number in chosen if its == length]
            for number, position in self._positions_of(length, numbers):
                found.setdefault((length, number), []).append(position)
            every = self._syllables(self._levels[length - 1].first[numbers], length)
            written |= {(length, number): one for number, one in zip(numbers, every, strict=True)}
        return [
            Phrase(
                written[length, number],
                round(articles / self._share),
                tuple(map(self._place, found[length, number])),
            )
            for articles, length, number in chosen
        ]

    def _positions_of(self, length: int, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield (run, position) of the first occurrences of runs in up to _SEEN articles."""
        runs = self._levels[length - 1]
        wanted = np.zeros(len(runs.counts) + 1, dtype=bool)
        wanted[list(numbers)] = True  # the last stands for -1, no run
        positions = np.flatnonzero(wanted[runs.at]).astype(np.int32)
        rest = self._stream.articles[positions] % _SAMPLED != 0
        positions, _ = grouped(2 * runs.at[positions] + rest, positions, 2 * len(runs.counts))
        run = runs.at[positions]
        fresh = changes(run, self._stream.articles[positions])
        positions, run = positions[fresh], run[fresh]
        rank = np.arange(len(run)) - np.searchsorted(run, run)
        few = rank < _SEEN
        yield from zip(run[few].tolist(), positions[few].tolist(), strict=True)

    def _place(self, position: int) -> tuple[int, int, int]:
        article = int(self._stream.articles[position])
        starts = self._stream.starts[article]
        text = int(np.searchsorted(starts, position, side="right")) - 1
        return article, text, position - int(starts[text])
