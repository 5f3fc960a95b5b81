"""Words that stand in like places: clusters of the capitalised words of the collections.

A word is what stands around it (positive pointwise mutual information, the contexts' counts
smoothed as by Levy, Goldberg and Dagan, 2015), reduced to 64 dimensions and clustered twice.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD

from search_service.people.model.context import sign
from search_service.people.tokens import Tokens

_LEAST_PLACES = 5  # a word of fewer is in no cluster
_LEAST_WORDS = 15  # a context of fewer words tells nothing
_DIMENSIONS = 64
_CLUSTERS = (40, 160)
_SMOOTHING = 0.75

Clusters = dict[str, tuple[str, str]]


@dataclass(slots=True)
class Contexts:
    """How often each capitalised word was seen, and with what around it."""

    words: Counter[str] = field(default_factory=Counter)
    around: Counter[tuple[str, str]] = field(default_factory=Counter)

    def update(self, other: "Contexts") -> None:
        """Add the counts of *other*."""
        self.words.update(other.words)
        self.around.update(other.around)

    def read(self, tokens: Tokens) -> None:
        """Count the words of one text, those left out that open a sentence."""
        for at, key in enumerate(tokens.keys):
            if tokens.capital[at] and not tokens.opens(at):
                self.words[key] += 1
                self.around.update((key, seen) for seen in _around(tokens, at))


def _around(tokens: Tokens, at: int) -> list[str]:
    """Return the word or sign on either side, and those on either side of the whole run."""
    first, stop = at, at + 1
    while first > 0 and tokens.joined_capital(first):
        first -= 1
    while tokens.joined(stop) and tokens.capital[stop]:
        stop += 1
    return [
        f"left {_before(tokens, at)}",
        f"right {_after(tokens, at + 1)}",
        f"far left {_before(tokens, first)}",
        f"far right {_after(tokens, stop)}",
    ]


def _before(tokens: Tokens, at: int) -> str:
    if not tokens.joined(at):
        return sign(tokens.gaps[at])
    return tokens.words[at - 1].title() if tokens.capital[at - 1] else tokens.keys[at - 1]


def _after(tokens: Tokens, stop: int) -> str:
    if not tokens.joined(stop):
        return sign(tokens.gaps[stop])
    return tokens.words[stop].title() if tokens.capital[stop] else tokens.keys[stop]


def clusters_of(contexts: Contexts) -> Clusters:
    """Return for each frequent word its coarse and its fine cluster, as numbers in text."""
    words = sorted(word for word, count in contexts.words.items() if count >= _LEAST_PLACES)
    vectors = _vectors(contexts, words)
    labels = [
        KMeans(size, n_init=1, random_state=0, max_iter=60).fit_predict(vectors)
        for size in _CLUSTERS
    ]
    return {word: (str(kind), str(sort)) for word, kind, sort in zip(words, *labels, strict=True)}


def _vectors(contexts: Contexts, words: list[str]) -> np.ndarray:
    """Return a row of unit length for each of *words*."""
    row = {word: number for number, word in enumerate(words)}
    shared = Counter(seen for word, seen in contexts.around if word in row)
    kept = sorted(seen for seen, count in shared.items() if count >= _LEAST_WORDS)
    column = {seen: number for number, seen in enumerate(kept)}
    cells = sorted(
        (row[word], column[seen], count)
        for (word, seen), count in contexts.around.items()
        if word in row and seen in column
    )
    rows, columns, counts = (np.array(part) for part in zip(*cells, strict=True))
    by_row = np.bincount(rows, counts, len(words))
    by_column = np.bincount(columns, counts, len(kept)) ** _SMOOTHING
    by_column *= counts.sum() / by_column.sum()
    information = np.log(counts * counts.sum() / (by_row[rows] * by_column[columns]))
    matrix = csr_matrix(
        (np.maximum(information, 0), (rows, columns)), shape=(len(words), len(kept))
    )
    reduced = TruncatedSVD(_DIMENSIONS, n_iter=5, random_state=0).fit_transform(matrix)
    return reduced / (np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-9)
