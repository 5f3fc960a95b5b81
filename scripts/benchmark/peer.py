"""What a benchmark asks of an engine, and which engines there are."""

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from scripts.benchmark.asking import Answer, Asked
from search_service.document import AnalysedDocument

FACETS = ("section", "person", "month")


class Peer(Protocol):
    """One engine. All of them hold the same tokens, sections, persons and days.

    Attributes:
        name: As it is printed.
    """

    name: str

    def build(self, folder: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Write an index of *documents* into *folder*, which is empty."""

    def open(self, folder: Path) -> None:
        """Open what ``build`` wrote."""

    def ask(self, asked: Asked) -> Answer:
        """Find ten hits with their ids and count all sections, persons and months."""


PEERS: dict[str, str] = {
    "service": "scripts.benchmark.service:Ranking",
    "page": "scripts.benchmark.service:Page",
    "tantivy": "scripts.benchmark.tantivy_py:Tantivy",
    "sqlite": "scripts.benchmark.sqlite_fts5:Sqlite",
    "xapian": "scripts.benchmark.xapian_python:Xapian",
    "whoosh": "scripts.benchmark.whoosh_alone:Whoosh",
}
"""Where the engine of each name is; the service's whole page shares the index of its ranking."""

SHARED_INDEX = {"page": "service"}


def peer(name: str) -> Peer | None:
    """Return the engine *name*, or None with a word where its library is not installed."""
    module, class_name = PEERS[name].split(":")
    try:
        made: Callable[[], Any] = getattr(import_module(module), class_name)
        found: Peer = made()
    except ModuleNotFoundError as error:
        print(f"{name} is passed over: {error}", file=sys.stderr)
        return None
    return found
