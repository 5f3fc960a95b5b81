"""Whoosh as it comes: its own writer, matching, scoring and grouping."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.query import And, Every, Or, Phrase, Query, Term
from whoosh.sorting import FieldFacet

from scripts.benchmark.asking import Answer, Asked, body, day, values
from search_service.document import AnalysedDocument, to_utf8
from search_service.schema import TEXT_FIELDS, WORDS


class _Given(Analyzer):
    """Hands on tokens that were made before."""

    def __call__(self, value: Sequence[str], **_: object) -> Iterator[Token]:
        token = Token(positions=True)
        for position, text in enumerate(value):
            token.text, token.pos = text, position
            yield token


_KEYWORD = fields.TEXT(analyzer=_Given(), phrase=False)


class Whoosh:
    """Plain Whoosh: all text in one field, and of an article its id."""

    name = "plain Whoosh"

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* in one segment; a compound one would be copied by every reader."""
        schema = fields.Schema(
            id=fields.ID(stored=True),
            section=_KEYWORD,
            person=_KEYWORD,
            month=_KEYWORD,
            day=fields.ID(sortable=True),
            **self._content,
        )
        writer = index.create_in(folder, schema).writer(limitmb=256, compound=False)
        for document in documents:
            article_id, section, people, month = values(document)
            writer.add_document(
                id=article_id,
                section=[section] if section else [],
                person=people,
                month=[month] if month else [],
                day=day(document),
                **self._content_of(document),
            )
        writer.commit()

    _content: Mapping[str, fields.FieldType] = {"body": fields.TEXT(analyzer=_Given())}

    def _content_of(self, document: AnalysedDocument) -> dict[str, Any]:
        return {"body": body(document)}

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


class WhooshInFields(Whoosh):
    """Plain Whoosh with what the service has of its own files: fields, words and the record."""

    name = "plain Whoosh, in fields"
    _content: Mapping[str, fields.FieldType] = {
        **{field.name: fields.TEXT(analyzer=_Given()) for field in TEXT_FIELDS},
        WORDS: _KEYWORD,
        "record": fields.STORED(),
    }

    def _content_of(self, document: AnalysedDocument) -> dict[str, Any]:
        texts = {field.name: document.tokens[field.name] for field in TEXT_FIELDS}
        return {**texts, WORDS: document.words, "record": to_utf8(document.document)}


def _query(asked: Asked) -> Query:
    if not asked.terms:
        return Every()
    if asked.phrase:
        return Phrase("body", [term for (term,) in asked.terms])
    groups = [Or([Term("body", term) for term in terms]) for terms in asked.terms]
    return Or(groups) if asked.either else And(groups)
