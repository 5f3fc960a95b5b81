"""How often articles have each of their features, as BM25F counts: a block of articles at a time.

Features are counted as numbers, by SciPy's sums of sparse rows, and named when they are counted: an
article has 1,600 of them, and each name is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.opensearch import mapping
from search_service.engines.weights import WORD_B
from search_service.schema import TEXT_FIELDS, WORDS
from search_service.vietnamese import fold

PARTS: Final = 100_000
"""Parts of 1 in which frequencies are counted: three digits of the smallest weight there is, and
the index keeps no more. Sums of whole numbers are short, and 1,600 need no rounding one by one."""

Texts = Mapping[str, tuple[Array, Array]]
"""For each field of text and WORDS, the term numbers of some articles end to end, and how many each
article has."""

Frequencies = dict[str, dict[str, float]]
"""Of one article, for each kind of features, how often it has each that it has."""


@dataclass(frozen=True, slots=True)
class Averages:
    """Mean lengths over all articles of a generation, those without the field among them.

    Attributes:
        fields: Syllables of each field of text.
        words: Words of an article.
    """

    fields: Mapping[str, float]
    words: float

    def weights(self, name: str, lengths: Array) -> Array:
        """Return i64: what one occurrence counts in texts of such *lengths*, in PARTS.

        In a field of text that is its boost by the norm of the length; *name* may be WORDS too.
        """
        boost, b = _WEIGHED[name]
        average = self.words if name == WORDS else self.fields[name]
        return in_parts(boost / (1 - b + b * lengths / (average or 1.0)))


_WEIGHED: Final = {field.name: (field.boost, field.b) for field in TEXT_FIELDS} | {
    WORDS: (1.0, WORD_B)
}


def in_parts(values: Array) -> Array:
    """Return *values* in PARTS; the index takes no frequency of 0."""
    parts: Array = np.maximum(1, np.rint(values * PARTS)).astype(np.int64)
    return parts


class Weighing:
    """Counts the features of articles by the terms and the averages of one generation."""

    def __init__(self, terms: Sequence[str], averages: Averages) -> None:
        """Take *terms* by their numbers."""
        self._averages = averages
        self._terms = terms
        self._form, self._forms = forms(terms)
        self._words = [feature(term) for term in terms]

    def frequencies(self, texts: Texts) -> Iterator[Frequencies]:
        """Yield the frequencies of each article of *texts*."""
        size = len(texts[WORDS][1])
        fields = [(name, *text) for name, text in texts.items() if name != WORDS]
        every = _Occurrences.of(fields, self._averages)
        folded = every.renamed(self._form)
        words = _Occurrences.of([(WORDS, *texts[WORDS])], self._averages)
        kinds = {
            mapping.SYLLABLES: every.singles(size, self._terms),
            mapping.PAIRS: every.pairs(size, self._terms),
            mapping.FOLDED: folded.singles(size, self._forms),
            mapping.FOLDED_PAIRS: folded.pairs(size, self._forms),
            mapping.WORDS: words.singles(size, self._words),
        }
        for counted in zip(*kinds.values(), strict=True):
            yield dict(zip(kinds, counted, strict=True))


def forms(terms: Iterable[str]) -> tuple[Array, list[str]]:
    """Return i64[terms], the number of each one's unmarked form, and the forms by their numbers."""
    numbers: dict[str, int] = {}
    form = [numbers.setdefault(fold(term), len(numbers)) for term in terms]
    return np.array(form, dtype=np.int64), list(numbers)


def feature(term: str) -> str:
    """Return the name of a term as a feature, where a full stop would part a path."""
    return term.replace(".", "\u2024")


@dataclass(frozen=True, slots=True)
class _Occurrences:
    """Every occurrence of a term in some articles.

    Attributes:
        articles: i64: the place of the article.
        terms: i64: the number of the term.
        weights: i64: what it counts, in PARTS.
        lefts: Places of those behind which another stands in the same text.
    """

    articles: Array
    terms: Array
    weights: Array
    lefts: Array

    @classmethod
    def of(cls, fields: Sequence[tuple[str, Array, Array]], averages: Averages) -> _Occurrences:
        """Put the texts of *fields*, each with its name, behind one another."""
        lengths = np.concatenate([lengths for _, _, lengths in fields]).astype(np.int64)
        numbers = np.concatenate([np.arange(len(own)) for _, _, own in fields])
        weights = np.concatenate([averages.weights(name, own) for name, _, own in fields])
        followed = np.ones(int(lengths.sum()), dtype=bool)
        followed[np.cumsum(lengths)[lengths > 0] - 1] = False
        return cls(
            np.repeat(numbers, lengths),
            np.concatenate([tokens for _, tokens, _ in fields]).astype(np.int64),
            np.repeat(weights, lengths),
            np.flatnonzero(followed),
        )

    def renamed(self, number: Array) -> _Occurrences:
        """Return the same of other terms, by the *number* of each."""
        return _Occurrences(self.articles, number[self.terms], self.weights, self.lefts)

    def singles(self, size: int, names: Sequence[str]) -> Iterator[dict[str, float]]:
        """Yield for each of *size* articles how often it has each term, by *names*."""
        rows = _summed(self.articles, self.terms, self.weights, (size, len(names)))
        return _split(rows, [names[term] for term in rows.indices.tolist()])

    def pairs(self, size: int, names: Sequence[str]) -> Iterator[dict[str, float]]:
        """Yield for each of *size* articles how often it has each pair of neighbours."""
        width = len(names)
        keys = self.terms[self.lefts] * width + self.terms[self.lefts + 1]
        rows = _summed(
            self.articles[self.lefts], keys, self.weights[self.lefts], (size, width * width)
        )
        lefts, rights = (one.tolist() for one in np.divmod(rows.indices, max(1, width)))
        named = [f"{names[one]} {names[other]}" for one, other in zip(lefts, rights, strict=True)]
        return _split(rows, named)


def _summed(articles: Array, features: Array, weights: Array, shape: tuple[int, int]) -> Any:
    """Return the sums of *weights* as a sparse matrix, a row each article."""
    from scipy.sparse import coo_array  # noqa: PLC0415 - 30 MB that no reader of an index needs

    return coo_array((weights, (articles, features)), shape=shape).tocsr()


def _split(rows: Any, names: list[str]) -> Iterator[dict[str, float]]:
    """Yield each row of a matrix, its columns by *names*."""
    values = (rows.data / PARTS).tolist()
    for begin, end in pairwise(rows.indptr.tolist()):
        yield dict(zip(names[begin:end], values[begin:end], strict=True))
