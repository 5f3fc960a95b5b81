"""Whoosh as it comes: its own writer, matching, scoring and grouping."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from whoosh import fields, index
from whoosh.analysis import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.query import And, Every, Or, Phrase, Query, Term
from whoosh.sorting import FieldFacet

from scripts.benchmark.asking import Answer, Asked, body, day, values
from search_service.document import AnalysedDocument


class _Given(Analyzer):
    """Hands on tokens that were made before."""

    def __call__(self, value: Sequence[str], **_: object) -> Iterator[Token]:
        token = Token(positions=True)
        for position, text in enumerate(value):
            token.text, token.pos = text, position
            yield token


class Whoosh:
    """Plain Whoosh."""

    name = "plain Whoosh"

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* in one segment; a compound one would be copied by every reader."""
        keyword = fields.TEXT(analyzer=_Given(), phrase=False)
        schema = fields.Schema(
            id=fields.ID(stored=True),
            body=fields.TEXT(analyzer=_Given()),
            section=keyword,
            person=keyword,
            month=keyword,
            day=fields.ID(sortable=True),
        )
        writer = index.create_in(folder, schema).writer(limitmb=256, compound=False)
        for document in documents:
            article_id, section, people, month = values(document)
            writer.add_document(
                id=article_id,
                body=body(document),
                section=[section] if section else [],
                person=people,
                month=[month] if month else [],
                day=day(document),
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open it."""
        self._searcher = index.open_dir(folder).searcher()

    def ask(self, asked: Asked) -> Answer:
        """Search with three facets."""
        facets = {
            "section": FieldFacet("section"),
            "person": FieldFacet("person", allow_overlap=True),
            "month": FieldFacet("month"),
        }
        found = self._searcher.search(
            _query(asked),
            limit=asked.start + 10,
            groupedby=facets,
            filter=Term("section", asked.section) if asked.section else None,
            **({"sortedby": "day", "reverse": True} if asked.newest else {}),
        )
        for hit in found[asked.start :]:
            hit["id"]
        sections, _, months = (
            {value: len(numbers) for value, numbers in found.groups(name).items() if value}
            for name in facets
        )
        return Answer(len(found), sections, months)


def _query(asked: Asked) -> Query:
    if not asked.terms:
        return Every()
    if asked.phrase:
        return Phrase("body", [term for (term,) in asked.terms])
    groups = [Or([Term("body", term) for term in terms]) for terms in asked.terms]
    return Or(groups) if asked.either else And(groups)
