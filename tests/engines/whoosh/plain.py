"""Plain Whoosh over the same terms: its own writer, its own queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from pathlib import Path

from whoosh import fields, index
from whoosh import query as wq
from whoosh.analysis import Token
from whoosh.analysis.analyzers import Analyzer
from whoosh.searching import Searcher

from search_service.document import AnalysedDocument
from search_service.people import person_id
from search_service.query import Phrase, Query
from search_service.schema import TEXT_FIELDS
from search_service.vietnamese import fold, is_marked

NAMES = tuple(field.name for field in TEXT_FIELDS)


class Given(Analyzer):
    """Hands Whoosh the terms that the engine indexes."""

    def __call__(self, value: Sequence[str], **_: object) -> Iterable[Token]:
        token = Token(positions=True)
        for position, text in enumerate(value):
            token.text, token.pos = text, position
            yield token


def plain_whoosh(folder: Path, documents: Sequence[AnalysedDocument]) -> index.Index:
    """Index the same terms as Whoosh does."""
    schema = fields.Schema(id=fields.ID(stored=True, sortable=True))
    for name in (*NAMES, "words", "section", "person", "date"):
        schema.add(name, fields.TEXT(analyzer=Given()))
    made = index.create_in(folder, schema)
    writer = made.writer()
    for analysed in documents:
        article = analysed.document.article
        writer.add_document(
            id=article.id,
            words=analysed.words,
            section=[article.section] if article.section else [],
            person=[person.id for person in analysed.document.people],
            date=[article.day.isoformat()] if article.day else [],
            **analysed.tokens,
        )
    writer.commit()
    return made


def variants(searcher: Searcher, field: str, token: str) -> list[str]:
    if is_marked(token):
        return [token]
    terms = (text.decode("utf-8") for text in searcher.reader().lexicon(field))
    return [term for term in terms if fold(term) == token]


def whoosh_word(searcher: Searcher, token: str) -> wq.Query:
    return wq.Or(
        [wq.Term(field, term) for field in NAMES for term in variants(searcher, field, token)]
    )


def whoosh_phrase(searcher: Searcher, asked: Phrase) -> wq.Query:
    if len(asked.tokens) == 1:
        return whoosh_word(searcher, asked.tokens[0])
    return wq.Or(
        [
            wq.Phrase(field, list(terms))
            for field in NAMES
            for terms in product(*(variants(searcher, field, token) for token in asked.tokens))
        ]
    )


def whoosh_query(searcher: Searcher, query: Query) -> wq.Query:
    required = [
        wq.Every("id"),
        *(whoosh_word(searcher, token) for token in query.tokens),
        *(whoosh_phrase(searcher, asked) for asked in query.phrases),
        *(wq.Not(whoosh_phrase(searcher, asked)) for asked in query.excluded),
    ]
    if query.filters.sections:
        required.append(wq.Or([wq.Term("section", name) for name in query.filters.sections]))
    if query.filters.people:
        people = [wq.Term("person", person_id(name)) for name in query.filters.people]
        required.append(wq.Or(people))
    first, last = query.filters.first, query.filters.last
    if first or last:
        ends = ((first or date.min).isoformat(), (last or date.max).isoformat())
        required.append(wq.TermRange("date", *ends))
    return wq.And(required)
