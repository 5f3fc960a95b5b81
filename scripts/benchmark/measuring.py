"""One run: the articles, every engine's index, every engine's answers, and the tables."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Protocol

from rich.console import Console
from rich.table import Table

from scripts.benchmark.asking import Asked, queries
from scripts.benchmark.others import Sqlite, Tantivy
from scripts.benchmark.service import Counts, Service
from scripts.benchmark.whoosh_alone import Whoosh
from scripts.evaluation.indexes import Record, analysed, records, whole
from scripts.evaluation.metrics import percentile
from search_service.article import Article
from search_service.document import AnalysedDocument, analyse
from search_service.readers import Reading

SAMPLE = Path(__file__).resolve().parents[2] / "search_service/sample"
COLLECTIONS = ("corpus/dated.jsonl.gz", "corpus/vntc.jsonl.gz")
"""Dated articles first: the others have no month to count by."""

PATIENCE = 4.0
"""Seconds after which the queries of one kind are not repeated any more."""


class Contender(Protocol):
    """An engine with its index built."""

    name: str

    def ask(self, asked: Asked) -> int:
        """Return the number of articles found, having made ten hits and three facets."""


class Builder(Contender, Protocol):
    """An engine that can be measured at building, too."""

    def build(self, folder: Path, documents: Sequence[AnalysedDocument]) -> None:
        """Write an index of *documents* into *folder*, which is not there yet."""


@dataclass(slots=True)
class Timing:
    """One engine's answers to one kind of query: seconds each, and articles found."""

    seconds: list[float] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)


def run(shared: Path, *, articles: int, quick: bool) -> int:
    """Print both tables."""
    documents = _documents(shared, articles)
    asked = list(queries(documents, 3 if quick else 10))
    with TemporaryDirectory() as folder:
        contenders = _built(Path(folder), documents)
        measured = {
            (one.name, kind): _timed(one, [each for each in asked if each.kind == kind], quick)
            for one in contenders
            for kind in dict.fromkeys(each.kind for each in asked)
        }
    _print_answers(measured)
    return 0


def _documents(shared: Path, number: int) -> list[AnalysedDocument]:
    paths = [shared / name for name in COLLECTIONS]
    if all(path.exists() for path in paths):
        found: list[Record] = list(islice(chain.from_iterable(map(records, paths)), number))
        return list(analysed(found, whole))
    print(f"{shared / 'corpus'} is not there: the sample archive is measured", file=sys.stderr)
    sample = (item for _, item in Reading([SAMPLE]) if isinstance(item, Article))
    return [analyse(article, "sample") for article in islice(sample, number)]


def _built(folder: Path, documents: Sequence[AnalysedDocument]) -> list[Contender]:
    """Build every index and print how fast that was and how large it is."""
    table = Table(title=f"Indexing {len(documents):,} analysed articles")
    for heading in ("engine", "articles/s", "MB on disk"):
        table.add_column(heading, justify="left" if heading == "engine" else "right")
    service = Service()
    builders: list[Builder] = [service, *_tantivy(), Sqlite()]
    for one in builders:
        started = time.perf_counter()
        one.build(folder / one.name, documents)
        rate = len(documents) / (time.perf_counter() - started)
        table.add_row(one.name, f"{rate:,.0f}", f"{_megabytes(folder / one.name):.1f}")
    whoosh = Whoosh(folder / service.name)
    table.add_row(f"{whoosh.name} (part of the service's)", "", f"{_megabytes(whoosh.folder):.1f}")
    Console(width=110).print(table)
    return [service, Counts(service), *builders[1:], whoosh]


def _tantivy() -> Iterator[Builder]:
    try:
        yield Tantivy()
    except ModuleNotFoundError:
        print("tantivy is not installed (extra: bench): passed over", file=sys.stderr)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _timed(engine: Contender, asked: Sequence[Asked], quick: bool) -> Timing:
    """Ask each query once unmeasured, then again and again in turn."""
    timing = Timing(totals=[engine.ask(one) for one in asked])
    begun = time.perf_counter()
    for _ in range(5 if quick else 20):
        for one in asked:
            started = time.perf_counter()
            engine.ask(one)
            timing.seconds.append(time.perf_counter() - started)
        if time.perf_counter() - begun > PATIENCE:
            break
    return timing


def _print_answers(measured: dict[tuple[str, str], Timing]) -> None:
    """Print p50, p95 and the ratio to the service, and where not as many articles were found."""
    table = Table(
        title="Ten hits and section, person and month facets",
        caption=(
            "x: p50 as a multiple of the service's without snippets, which matches, scores and "
            "counts as the others do; the first line makes records and snippets of ten hits too."
        ),
    )
    for heading in ("query", "articles", "engine", "p50 ms", "p95 ms", "x"):
        table.add_column(heading, justify="left" if heading in ("query", "engine") else "right")
    for kind in dict.fromkeys(kind for _, kind in measured):
        own = measured[Counts.name, kind]
        for name in dict.fromkeys(name for name, _ in measured):
            timing = measured[name, kind]
            half = median(timing.seconds)
            different = sum(a != b for a, b in zip(timing.totals, own.totals, strict=True))
            table.add_row(
                kind,
                f"{median(own.totals):,.0f}",
                name + (f" ({different} totals differ)" if different else ""),
                f"{1000 * half:.2f}",
                f"{1000 * percentile(timing.seconds, 0.95):.2f}",
                f"{half / median(own.seconds):.2f}",
            )
        table.add_section()
    Console(width=110).print(table)
