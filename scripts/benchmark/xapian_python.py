"""Xapian, through its own bindings for Python, which systems bring along and pip does not."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmark.asking import Answer, Asked, body, day, values
from search_service.document import AnalysedDocument

_SYSTEM = "/usr/lib/python3/dist-packages"
"""Where Debian's python3-xapian is; another Python of the same minor version can load it."""

_SECTION, _MONTH, _DAY = range(3)
_LONGEST = 245
"""Bytes of a term."""


class Xapian:
    """Xapian, with its own counters of sections and months: it has none for several values.

    Raises:
        ModuleNotFoundError: it is not installed.
    """

    name = "Xapian (no persons)"

    def __init__(self) -> None:
        """Find the library."""
        try:
            self._xapian: Any = import_module("xapian")
        except ModuleNotFoundError:
            sys.path.append(_SYSTEM)
            try:
                self._xapian = import_module("xapian")
            finally:
                sys.path.remove(_SYSTEM)

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Index *documents* and compact nothing: as a newsroom would have it."""
        base = self._xapian.WritableDatabase(str(folder / "base"), self._xapian.DB_CREATE)
        for document in documents:
            article_id, section, _, month = values(document)
            added = self._xapian.Document()
            for position, term in enumerate(body(document), start=1):
                added.add_posting(term.encode()[:_LONGEST], position)
            added.add_boolean_term(b"XS" + section.encode()[: _LONGEST - 2])
            for slot, value in (_SECTION, section), (_MONTH, month), (_DAY, day(document)):
                added.add_value(slot, value)
            added.set_data(article_id)
            base.add_document(added)
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        """Open it."""
        self._base = self._xapian.Database(str(folder / "base"))

    def ask(self, asked: Asked) -> Answer:
        """Search with two counters; all matches are looked at."""
        enquire = self._xapian.Enquire(self._base)
        enquire.set_query(self._query(asked))
        enquire.set_weighting_scheme(self._xapian.BM25Weight())
        if asked.newest:
            enquire.set_sort_by_value(_DAY, True)
        spies = [self._xapian.ValueCountMatchSpy(slot) for slot in (_SECTION, _MONTH)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(asked.start, 10, self._base.get_doccount())
        for hit in found:
            hit.document.get_data()
        sections, months = (
            {one.term.decode(): one.termfreq for one in spy.values() if one.term} for spy in spies
        )
        return Answer(found.get_matches_estimated(), sections, months)

    def _query(self, asked: Asked) -> Any:
        query_type = self._xapian.Query
        if not asked.terms:
            return query_type.MatchAll
        if asked.phrase:
            query = query_type(query_type.OP_PHRASE, [term for (term,) in asked.terms])
        else:
            groups = [query_type(query_type.OP_OR, list(terms)) for terms in asked.terms]
            query = query_type(query_type.OP_OR if asked.either else query_type.OP_AND, groups)
        if asked.section:
            section = query_type(b"XS" + asked.section.encode()[: _LONGEST - 2])
            query = query_type(query_type.OP_FILTER, query, section)
        return query
