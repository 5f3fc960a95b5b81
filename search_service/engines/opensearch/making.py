"""Articles as they are sent, made of what waits in a spool and of what was resolved of all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from search_service.document import AnalysedDocument, from_json
from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.lexicon import Lexicon
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.engines.arrays.spilling import cut
from search_service.engines.arrays.vectors import Vectors
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.documents import article_body, person_key, vector_body
from search_service.engines.opensearch.spool import Spool
from search_service.engines.opensearch.weighing import Texts, Weighing
from search_service.schema import WORDS

TOGETHER: Final = 1 << 16
"""Tokens whose articles are made at a time: a hundred articles, 20 MB."""


class Making:
    """Makes the articles of one generation."""

    def __init__(self, spool: Spool, texts: Texts, arrays: Path, built: int) -> None:
        """Make the articles of *spool*.

        Args:
            spool: Complete.
            texts: Their fields, by the numbers of the lexicon.
            arrays: The folder with the lexicon, the vectors, the columns and the persons.
            built: The day of the build.
        """
        lexicon = Lexicon(arrays)
        self._spool = spool
        self._texts = texts
        self._terms = lexicon.texts()
        self._columns = Columns(arrays)
        self._resolved = Resolved(arrays, self._columns)
        self._vectors = Vectors(arrays, lexicon)
        self._weighing = Weighing(self._terms, spool.averages())
        self._built = built

    def articles(self) -> Iterator[Body]:
        """Yield the articles in order."""
        begins = {
            name: np.append(0, np.cumsum(lengths, dtype=np.int64))
            for name, (_, lengths) in self._texts.items()
        }
        for first, last in cut(np.sum(list(begins.values()), axis=0), TOGETHER):
            block = {
                name: (np.asarray(tokens[begins[name][first] : begins[name][last]]), lengths)
                for name, (tokens, every) in self._texts.items()
                for lengths in [every[first:last]]
            }
            yield from self._block(first, block)

    def _block(self, first: int, texts: Texts) -> Iterator[Body]:
        """Yield the articles of *texts*, the first of which has the number *first*."""
        terms = {name: self._split(*text) for name, text in texts.items()}
        for place, frequencies in enumerate(self._weighing.frequencies(texts)):
            number = first + place
            record = self._spool.record(number)
            analysed = AnalysedDocument(
                from_json(record),
                {name: own[place] for name, own in terms.items() if name != WORDS},
                terms[WORDS][place],
                self._columns.definitions_of(number),
                self._columns.signature(number),
            )
            with np.errstate(invalid="ignore"):
                vector = vector_body(self._vectors.row(number))
            people = self._people(number)
            yield article_body(analysed, record, people, frequencies, self._built) | vector

    def _split(self, tokens: Array, lengths: Array) -> list[list[str]]:
        """Return the terms of each article."""
        names = [self._terms[number] for number in tokens.tolist()]
        ends = np.cumsum(lengths, dtype=np.int64).tolist()
        return [names[end - own : end] for end, own in zip(ends, lengths.tolist(), strict=True)]

    def _people(self, number: int) -> list[str]:
        """Return the keys of the persons of an article."""
        offsets, persons, _, _ = self._resolved.mentions
        known = self._resolved.people
        inside = [known[place] for place in persons[offsets[number] : offsets[number + 1]].tolist()]
        return [person_key(one.label, one.id) for one in inside]
