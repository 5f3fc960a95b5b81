"""Other engines: each holds the same tokens in one field, and section, persons and month."""

import sqlite3
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmark.asking import Asked, body
from search_service.document import AnalysedDocument


class Sqlite:
    """SQLite's FTS5, with the facets grouped over tables."""

    name = "SQLite FTS5"

    _SCHEMA = """
        CREATE VIRTUAL TABLE text USING fts5(
            body, content='', tokenize="unicode61 remove_diacritics 0");
        CREATE TABLE article (number INTEGER PRIMARY KEY, id TEXT, section TEXT, month TEXT);
        CREATE TABLE mention (number INTEGER, person TEXT, PRIMARY KEY (number, person))
            WITHOUT ROWID;
        CREATE TEMP TABLE found (number INTEGER PRIMARY KEY);
    """
    _FACETS = (
        "SELECT section, count(*) FROM found JOIN article USING (number) GROUP BY 1",
        "SELECT month, count(*) FROM found JOIN article USING (number) GROUP BY 1",
        """SELECT person, count(*) FROM found JOIN mention USING (number) GROUP BY 1
           ORDER BY 2 DESC LIMIT 50""",
    )

    def build(self, folder: Path, documents: Sequence[AnalysedDocument]) -> None:
        """Index *documents* in one transaction."""
        folder.mkdir()
        self._base = sqlite3.connect(folder / "articles.db", isolation_level=None)
        self._base.executescript(self._SCHEMA)
        self._base.execute("BEGIN")
        for number, document in enumerate(documents, start=1):
            article_id, section, people, month = values(document)
            self._base.execute(
                "INSERT INTO text (rowid, body) VALUES (?, ?)", (number, " ".join(body(document)))
            )
            self._base.execute(
                "INSERT INTO article VALUES (?, ?, ?, ?)", (number, article_id, section, month)
            )
            self._base.executemany(
                "INSERT INTO mention VALUES (?, ?)", ((number, person) for person in people)
            )
        self._base.execute("COMMIT")

    def ask(self, asked: Asked) -> int:
        """Return the number of articles found."""
        if asked.phrase:
            match = '"' + " ".join(term for (term,) in asked.terms) + '"'
        else:
            either = (" OR ".join(f'"{term}"' for term in terms) for terms in asked.terms)
            match = " AND ".join(f"({terms})" for terms in either)
        best = "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank LIMIT 10"
        for (number,) in self._base.execute(best, (match,)).fetchall():
            self._base.execute("SELECT id FROM article WHERE number = ?", (number,)).fetchone()
        self._base.execute("DELETE FROM found")
        found = self._base.execute(
            "INSERT INTO found SELECT rowid FROM text WHERE text MATCH ?", (match,)
        )
        for facet in self._FACETS:
            self._base.execute(facet).fetchall()
        return found.rowcount


class Tantivy:
    """tantivy-py with its aggregations.

    Raises:
        ModuleNotFoundError: it is not installed.
    """

    name = "tantivy-py"

    def __init__(self) -> None:
        tantivy: Any = import_module("tantivy")  # an extra that need not be there
        self._tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name="whitespace")
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("section", "person", "month"):
            schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        self._schema = schema.build()

    def build(self, folder: Path, documents: Sequence[AnalysedDocument]) -> None:
        """Index *documents* with one thread, like the others, and one commit."""
        folder.mkdir()
        index = self._tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(num_threads=1)
        for document in documents:
            article_id, section, people, month = values(document)
            added = self._tantivy.Document(body=" ".join(body(document)), id=article_id)
            for name, several in ("section", [section]), ("person", people), ("month", [month]):
                for value in several:
                    added.add_text(name, value)
            writer.add_document(added)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def ask(self, asked: Asked) -> int:
        """Return the number of articles found."""
        query_type, must = self._tantivy.Query, self._tantivy.Occur.Must
        if asked.phrase:
            words = [term for (term,) in asked.terms]
            query = query_type.phrase_query(self._schema, "body", words)
        else:
            query = query_type.boolean_query([(must, self._any(terms)) for terms in asked.terms])
        found = self._searcher.search(query, limit=10)
        for _, address in found.hits:
            self._searcher.doc(address)["id"]
        facets = {
            name: {"terms": {"field": name, "size": 50}} for name in ("section", "person", "month")
        }
        self._searcher.aggregate(query, facets)
        return int(found.count)

    def _any(self, terms: Sequence[str]) -> Any:
        query_type, should = self._tantivy.Query, self._tantivy.Occur.Should
        each = [query_type.term_query(self._schema, "body", term) for term in terms]
        return each[0] if len(each) == 1 else query_type.boolean_query([(should, e) for e in each])


def values(document: AnalysedDocument) -> tuple[str, str, list[str], str]:
    """Return id, section, the persons' ids and the month (2022-10) of an article."""
    article = document.document.article
    people = list(dict.fromkeys(person.id for person in document.document.people))
    month = article.day.isoformat()[:7] if article.day else ""
    return article.id, article.section or "", people, month
