"""From files to an index: beside stock pyvi, and beside tantivy behind the same analysis."""

import importlib
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from scripts.benchmark.peer import peer
from scripts.evaluation.indexes import WORKERS, Record, records
from search_service.article import Article
from search_service.document import AnalysedDocument
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.indexer import analysed, index
from search_service.vietnamese import crf, nfc

ROUNDS = 3


class _Silent:
    """Hears nothing."""

    def advance(self, done: int, total: int, articles: int) -> None:
        """Nothing is shown."""

    def problem(self, problem: object) -> None:
        """The collections have none."""


def measure(shared: Path, number: int) -> dict[str, Any]:
    """Return how fast texts are segmented and *number* articles indexed, beside the others."""
    found = list(islice(records(shared / "corpus" / "vntc.jsonl.gz"), number))
    return {"segmenting": _segmenting(found[: number // 4]), "indexing": _indexing(found)}


def _segmenting(found: Sequence[Record]) -> dict[str, float]:
    """Segment the same paragraphs by stock pyvi and by our way of driving its model."""
    tokenize: Callable[[str], str] = importlib.import_module("pyvi.ViTokenizer").tokenize
    lines = (nfc(line) for one in found for line in one["body"].splitlines())
    paragraphs = [line for line in lines if line.strip()]
    ours, stock = [_segmented(one) for one in paragraphs], [tokenize(one) for one in paragraphs]
    seconds: dict[str, list[float]] = {"service": [], "pyvi": []}
    for _ in range(ROUNDS):
        for name, segment in (("service", _segmented), ("pyvi", tokenize)):
            started = time.process_time()
            for paragraph in paragraphs:
                segment(paragraph)
            seconds[name].append(time.process_time() - started)
    characters = sum(map(len, paragraphs))
    return {
        **{name: characters / median(times) for name, times in seconds.items()},
        "paragraphs": len(paragraphs),
        "identical": sum(a == b for a, b in zip(ours, stock, strict=True)),
    }


def _segmented(paragraph: str) -> str:
    """Return pyvi's words, a space between two, as pyvi itself writes them."""
    spans = crf.token_spans(paragraph)
    tokens = [paragraph[start:end] for start, end in spans]
    joined = crf.continues(tokens) if tokens else []
    return "".join(
        ("_" if one else " " if place else "") + token
        for place, (token, one) in enumerate(zip(tokens, joined, strict=True))
    )


def _indexing(found: Sequence[Record]) -> dict[str, dict[str, float]]:
    """Index the same file: read, analysed by WORKERS processes, written by each engine."""
    taken: dict[str, list[tuple[float, float]]] = {"service": [], "tantivy": []}
    with TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in found)
        source.write_text("".join(lines), encoding="utf-8")
        for number in range(ROUNDS):
            for name, build in (("service", _service), ("tantivy", _tantivy)):
                target = Path(folder) / f"{name}-{number}"
                target.mkdir()
                started, processor = time.perf_counter(), _processor()
                build(source, target)
                taken[name].append((time.perf_counter() - started, _processor() - processor))
    return {
        name: {
            "rate": len(found) / median(seconds for seconds, _ in times),
            "processor": 1000 * median(used for _, used in times) / len(found),
        }
        for name, times in taken.items()
    }


def _service(source: Path, target: Path) -> None:
    index(WhooshArchive(target), [source], listener=_Silent(), workers=WORKERS)


def _tantivy(source: Path, target: Path) -> None:
    engine = peer("tantivy")
    if engine is not None:
        engine.build(target, _documents(source))


def _documents(source: Path) -> Iterator[AnalysedDocument]:
    with source.open(encoding="utf-8") as lines:
        articles = ((str(source), Article.from_record(json.loads(line))) for line in lines)
        yield from analysed(articles, WORKERS)


def _processor() -> float:
    """Return the seconds of the processor of this process and those that have ended under it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def show(found: dict[str, Any]) -> None:
    """Print both."""
    segmenting, indexing = found["segmenting"], found["indexing"]
    service, other = indexing["service"], indexing["tantivy"]
    console = Console(width=110)
    console.print(
        f"Segmenting: {segmenting['service']:,.0f} characters/s of the processor, stock pyvi "
        f"{segmenting['pyvi']:,.0f}: {segmenting['service'] / segmenting['pyvi']:.2f} x; the same "
        f"words in {segmenting['identical']:,} of {segmenting['paragraphs']:,} paragraphs"
    )
    console.print(
        f"Indexing: {service['rate']:.0f} articles/s ({service['processor']:.1f} ms of the "
        f"processor each), the same analysis into tantivy {other['rate']:.0f} "
        f"({other['processor']:.1f} ms): {service['rate'] / other['rate']:.2f} x"
    )
