"""The service's own engine."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scripts.benchmark.asking import Asked, body
from search_service.document import AnalysedDocument
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.grammar import parse

FACETS = ("section", "person", "month")


class Service:
    """The whole answer of a results page: records, snippets and facets."""

    name = "service"
    size = 10

    def build(self, folder: Path, documents: Sequence[AnalysedDocument]) -> None:
        """Index *documents*, all text in one field, as the others have it."""
        archive = WhooshArchive(folder)
        with archive.writer() as writer:
            for document in documents:
                tokens: dict[str, list[str]] = {name: [] for name in document.tokens}
                writer.add(replace(document, tokens=tokens | {"body": body(document)}))
            writer.publish()
        self._engine = archive.engine()

    def ask(self, asked: Asked) -> int:
        """Return the number of articles found."""
        return self._engine.search(parse(asked.text, size=self.size), facets=FACETS).total


class Counts(Service):
    """The same engine asked for no hits: neither records nor snippets are made."""

    name = "service, no snippets"
    size = 0

    def __init__(self, built: Service) -> None:
        """Use the index that *built* has."""
        self._engine = built._engine
