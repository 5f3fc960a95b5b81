"""Runs of syllables that are frequent in the archive, and how well each holds together.

A run is extended only where it and what it is extended by are frequent themselves (Agrawal,
Srikant: Fast Algorithms for Mining Association Rules, 1994), so that each length has fewer to look
at than the one before. It holds together when it does wherever it is cut: the measure is the least
normalised pointwise mutual information of its two parts (Bouma: Normalized (Pointwise) Mutual
Information in Collocation Extraction, 2009), ln(p(xy) / (p(x) p(y))) / -ln p(xy).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.arrays.grouping import grouped
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.tokens import Text

LONGEST: Final = 5
"""Syllables of a phrase: longer ones are sentences' parts that were copied. Runs of one more are
counted all the same, to know which of this length are cut short."""


class Runs(NamedTuple):
    """The frequent runs of one length.

    Attributes:
        at: i32[positions]: the number of the run that begins at each position; -1 for none.
        counts: i64[runs]: occurrences.
        articles: i64[runs]: articles with it.
        first: i64[runs]: the position of the first occurrence.
    """

    at: Array
    counts: Array
    articles: Array
    first: Array


class Stream(NamedTuple):
    """The texts of all articles end to end, an article's texts together.

    Attributes:
        terms: i32[positions]: term numbers; -1 after every text.
        articles: i32[positions]: the article of each position.
        starts: i64[articles, texts]: where each text begins.
    """

    terms: Array
    articles: Array
    starts: Array


def least_articles(articles: int) -> int:
    """Return in how many of *articles* a run must occur to be frequent: several, at least 3."""
    return max(3, round(sqrt(articles) / 10))


def stream(texts: Sequence[Text]) -> Stream:
    """Put the *texts*, each as ``FieldTokens.texts`` returns it, together by article."""
    lengths = np.stack([lengths.astype(np.int64) for _, lengths in texts], axis=1)
    ends = np.cumsum(lengths.ravel() + 1).reshape(lengths.shape)
    starts = ends - lengths - 1
    terms = np.full(int(ends[-1, -1]) if ends.size else 0, -1, dtype=np.int32)
    for column, (tokens, _) in enumerate(texts):
        own = lengths[:, column]
        places = np.repeat((starts[:, column] - (np.cumsum(own) - own)).astype(np.int32), own)
        places += np.arange(len(tokens), dtype=np.int32)
        terms[places] = tokens[:]
    numbers = np.arange(len(lengths), dtype=np.int32)
    return Stream(terms, np.repeat(numbers, (lengths + 1).sum(axis=1)), starts)


def frequent_runs(texts: Stream, least: int) -> list[Runs]:
    """Return the runs of 1, 2, ... LONGEST + 1 syllables that *least* articles have."""
    places = np.flatnonzero(texts.terms >= 0).astype(np.int32)
    begun, behind = texts.terms, None
    levels: list[Runs] = []
    while len(levels) <= LONGEST:
        lefts = begun.take(places)
        places, rows = grouped(lefts, places, int(lefts.max(initial=0)) + 1)
        del lefts  # 60 MB, as what else is as long as the texts
        runs, kept = _runs(texts, places, rows, behind, least)
        levels.append(runs)
        begun, behind = runs.at, runs.at[1:]
        # One place before those of runs in their order: by what a run is extended by already.
        places = places[kept]
        places = places[places > 0] - 1
        places = places[begun.take(places) >= 0]
    return levels


def _runs(
    texts: Stream, places: Array, rows: Array, behind: Array | None, least: int
) -> tuple[Runs, Array]:
    """Number the runs of two parts; those of a syllable have but one.

    Args:
        texts: What the runs are of.
        places: i32: where both parts are known, by the first, by the second, then ascending.
        rows: i64: where the places of each first part begin.
        behind: i32[positions]: the number of the second part behind each.
        least: Articles of a run that is kept.

    Returns:
        The runs, and bool[places]: where one of them begins.
    """
    fresh = _fresh(rows, len(places))
    if behind is not None:
        fresh |= _other(behind.take(places))
    begins = np.flatnonzero(fresh)
    counts = np.diff(begins, append=len(places))
    fresh |= _other(texts.articles.take(places))
    spread = np.add.reduceat(fresh, begins, dtype=np.int64) if len(begins) else counts
    kept = spread >= least
    named = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    at = np.full(len(texts.terms), -1, dtype=np.int32)
    at[places] = np.repeat(named, counts)
    runs = Runs(at, counts[kept], spread[kept], places.take(begins[kept]).astype(np.int64))
    return runs, np.repeat(kept, counts)


def _fresh(rows: Array, size: int) -> Array:
    """Return bool[size]: where *rows* begin, some of which have nothing."""
    fresh = np.zeros(size + 1, dtype=bool)
    fresh[rows] = True
    return fresh[:-1]


def _other(values: Array) -> Array:
    """Return bool: where another value stands than before."""
    other = np.zeros(len(values), dtype=bool)
    other[1:] = values[1:] != values[:-1]
    return other


def cohesion(levels: Sequence[Runs], length: int, positions: int) -> Array:
    """Return f64[runs]: how well the runs of *length* hold together, -1..1.

    Args:
        levels: The runs of 1, 2, ... syllables.
        length: At least 2.
        positions: Syllables in all texts.
    """
    runs = levels[length - 1]
    together = runs.counts / positions
    least = np.ones(len(together))
    for cut in range(1, length):
        left, right = levels[cut - 1], levels[length - cut - 1]
        apart = left.counts[left.at[runs.first]] * right.counts[right.at[runs.first + cut]]
        mutual = np.log(together * positions**2 / apart) / -np.log(together)
        least = np.minimum(least, mutual)
    return least
