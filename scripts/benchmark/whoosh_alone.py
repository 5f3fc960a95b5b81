"""Whoosh as it comes, on the index of record that the service builds anyway."""

from collections import Counter
from pathlib import Path

from whoosh import index
from whoosh.query import And, Or, Phrase, Term
from whoosh.sorting import FieldFacet

from scripts.benchmark.asking import Asked


class Whoosh:
    """Whoosh's own matching, scoring and grouping."""

    name = "plain Whoosh"

    def __init__(self, built: Path) -> None:
        """Open the index of record of the one generation in *built*."""
        (folder,) = built.glob("*/whoosh")
        self.folder = folder
        self._searcher = index.open_dir(folder).searcher()

    def ask(self, asked: Asked) -> int:
        """Return the number of articles found."""
        if asked.phrase:
            query = Phrase("body", [term for (term,) in asked.terms])
        else:
            query = And([Or([Term("body", term) for term in terms]) for terms in asked.terms])
        facets = {
            "section": FieldFacet("section"),
            "person": FieldFacet("person", allow_overlap=True),
            "date": FieldFacet("date"),
        }
        found = self._searcher.search(query, limit=10, groupedby=facets)
        months: Counter[str] = Counter()
        for day, articles in found.groups("date").items():
            months[(day or "")[:7]] += len(articles)
        return len(found)
