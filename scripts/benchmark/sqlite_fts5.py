"""SQLite's FTS5, with the facets grouped over tables."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from scripts.benchmark.asking import Answer, Asked, body, day, values
from search_service.document import AnalysedDocument

_SCHEMA = """
    CREATE VIRTUAL TABLE text USING fts5(
        body, content='', tokenize="unicode61 remove_diacritics 0");
    CREATE TABLE article (
        number INTEGER PRIMARY KEY, id TEXT, section TEXT, month TEXT, day TEXT);
    CREATE TABLE mention (number INTEGER, person TEXT, PRIMARY KEY (number, person)) WITHOUT ROWID;
    CREATE INDEX newest ON article (day);
"""
_COUNTS = "SELECT {0}, count(*) FROM found JOIN article USING (number) WHERE {0} <> '' GROUP BY 1"
_PERSONS = """SELECT person, count(*) FROM found JOIN mention USING (number) GROUP BY 1
    ORDER BY 2 DESC LIMIT 50"""


class Sqlite:
    """SQLite FTS5."""

    name = "SQLite FTS5"

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* in one transaction."""
        base = sqlite3.connect(folder / "articles.db", isolation_level=None)
        base.executescript(_SCHEMA)
        base.execute("BEGIN")
        for number, document in enumerate(documents, start=1):
            article_id, section, people, month = values(document)
            text = " ".join(body(document))
            base.execute("INSERT INTO text (rowid, body) VALUES (?, ?)", (number, text))
            row = (number, article_id, section, month, day(document))
            base.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", row)
            mentions = ((number, person) for person in people)
            base.executemany("INSERT INTO mention VALUES (?, ?)", mentions)
        base.execute("COMMIT")
        base.close()

    def open(self, folder: Path) -> None:
        """Open it."""
        self._base = sqlite3.connect(folder / "articles.db", isolation_level=None)
        self._base.execute("CREATE TEMP TABLE found (number INTEGER PRIMARY KEY)")

    def ask(self, asked: Asked) -> Answer:
        """Search for ten, then for all of them to be counted."""
        tables, where, arguments = _selected(asked)
        order = "article.day DESC" if asked.newest else "rank" if asked.terms else "number"
        if asked.newest and "article" not in tables:
            tables += " JOIN article ON article.number = text.rowid"
        number = "text.rowid" if asked.terms else "article.number"
        best = f"SELECT {number} FROM {tables} WHERE {where} ORDER BY {order} LIMIT 10 OFFSET ?"
        for (hit,) in self._base.execute(best, (*arguments, asked.start)).fetchall():
            self._base.execute("SELECT id FROM article WHERE number = ?", (hit,)).fetchone()
        self._base.execute("DELETE FROM found")
        every = f"INSERT INTO found SELECT {number} FROM {tables} WHERE {where}"
        total = self._base.execute(every, arguments).rowcount
        self._base.execute(_PERSONS).fetchall()
        sections, months = (
            dict(self._base.execute(_COUNTS.format(name)).fetchall())
            for name in ("section", "month")
        )
        return Answer(total, sections, months)


def _selected(asked: Asked) -> tuple[str, str, tuple[str, ...]]:
    """Return the tables, the condition and its arguments."""
    if not asked.terms:
        return "article", "true", ()
    if asked.phrase:
        match = '"' + " ".join(term for (term,) in asked.terms) + '"'
    else:
        groups = (" OR ".join(f'"{term}"' for term in terms) for terms in asked.terms)
        match = (" OR " if asked.either else " AND ").join(f"({group})" for group in groups)
    if not asked.section:
        return "text", "text MATCH ?", (match,)
    joined = "text JOIN article ON article.number = text.rowid"
    return joined, "text MATCH ? AND article.section = ?", (match, asked.section)
