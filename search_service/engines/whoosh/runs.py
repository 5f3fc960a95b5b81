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

from search_service.engines.whoosh.arrays import Array

LONGEST: Final = 5
"""Syllables of a phrase: longer ones are sentences' parts that were copied. Runs of one more are
counted all the same, to know which of this length are cut short."""

_KEY_BITS: Final = 63


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


def stream(texts: Sequence[tuple[Array, Array]]) -> Stream:
    """Put the *texts*, each as ``FieldTokens.texts`` returns it, together by article."""
    lengths = np.stack([lengths.astype(np.int64) for _, lengths in texts], axis=1)
    ends = np.cumsum(lengths.ravel() + 1).reshape(lengths.shape)
    starts = ends - lengths - 1
    terms = np.full(int(ends[-1, -1]) if ends.size else 0, -1, dtype=np.int32)
    for column, (tokens, _) in enumerate(texts):
        own = lengths[:, column]
        shift = np.repeat(starts[:, column] - (np.cumsum(own) - own), own)
        terms[shift + np.arange(len(tokens))] = tokens
    numbers = np.arange(len(lengths), dtype=np.int32)
    return Stream(terms, np.repeat(numbers, (lengths + 1).sum(axis=1)), starts)


def frequent_runs(texts: Stream, least: int) -> list[Runs]:
    """Return the runs of 1, 2, ... LONGEST + 1 syllables that *least* articles have."""
    known = np.flatnonzero(texts.terms >= 0)
    levels = [_grouped(texts, known, texts.terms[known].astype(np.int64), least)]
    while len(levels) <= LONGEST:
        at, known_runs = levels[-1].at, len(levels[-1].counts)
        both = np.flatnonzero((at[:-1] >= 0) & (at[1:] >= 0))
        keys = at[both].astype(np.int64) * known_runs + at[both + 1]
        levels.append(_grouped(texts, both, keys, least))
    return levels


def _grouped(texts: Stream, places: Array, keys: Array, least: int) -> Runs:
    """Number the runs at *places*, ascending, that have one of *keys* in common."""
    keys, places = _by_key(keys, places)
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = keys[1:] != keys[:-1]
    begins = np.flatnonzero(fresh)
    articles = texts.articles[places]
    other = fresh.copy()
    other[1:] |= articles[1:] != articles[:-1]
    counts = np.diff(begins, append=len(keys))
    spread = np.add.reduceat(other, begins, dtype=np.int64) if len(begins) else counts
    kept = spread >= least
    numbers = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    at = np.full(len(texts.terms), -1, dtype=np.int32)
    at[places] = np.repeat(numbers, counts)
    return Runs(at, counts[kept], spread[kept], places[begins][kept])


def _by_key(keys: Array, places: Array) -> tuple[Array, Array]:
    """Sort by key, then place. Both in one integer sort ten times as fast as an ``argsort``."""
    bits = int(places[-1]).bit_length() if len(places) else 0
    if len(keys) and int(keys.max()).bit_length() + bits > _KEY_BITS:
        order = np.argsort(keys, kind="stable")
        return keys[order], places[order]
    both = np.sort((keys << bits) | places)
    return both >> bits, both & ((1 << bits) - 1)


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
