"""Related articles: are the others on an event or topic first, among unrelated ones?

Every article of a cluster asks for the others of its cluster. The baselines rank by BM25 over
syllables: the whole article as the query, each syllable as often as it occurs; and its strongest
syllables by tf-idf, each weighted by the root of it. Clusters are dated and the others are not, so
the service is asked two more times: no day known, and the others given days of the clusters.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from math import log, sqrt
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation import copies, reasons, timing
from scripts.evaluation.baseline import Baseline
from scripts.evaluation.clusters import DEPTH, SETS, Asked, Worth, asked, clusters, text, worth
from scripts.evaluation.dating import dated_at_random, undated
from scripts.evaluation.indexes import engine_of, records, whole, work_folder
from scripts.evaluation.metrics import mean
from search_service.article import Article
from search_service.document import Document, field_texts
from search_service.engines.base import Engine
from search_service.related import related
from search_service.vietnamese import syllables

TERMS = 100
PAIRED = 20_000
"""Articles of each collection in which copies are looked for."""

Listed = list[list[str]]
Method = Callable[[Document], Listed]


def run(shared: Path, *, work: Path | None, sample: int | None, distractors: int | None) -> int:
    """Print the tables; at most *sample* articles of each set ask, among *distractors* others."""
    sets = {name: clusters(shared, name) for name in SETS}
    articles = [one for of_set in sets.values() for cluster in of_set for one in cluster]
    dates = [Article.from_record(one).published for one in articles]
    articles += islice(records(shared / "corpus/vntc.jsonl.gz"), distractors)
    asking = asked(sets, sample)
    with work_folder(work) as folder:
        engine = engine_of(folder / f"related-{len(articles)}", articles, whole)
        methods = {
            "service": _service(engine),
            "no day known": _service(undated(engine)),
            "all dated, the others at random": _service(
                dated_at_random(engine, [one for one in dates if one])
            ),
            **_baselines(engine, Baseline(articles)),
        }
        texts = _Texts(engine)
        worths = {
            name: [worth(one, texts, method(_document(engine, one.article))) for one in asking]
            for name, method in methods.items()
        }
        _print(asking, worths, len(articles))
        timing.report(engine)
        reasons.report(folder, shared, engine)
    copies.report(shared, PAIRED)
    return 0


class _Texts(dict[str, str]):
    """The texts of the articles named, read when first looked at."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def __missing__(self, article: str) -> str:
        self[article] = text(_document(self._engine, article))
        return self[article]


def _document(engine: Engine, article: str) -> Document:
    document = engine.document(article)
    if document is None:
        raise LookupError(f"{article} is not in the index: build it anew")
    return document


def _service(engine: Engine) -> Method:
    def listed(document: Document) -> Listed:
        return [
            [one.article.id for one in (item.hit.document, *item.copies)]
            for item in related(engine, document, limit=DEPTH)
        ]

    return listed


def _baselines(engine: Engine, baseline: Baseline) -> dict[str, Method]:
    def best(document: Document, weights: Mapping[str, float]) -> Listed:
        found = baseline.weighted(weights, DEPTH + 1)
        return [[one] for one in found if one != document.article.id][:DEPTH]

    def whole_article(document: Document) -> Listed:
        return best(document, _counts(document))

    def strongest(document: Document) -> Listed:
        size = engine.generation.articles
        weights = {
            term: (1 + log(count)) * log(size / baseline.present(term))
            for term, count in _counts(document).items()
        }
        chosen = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
        return best(document, {term: sqrt(weights[term]) for term in chosen})

    return {"whole article, BM25": whole_article, f"{TERMS} best syllables": strongest}


def _counts(document: Document) -> Counter[str]:
    return Counter(syllables("\n".join(field_texts(document.article).values())))


def _print(asking: Sequence[Asked], worths: Mapping[str, Sequence[Worth]], articles: int) -> None:
    table = Table(title=f"Related articles among {articles:,}: nDCG@{DEPTH}")
    for heading in ("set", "method", "asked", "nDCG", "halves", "copies as one", "duplicates"):
        table.add_column(heading, justify="left" if heading in ("set", "method") else "right")
    for name in SETS:
        for method, of_method in worths.items():
            own = [(a, w) for a, w in zip(asking, of_method, strict=True) if a.name == name]
            halves = [[w.ndcg for a, w in own if a.half == half] for half in (0, 1)]
            table.add_row(
                name,
                method,
                f"{len(own)}",
                f"{mean(w.ndcg for _, w in own):.3f}",
                " ".join(f"{mean(half):.3f}" for half in halves if half),
                f"{mean(w.by_text for _, w in own if w.by_text is not None):.3f}",
                f"{_share(own):.1%}",
            )
    Console(width=110).print(table)


def _share(own: Collection[tuple[Asked, Worth]]) -> float:
    return sum(w.duplicates for _, w in own) / max(1, sum(w.items for _, w in own))
