"""A linear chain over the labels B, I and O: weights, likeliest labels, probabilities.

The conditional random field of Lafferty, McCallum and Pereira (2001), trained by CRFsuite and
evaluated here: its weights are a table that a person can read, what a word adds is summed once and
kept, and no tagger has to be shared between threads.
"""

import gzip
import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from search_service.people.model.words import word_features

LABELS = "BIO"  # begins a name, goes on with it, is outside of one
Triple = tuple[float, float, float]  # a number for each of LABELS
_KEPT_WORDS = 1 << 16  # sums kept, about 10 MB


class Item(NamedTuple):
    """What is known of one word of a text.

    Attributes:
        words: (prefix, word) pairs that ``word_features`` knows the features of.
        features: All others.
    """

    words: Sequence[tuple[str, str]]
    features: list[str]

    def attributes(self) -> list[str]:
        """Return all features, as a trainer wants them."""
        known = [name for prefix, word in self.words for name in word_features(prefix, word)]
        return known + self.features


class Chain:
    """The weights of one trained chain.

    Args:
        rows: Names and weights for B, I and O. A row named ``>B`` has the weights from B, I and O
            to B, likewise ``>I`` and ``>O``; every other one is a feature.
    """

    def __init__(self, rows: Iterable[tuple[str, Triple]]) -> None:
        self._weights = dict(rows)
        self._into = tuple(self._weights.pop(f">{label}") for label in LABELS)
        self._growth = tuple(tuple(map(math.exp, into)) for into in self._into)
        self._word = lru_cache(maxsize=_KEPT_WORDS)(self._word_scores)

    def labels(self, items: Sequence[Item]) -> str:
        """Return the likeliest labels of *items*, one letter each (Viterbi)."""
        best: Sequence[float] = (0.0, 0.0, 0.0)
        cames: list[list[int]] = []
        for at, scores in enumerate(map(self._scores, items)):
            if at == 0:
                best = scores
                continue
            came, reached = [], []
            for into, score in zip(self._into, scores, strict=True):
                sums = [one + two for one, two in zip(best, into, strict=True)]
                came.append(sums.index(max(sums)))
                reached.append(max(sums) + score)
            cames.append(came)
            best = reached
        label = best.index(max(best))
        path = [label] if items else []
        for came in reversed(cames):
            label = came[label]
            path.append(label)
        return "".join(LABELS[label] for label in reversed(path))

    def probabilities(self, items: Sequence[Item]) -> list[Triple]:
        """Return how probable each label of each item is (forward-backward)."""
        odds = [_odds(self._scores(item)) for item in items]
        forward: list[Triple] = []
        for at, own in enumerate(odds):
            reached = forward[-1] if at else None
            forward.append(_scaled(_product(own, self._reach(reached)) if reached else own))
        after: Triple = (1.0, 1.0, 1.0)
        found: list[Triple] = []
        for own, reached in zip(reversed(odds), reversed(forward), strict=True):
            found.append(_scaled(_product(reached, after)))
            after = _scaled(self._reach_back(_product(own, after)))
        return found[::-1]

    def _reach(self, before: Triple) -> Triple:
        """Return the sums over the label before, for each label."""
        b, i, o = before
        one, two, three = (x * b + y * i + z * o for x, y, z in self._growth)
        return one, two, three

    def _reach_back(self, after: Triple) -> Triple:
        """Return the sums over the label after, for each label."""
        (bb, ib, ob), (bi, ii, oi), (bo, io, oo) = self._growth
        b, i, o = after
        return bb * b + bi * i + bo * o, ib * b + ii * i + io * o, ob * b + oi * i + oo * o

    def _scores(self, item: Item) -> Triple:
        b = i = o = 0.0
        for prefix, word in item.words:
            one, two, three = self._word(prefix, word)
            b, i, o = b + one, i + two, o + three
        for one, two, three in filter(None, map(self._weights.get, item.features)):
            b, i, o = b + one, i + two, o + three
        return b, i, o

    def _word_scores(self, prefix: str, word: str) -> Triple:
        return self._scores(Item((), list(word_features(prefix, word))))


def _odds(scores: Triple) -> Triple:
    """Return the exponentials, the greatest of them 1."""
    most = max(scores)
    b, i, o = scores
    return math.exp(b - most), math.exp(i - most), math.exp(o - most)


def _product(one: Triple, two: Triple) -> Triple:
    return one[0] * two[0], one[1] * two[1], one[2] * two[2]


def _scaled(numbers: Triple) -> Triple:
    """Return *numbers* so that their sum is 1."""
    whole = sum(numbers)
    return numbers[0] / whole, numbers[1] / whole, numbers[2] / whole


@cache
def shipped(name: str) -> Chain:
    """Return the trained chain that the package carries under *name*."""
    packed = (files("search_service.people") / "model" / f"{name}.tsv.gz").read_bytes()
    return Chain(map(_row, gzip.decompress(packed).decode().splitlines()))


def _row(line: str) -> tuple[str, Triple]:
    name, b, i, o = line.split("\t")
    return name, (float(b), float(i), float(o))
