"""Related articles: are the others on an event or topic first, among unrelated ones?

Every article of a cluster asks for the others of its cluster. The baselines rank by BM25 over
syllables: the whole article as the query, each syllable as often as it occurs; and its strongest
syllables by tf-idf, each weighted by the root of it.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, islice
from math import log, sqrt
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import Record, engine_of, records, whole, work_folder
from scripts.evaluation.metrics import mean, ndcg, percentile
from search_service.document import Document
from search_service.engines.base import Engine, WeightedTerm
from search_service.related import related
from search_service.vietnamese import syllables

SETS = ("vmds", "topics")
DEPTH = 5
TERMS = 100
SEED = 1
SHINGLE = 4
SAME = 0.5
"""Two articles are near-duplicates when they share this much of their runs of SHINGLE syllables
(Jaccard)."""

Method = Callable[[Engine, Document], list[Document]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one method reached on one set."""

    number: int
    ndcg: float
    duplicates: float
    median: float


def run(shared: Path, *, work: Path | None, sample: int | None, distractors: int | None) -> int:
    """Print the table; at most *sample* articles of each set ask, among *distractors* others."""
    sets = {name: _clusters(shared, name) for name in SETS}
    articles = [one for clusters in sets.values() for cluster in clusters for one in cluster]
    articles += islice(records(shared / "corpus/vntc.jsonl.gz"), distractors)
    with work_folder(work) as folder:
        engine = engine_of(folder / f"related-{len(articles)}", articles, whole)
        measured = {
            (name, method): _measure(engine, METHODS[method], _asked(clusters, sample))
            for name, clusters in sets.items()
            for method in METHODS
        }
    _print(measured, len(articles))
    return 0


def _clusters(shared: Path, name: str) -> list[list[Record]]:
    """Return the articles of each cluster; their ids name set and cluster, so none comes twice."""
    found = []
    for record in records(shared / f"eval/related/{name}_clusters.jsonl.gz"):
        readable = [one for one in record["docs"] if one.get("body") or one.get("lead")]
        prefix = f"{name}:{record['cluster']}"
        found.append([one | {"id": f"{prefix}:{one['id']}"} for one in readable])
    return found


def _asked(clusters: Sequence[Sequence[Record]], sample: int | None) -> dict[str, set[str]]:
    """Return for each article that asks the ids it should be given."""
    asked = [
        (one["id"], {other["id"] for other in cluster} - {one["id"]})
        for cluster in clusters
        if len(cluster) > 1
        for one in cluster
    ]
    random.Random(SEED).shuffle(asked)
    return dict(asked[:sample])


def _measure(engine: Engine, method: Method, asked: Mapping[str, Collection[str]]) -> Figures:
    scores, times, pairs = [], [], []
    for article, wanted in asked.items():
        document = engine.document(article)
        if document is None:
            raise LookupError(f"{article} is not in the index: build it anew")
        started = time.perf_counter()
        listed = method(engine, document)
        times.append(time.perf_counter() - started)
        scores.append(ndcg([one.article.id for one in listed], wanted, DEPTH))
        pairs += list(_alike(listed))
    return Figures(len(asked), mean(scores), mean(pairs or [0]), percentile(times, 0.5))


def _service(engine: Engine, document: Document) -> list[Document]:
    return [item.hit.document for item in related(engine, document, limit=DEPTH)]


def _whole_article(engine: Engine, document: Document) -> list[Document]:
    terms = [WeightedTerm(term, count) for term, count in _counts(document).items()]
    return _similar(engine, document, terms)


def _strongest_syllables(engine: Engine, document: Document) -> list[Document]:
    counts = _counts(document)
    frequencies = engine.document_frequencies(list(counts))
    weights = {
        term: (1 + log(count)) * log(engine.generation.articles / present)
        for (term, count), present in zip(counts.items(), frequencies, strict=True)
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    return _similar(engine, document, [WeightedTerm(term, sqrt(weights[term])) for term in best])


METHODS: dict[str, Method] = {
    "service": _service,
    "whole article, BM25": _whole_article,
    f"{TERMS} best syllables": _strongest_syllables,
}


def _counts(document: Document) -> Counter[str]:
    article = document.article
    return Counter(syllables(f"{article.title}\n{article.lead}\n{article.body}"))


def _similar(engine: Engine, document: Document, terms: Sequence[WeightedTerm]) -> list[Document]:
    hits = engine.similar(terms, exclude=document.article.id, size=DEPTH)
    return [hit.document for hit in hits]


def _alike(listed: Sequence[Document]) -> Iterator[bool]:
    """Yield for each pair of a list whether the two are near-duplicates."""
    shingles = [_shingles(one.article.body or one.article.lead) for one in listed]
    for one, other in combinations(shingles, 2):
        yield len(one & other) >= SAME * len(one | other) > 0


@cache
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    tokens = syllables(text)
    return frozenset(zip(*(tokens[start:] for start in range(SHINGLE)), strict=False))


def _print(measured: Mapping[tuple[str, str], Figures], articles: int) -> None:
    table = Table(title=f"Related articles among {articles:,}: nDCG@{DEPTH}")
    for heading in ("set", "method", "asked", "nDCG", "near-duplicate pairs", "p50 ms"):
        table.add_column(heading, justify="left" if heading in ("set", "method") else "right")
    for (name, method), figures in measured.items():
        table.add_row(
            name,
            method,
            f"{figures.number}",
            f"{figures.ndcg:.3f}",
            f"{figures.duplicates:.1%}",
            f"{1000 * figures.median:.0f}",
        )
    Console(width=110).print(table)
