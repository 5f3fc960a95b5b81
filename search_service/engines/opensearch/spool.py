"""Articles waiting on disk until all of a generation are known.

Whose persons are one, how long texts are on the average and how rare a term is, is known only then.
In memory stay the columns of each article, as they do in a build of the embedded engine, and the
terms; texts, tokens and records wait in files, which several threads may read.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from search_service.document import AnalysedDocument, Document, from_json, to_utf8
from search_service.engines.arrays.columns import Row
from search_service.engines.arrays.gathering import Rows
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.spilling import cut
from search_service.engines.arrays.tokens import TermNumbers, Text
from search_service.engines.opensearch.weighing import Averages
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
        self._records: bytes | mmap.mmap = b""

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
        record = to_utf8(document)
        self._stored.write(record)
        self._places.append(self._places[-1] + len(record))

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

    def complete(self) -> None:
        """Have everything in the files: from now on they are only read."""
        for file in (self._stored, *self._tokens.values()):
            file.flush()
        if self._places[-1]:
            self._records = mmap.mmap(self._stored.fileno(), 0, access=mmap.ACCESS_READ)

    def record(self, place: int) -> str:
        """Return the record of the article at *place*, as ``to_json`` writes it."""
        begin, end = self._places[place : place + 2]
        return self._records[begin:end].decode("utf-8")

    def document(self, place: int) -> Document:
        """Return the article at *place*."""
        return from_json(self.record(place))


_COUNTED: Final = 1 << 21
"""Tokens counted at a time: 50 MB."""


def articles_with(texts: Sequence[Text], code: Array) -> Array:
    """Return i64[codes]: how many articles have a term of each code in any of *texts*.

    ``code[term]`` is the code of each term.
    """
    codes = int(code.max(initial=-1)) + 1
    counts = np.zeros(codes, dtype=np.int64)
    begins = [np.append(0, np.cumsum(lengths, dtype=np.int64)) for _, lengths in texts]
    for first, last in cut(np.sum(begins, axis=0), _COUNTED):
        keys = np.concatenate(
            [
                np.repeat(np.arange(last - first) * codes, lengths[first:last])
                + code[tokens[int(begin[first]) : int(begin[last])]]
                for (tokens, lengths), begin in zip(texts, begins, strict=True)
            ]
        )
        keys.sort()  # for so many ``numpy.unique`` takes ten times as long
        counts += np.bincount(keys[np.diff(keys, prepend=-1) > 0] % codes, minlength=codes)
    return counts
