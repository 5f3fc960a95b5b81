"""What is typical of some articles among all: the log-likelihood ratio of a word's presence.

G² (Dunning: "Accurate Methods for the Statistics of Surprise and Coincidence", Computational
Linguistics 19, 1993) compares two shares of articles without taking a rare word for a telling one,
as ratios do, or needing large counts, as chi-square does; corpus linguists find key words by it
(Rayson, Garside: "Comparing Corpora using Frequency Profiling", 2000). Search clusters order
significant terms likewise: their mutual information is G² / 2N.

A large result makes small differences sure ones, so a word must be MORE times as frequent, too.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

LEAST: Final = 3
"""Fewest articles of the result that have what is typical of it: two may share anything."""

MORE: Final = 2.0
"""How many times as often the result must have it as the archive has: "typical", not "a bit more
often"."""


def typical(inside: Array, everywhere: Array, articles: int, archive: int) -> Array:
    """Return f64: G² of each word where it is typical of the result, 0 where it is not.

    Args:
        inside: How many articles of the result have each word.
        everywhere: How many of the archive have it, the result's among them.
        articles: Size of the result.
        archive: Size of the archive.
    """
    scores = np.zeros(len(inside))
    if not 0 < articles < archive:
        return scores
    often = inside * archive >= MORE * everywhere * articles
    wanted = np.flatnonzero((inside >= LEAST) & often)
    scores[wanted] = _ratio(inside[wanted], everywhere[wanted], articles, archive)
    return scores


def _ratio(inside: Array, everywhere: Array, articles: int, archive: int) -> Array:
    """Return G² of the table of articles with and without each word, in the result and outside."""
    with_word = inside.astype(np.float64), (everywhere - inside).astype(np.float64)
    total = np.zeros(len(inside))
    for count, size in zip(with_word, (articles, archive - articles), strict=True):
        expected = everywhere * (size / archive)
        total += _term(count, expected) + _term(size - count, size - expected)
    ratio: Array = 2 * total
    return ratio


def _term(observed: Array, expected: Array) -> Array:
    safe = np.maximum(observed, 1e-12)
    term: Array = np.where(observed > 0, observed * np.log(safe / np.maximum(expected, 1e-12)), 0.0)
    return term
