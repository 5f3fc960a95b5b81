"""The articles most like a text: the vectors of the embedded engine, searched by the cluster."""

from __future__ import annotations

import base64
from datetime import date

import numpy as np

from search_service.document import Document, field_tokens
from search_service.engines.arrays.columns import Columns
from search_service.engines.arrays.features import TIMES
from search_service.engines.arrays.persons.people import People
from search_service.engines.arrays.vectors import FOUND_BY, Vector, Vectors, cosines
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.records import Neighbour, Neighbourhood


class Neighbours:
    """Finds articles by similarity in one generation."""

    def __init__(
        self, cluster: Cluster, index: str, vectors: Vectors, columns: Columns, people: People
    ) -> None:
        """Ask *cluster* for the articles of *index*; *vectors* turn a text into features."""
        self._cluster = cluster
        self._index = index
        self._vectors = vectors
        self._columns = columns
        self._people = people

    def find(self, document: Document, *, last: date | None, size: int) -> Neighbourhood:
        """Return the articles most like *document*; see ``engines.base.Engine.neighbours``."""
        tokens = field_tokens(document.article)
        vector = self._vectors.of({name: tokens[name] for name in TIMES})
        own = self._own(document)
        hits: list[Body] = []
        if body := similar_to(vector, own=own, last=last, size=size):
            hits = self._cluster.search(self._index, body)["hits"]["hits"]
        numbers = [
            number
            for number in (self._columns.number(_id(hit)) for hit in hits)
            if number is not None
        ]
        rows = [_stored(hit) for hit in hits]
        similar = cosines([vector, *rows])
        order = np.argsort(-similar[0, 1:], kind="stable")
        return Neighbourhood(
            tuple(
                self._neighbour(numbers[place], float(similar[0, place + 1]))
                for place in order.tolist()
            ),
            similar[1:, 1:][np.ix_(order, order)],
        )

    def _own(self, document: Document) -> list[str]:
        """Return the ids of *document* itself, which is no neighbour of its own."""
        article, columns = document.article, self._columns
        number = columns.number_by_url(article.url or "")
        return [article.id, *([] if number is None else [columns.ids[number]])]

    def _neighbour(self, number: int, similarity: float) -> Neighbour:
        columns, people = self._columns, self._people
        row = slice(people.offsets[number], people.offsets[number + 1])
        return Neighbour(
            id=columns.ids[number],
            similarity=similarity,
            published=columns.published(number),
            people=frozenset(people.ids[place] for place in people.persons[row].tolist()),
            signature=columns.signature(number),
        )


def similar_to(vector: Vector, *, own: list[str], last: date | None, size: int) -> Body | None:
    """Return the search for the articles nearest to *vector*; None where it has no features.

    Its score is the scalar product of the strongest features of both.
    """
    strongest = np.argsort(-vector.weights, kind="stable")[:FOUND_BY].tolist()
    should = [
        {
            "rank_feature": {
                "field": f"{mapping.SIMILAR}.{vector.features[place]}",
                "boost": float(vector.weights[place]),
                "linear": {},
            }
        }
        for place in strongest
        if vector.weights[place] > 0
    ]
    if not should or not size:
        return None
    query: Body = {
        "should": should,
        "minimum_should_match": 1,
        "must_not": [{"terms": {mapping.ID: own}}],
    }
    if last is not None:
        query["filter"] = [{"range": {mapping.DAY: {"lte": last.toordinal()}}}]
    return {
        "query": {"bool": query},
        "size": size,
        "track_total_hits": False,
        "_source": False,
        "stored_fields": [mapping.VECTOR],
        "docvalue_fields": [mapping.ID],
        "sort": [{"_score": "desc"}, {mapping.ID: "asc"}],
    }


def _id(hit: Body) -> str:
    return str(hit["fields"][mapping.ID][0])


def _stored(hit: Body) -> Vector:
    stored = base64.b64decode(hit["fields"][mapping.VECTOR][0])
    size = len(stored) // 6
    features = np.frombuffer(stored, "<u4", size).astype(np.int64)
    return Vector(features, np.frombuffer(stored, "<f2", size, offset=4 * size).astype(np.float32))
