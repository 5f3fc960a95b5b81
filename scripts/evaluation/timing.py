"""How long a list of related articles takes beside a search, in one run on one archive."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from scripts.evaluation.metrics import percentile
from search_service.answering import answer
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import Query, Sort
from search_service.related import related
from search_service.vietnamese import syllables

ASKED = 100
TERMS = 4
FACETS = ("section", "person", "month")
SEED = 5


def report(engine: Engine) -> None:
    """Print the median times of both, taken in turn so that what else runs slows both."""
    documents = _documents(engine)
    newsroom = Newsroom(Path("/nowhere"))
    searches = [replace(parse(_words(one)), size=10) for one in documents]
    for warm in (True, False):
        pairs = [
            (
                _timed(lambda q=query: answer(engine, q, newsroom, facets=FACETS)),
                _timed(lambda d=document: related(engine, d)),
            )
            for query, document in zip(searches, documents, strict=True)
        ]
        if not warm:
            search, lists = (1000 * percentile(times, 0.5) for times in zip(*pairs, strict=True))
            Console(width=110).print(
                f"Search of {TERMS} terms with {len(FACETS)} facets {search:.1f} ms (p50), related "
                f"articles {lists:.1f} ms: {lists / search:.2f} x"
            )


def _documents(engine: Engine) -> list[Document]:
    """Return articles from all over the archive with a title to take TERMS from."""
    chosen = random.Random(SEED)
    size = min(engine.generation.articles, 10_000) - 10
    found = []
    while len(found) < ASKED:
        page = engine.search(Query(sort=Sort.NEWEST, start=chosen.randrange(max(1, size)), size=1))
        found += [hit.document for hit in page.hits if len(_title(hit.document)) >= TERMS]
    return found


def _title(document: Document) -> Sequence[str]:
    return syllables(document.article.title)


def _words(document: Document) -> str:
    return " ".join(_title(document)[:TERMS])


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
