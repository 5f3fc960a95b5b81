"""The articles most like a text, by their vectors."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.document import Document, field_tokens
from search_service.engines.arrays.coding import UNDATED
from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.vectors import Vectors, cosines
from search_service.engines.records import Neighbour, Neighbourhood

_MOMENT_UNDATED: Final = np.iinfo(np.int64).min


class Neighbours:
    """Finds articles by similarity in one generation."""

    def __init__(self, vectors: Vectors, columns: Columns, people: People) -> None:
        """Use the *vectors* and *columns* of one generation, and its *people*."""
        self._vectors = vectors
        self._columns = columns
        self._people = people

    def find(self, document: Document, *, last: date | None, size: int) -> Neighbourhood:
        """Return the articles most like *document*; see ``engines.base.Engine.neighbours``."""
        tokens = field_tokens(document.article)
        vector = self._vectors.of({name: tokens[name] for name in TIMES})
        scores = self._vectors.scores(vector)
        article = document.article
        for number in (
            self._columns.number(article.id),
            self._columns.number_by_url(article.url or ""),
        ):
            if number is not None:
                scores[number] = 0
        scores[self._columns.gone] = 0
        if last is not None:
            day = self._columns.day
            scores[(day == UNDATED) | (day > last.toordinal())] = 0
        numbers = _best(scores, size)
        similar = cosines([vector, *map(self._vectors.row, numbers)])
        order = np.argsort(-similar[0, 1:], kind="stable")
        alike = similar[1:, 1:][np.ix_(order, order)]
        return Neighbourhood(
            tuple(
                self._neighbour(numbers[place], float(similar[0, place + 1]))
                for place in order.tolist()
            ),
            alike,
        )

    def _neighbour(self, number: int, similarity: float) -> Neighbour:
        columns, people = self._columns, self._people
        moment = int(columns.moment[number])
        row = slice(people.offsets[number], people.offsets[number + 1])
        return Neighbour(
            id=columns.ids[number],
            similarity=similarity,
            published=None
            if moment == _MOMENT_UNDATED
            else datetime.fromtimestamp(moment, UTC).astimezone(VIETNAM),
            people=frozenset(people.ids[place] for place in people.persons[row].tolist()),
            signature=columns.signature(number),
        )


def _best(scores: Array, size: int) -> list[int]:
    """Return the numbers of the best articles, the best first; those without a score are none."""
    size = min(size, int(np.count_nonzero(scores > 0)))
    if not size:
        return []
    best = np.argpartition(-scores, size - 1)[:size]
    return [int(number) for number in best[np.lexsort((best, -scores[best]))]]
