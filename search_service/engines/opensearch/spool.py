"""Articles waiting on disk until all of a generation are known.

Whose persons are one, how long texts are on the average and how rare a term is, is known only then.
In memory stay the columns of each article, as they do in a build of the embedded engine, and the
terms; texts, tokens and records wait in files.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from search_service.document import AnalysedDocument, from_json, to_json
from search_service.engines.arrays.columns import Row
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.tokens import TermNumbers
from search_service.engines.opensearch.documents import Averages, packed, unpacked
from search_service.schema import TEXT_FIELDS, WORDS

INDEXED: Final = (*(field.name for field in TEXT_FIELDS), WORDS)

_RENUMBERED: Final = 1 << 22
"""Tokens given their final numbers at a time."""


class Spool:
    """The articles of a generation that is being built, in the order in which they came.

    Attributes:
        rows: The columns of each.
        terms: The number of each term, as they came.
    """

    def __init__(self, folder: Path) -> None:
        """Write to *folder*, which is there and empty."""
        self._folder = folder
        self.rows = Rows(folder)
        self.terms = TermNumbers()
        self._lengths = {name: array("H") for name in INDEXED}
        self._tokens = {name: self._open(f"{name}.tokens") for name in INDEXED}
        self._stored = self._open("records")
        self._places = array("Q", [0])

    def _open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("w+b")

    def close(self) -> None:
        """Close the files."""
        for file in (self._stored, *self._tokens.values()):
            file.close()

    def add(self, analysed: AnalysedDocument) -> None:
        """Add an article."""
        document = analysed.document
        self.rows.add(Row.of(document, analysed.definitions, analysed.signature))
        for name in INDEXED:
            texts = analysed.words if name == WORDS else analysed.tokens[name]
            numbers = array("I", map(self.terms.__getitem__, texts))
            self._lengths[name].append(len(numbers))
            numbers.tofile(self._tokens[name])
        line = f"{to_json(document)}\n{packed(analysed)}\n".encode()
        self._stored.write(line)
        self._places.append(self._places[-1] + len(line))

    def averages(self) -> Averages:
        """Return the mean lengths."""
        means = {
            name: float(np.frombuffer(lengths, np.uint16).mean()) if len(lengths) else 0.0
            for name, lengths in self._lengths.items()
        }
        words = means.pop(WORDS)
        return Averages(means, words)

    def texts(self, name: str, number: Array) -> tuple[Array, Array]:
        """Return u32[tokens] of a field, all articles end to end, and u16[articles]: how many each.

        ``number[term]`` is each term's final number. The tokens stay on disk.
        """
        file, path = self._tokens[name], self._folder / f"{name}.tokens"
        file.flush()
        lengths = np.frombuffer(self._lengths[name], dtype=np.uint16).copy()
        if not path.stat().st_size:
            return np.zeros(0, np.uint32), lengths
        came = np.memmap(path, np.uint32, "r")
        final: Array = np.memmap(self._folder / f"{name}.final", np.uint32, "w+", shape=came.shape)
        for start in range(0, len(came), _RENUMBERED):
            part = slice(start, start + _RENUMBERED)
            final[part] = number[came[part]]
        return final, lengths

    def record(self, place: int) -> AnalysedDocument:
        """Return the article at *place*."""
        self._stored.seek(self._places[place])
        return _read(self._stored.readline(), self._stored.readline())

    def records(self) -> Iterator[tuple[str, AnalysedDocument]]:
        """Yield all articles in order, each with its record as it is stored."""
        self._stored.seek(0)
        lines = iter(self._stored)
        for record in lines:
            yield record[:-1].decode("utf-8"), _read(record, next(lines))


def _read(record: bytes, terms: bytes) -> AnalysedDocument:
    return unpacked(from_json(record), terms.decode("ascii"))


def word_articles(words: tuple[Array, Array], terms: int) -> Array:
    """Return i64[terms]: how many articles have each term in *words*, as ``Spool.texts`` has it."""
    return _articles([words], terms)


def syllable_articles(texts: Iterable[tuple[Array, Array]], terms: int) -> Array:
    """Return i64[terms]: how many articles have each term in any of *texts*."""
    return _articles(list(texts), terms)


_COUNTED: Final = 1 << 14
"""Articles counted at a time."""


def _articles(texts: list[tuple[Array, Array]], terms: int) -> Array:
    """Return i64[terms]: the articles of each."""
    counts = np.zeros(terms, dtype=np.int64)
    begins = [np.append(0, np.cumsum(lengths, dtype=np.int64)) for _, lengths in texts]
    size = len(texts[0][1])
    for first in range(0, size, _COUNTED):
        last = min(first + _COUNTED, size)
        keys = [
            (np.repeat(np.arange(last - first), lengths[first:last]) * terms)
            + tokens[begin[first] : begin[last]]
            for (tokens, lengths), begin in zip(texts, begins, strict=True)
        ]
        counts += np.bincount(np.unique(np.concatenate(keys)) % terms, minlength=terms)
    return counts
