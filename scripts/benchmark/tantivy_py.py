"""tantivy, through tantivy-py, with its aggregations."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmark.asking import Answer, Asked, body, day, values
from scripts.benchmark.peer import FACETS
from search_service.document import AnalysedDocument

_ENOUGH = 100_000
"""Buckets asked for of sections and months: all there are."""


class Tantivy:
    """tantivy-py.

    Raises:
        ModuleNotFoundError: it is not installed.
    """

    name = "tantivy-py"

    def __init__(self) -> None:
        """Describe the fields."""
        tantivy: Any = import_module("tantivy")  # an extra that need not be there
        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name="whitespace")
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_unsigned_field("day", fast=True)
        for name in FACETS:
            schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = schema.build()

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* with one thread, like the others, into one segment's worth of files."""
        index = self._tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(heap_size=256 << 20, num_threads=1)
        for document in documents:
            article_id, section, people, month = values(document)
            added = self._tantivy.Document(body=" ".join(body(document)), id=article_id)
            for name, several in ("section", [section]), ("person", people), ("month", [month]):
                for value in filter(None, several):
                    added.add_text(name, value)
            added.add_unsigned("day", int(day(document).replace("-", "") or 0))
            writer.add_document(added)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open it."""
        self._searcher = self._tantivy.Index.open(str(folder)).searcher()

    def ask(self, asked: Asked) -> Answer:
        """Search, read ten ids, and aggregate."""
        query = self._query(asked)
        order = {"order_by_field": "day"} if asked.newest else {}
        found = self._searcher.search(query, limit=10, offset=asked.start, **order)
        for _, address in found.hits:
            self._searcher.doc(address)["id"]
        sizes = {"section": _ENOUGH, "person": 50, "month": _ENOUGH}
        facets = {name: {"terms": {"field": name, "size": sizes[name]}} for name in FACETS}
        counted = self._searcher.aggregate(query, facets)
        sections, months = (
            {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}
            for name in ("section", "month")
        )
        return Answer(int(found.count), sections, months)

    def _query(self, asked: Asked) -> Any:
        query_type, occur = self._tantivy.Query, self._tantivy.Occur
        if not asked.terms:
            return query_type.all_query()
        if asked.phrase:
            words = [term for (term,) in asked.terms]
            query = query_type.phrase_query(self._schema, "body", words)
        else:
            how = occur.Should if asked.either else occur.Must
            query = query_type.boolean_query([(how, self._any(terms)) for terms in asked.terms])
        if not asked.section:
            return query
        section = query_type.term_query(self._schema, "section", asked.section)
        return query_type.boolean_query([(occur.Must, query), (occur.Must, section)])

    def _any(self, terms: Sequence[str]) -> Any:
        query_type, should = self._tantivy.Query, self._tantivy.Occur.Should
        each = [query_type.term_query(self._schema, "body", term) for term in terms]
        return each[0] if len(each) == 1 else query_type.boolean_query([(should, e) for e in each])
