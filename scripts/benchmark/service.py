"""The service's own engine, as the service uses it: every field of its own."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from scripts.benchmark.asking import Answer, Asked
from scripts.benchmark.peer import FACETS
from search_service.document import AnalysedDocument
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse
from search_service.query import Filters, Query, Sort
from search_service.results import Facet

_FOR_EVER = (date.min, date.max)


class Ranking:
    """What is found, in which order and how often, before an article is read: as others do."""

    name = "service"

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._queries: dict[Asked, Query] = {}

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* and publish them."""
        with WhooshArchive(folder).writer() as writer:
            for document in documents:
                writer.add(document)
            writer.publish()

    def open(self, folder: Path) -> None:
        """Open the live generation."""
        self._engine = WhooshArchive(folder).engine()

    def ask(self, asked: Asked) -> Answer:
        """Rank and count."""
        found = self._engine.rank(self._query(asked), facets=FACETS)
        return _answer(found.total, found.facets)

    def _query(self, asked: Asked) -> Query:
        """Return *asked* as read by the grammar, once: the others get terms that are ready too."""
        if asked not in self._queries:
            self._queries[asked] = parse(
                asked.text,
                filters=Filters(sections=(asked.section,) if asked.section else ()),
                sort=Sort.NEWEST if asked.newest else Sort.RELEVANCE,
                start=asked.start,
            )
        return self._queries[asked]


class Page(Ranking):
    """A whole answer: the query read, ten articles read back, their snippets made."""

    name = "service, with snippets"

    def ask(self, asked: Asked) -> Answer:
        """Return what a results page shows."""
        self._queries.clear()
        found = self._engine.search(self._query(asked), facets=FACETS)
        return _answer(found.total, found.facets)


def _answer(total: int, facets: dict[str, Facet]) -> Answer:
    sections, months = (
        {bucket.value: bucket.count for bucket in facets[name].buckets if bucket.count}
        for name in ("section", "month")
    )
    return Answer(total, sections, months)
