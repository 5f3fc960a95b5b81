"""Search: is the article that answers a query found, and how near the top?

Known items are articles searched for by their own headline, which was taken out of them first.
Every query goes through ``answering.answer`` unchanged, just as if a reader had typed it: quotation
marks in a headline ask for a phrase. Headlines with one slip are searched for by what the reader is
offered ("did you mean"), where something is. Names are the persons labelled by hand; an article
that has the name, by its normal form and without regard to case, must be found however the name is
typed.

The baseline is BM25 over the syllables as typed, any of which may occur; see ``baseline``.
"""

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.baseline import Baseline
from scripts.evaluation.indexes import (
    Record,
    engine_of,
    records,
    terms_alone,
    whole,
    work_folder,
)
from scripts.evaluation.metrics import mean, percentile, reciprocal_rank
from scripts.evaluation.mistyping import slip, unmarked
from scripts.evaluation.published import publish as keep
from scripts.evaluation.published import published
from search_service.answering import answer
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import MAX_SIZE
from search_service.vietnamese import normal_form

ARTICLES = 12_000
AMONG = 6_000
"""Articles that the passages of the questions are hidden among."""

QUERIES = 1_000
NAMES = 500
DEPTH = 10
SHORTEST = 300
"""Characters an article must have: a shorter one is little more than its headline."""

SEED = 5
AS_SHIPPED = Newsroom(Path("no folder"))
"""What a newsroom starts from: nothing of its own."""

ONE_SLIP = "one slip, offer followed"

NO_TITLE = "-"
"""A title of no syllable: without one the first sentence would stand in and count thrice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the id of the article that answers it."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one set of queries, typed one way."""

    queries: str
    typed: str
    number: int
    service: float
    baseline: float
    median: float

    @property
    def name(self) -> str:
        """What its figure is kept under."""
        return f"{self.queries}, {self.typed}"


TYPED: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "lower case": str.lower,
    "without marks": unmarked,
    "without marks, lower case": lambda text: unmarked(text).lower(),
}


def run(shared: Path, *, work: Path | None, sample: int | None, publish: bool) -> int:
    """Print both tables; the indexes are built in *work*, at most *sample* queries asked of each.

    Returns:
        1 when an article that has a name was not found by it, else 0.
    """
    people = list(records(shared / "eval/people/articles.jsonl"))
    articles = titled(shared)
    questions = _questions(shared)
    with work_folder(work) as folder:
        known = known_items(folder, articles)
        headlines = random.Random(SEED).sample(articles, min(QUERIES, len(articles)))
        asked = [Asked(one["title"], one["id"]) for one in headlines][:sample]
        untitled = Baseline([_without_title(one) for one in articles])
        rows = list(_retrieval("headlines", known, untitled, asked))
        hiding = _passages(shared, articles)
        passages = engine_of(folder / "questions", hiding, terms_alone)
        rows += _retrieval("questions", passages, Baseline(hiding), questions[:sample])
        if publish:
            keep("matching", {row.name: row.service for row in rows})
        _print_retrieval(rows, len(articles), passages.generation.articles, _grammatical(asked))
        labelled = [_labelled(one) for one in people]
        names = engine_of(folder / "names", labelled, terms_alone)
        return _names(names, Baseline(labelled), people, sample)


def titled(shared: Path) -> list[Record]:
    """Return ARTICLES articles that have a headline, always the same ones in the same order."""
    found = [
        record
        for record in records(shared / "corpus/vntc.jsonl.gz")
        if record.get("title") and len(record["body"]) > SHORTEST
    ]
    random.Random(SEED).shuffle(found)
    return found[:ARTICLES]


def known_items(folder: Path, articles: Sequence[Record]) -> Engine:
    """Return an engine of *articles* without their headlines, built in *folder* if not there."""
    return engine_of(folder / "articles", [_without_title(one) for one in articles], whole)


def _without_title(record: Record) -> Record:
    body = record["body"].removeprefix(record["title"])
    return {"id": record["id"], "title": NO_TITLE, "body": body, "section": record.get("section")}


def _passages(shared: Path, articles: Sequence[Record]) -> list[Record]:
    passages = [
        {"id": passage["id"], "title": NO_TITLE, "body": passage["text"]}
        for passage in records(shared / "eval/retrieval/xquad_vi.passages.jsonl")
    ]
    return passages + [_without_title(record) for record in articles[:AMONG]]


def _questions(shared: Path) -> list[Asked]:
    asked = [
        Asked(question["question"], question["passage_id"])
        for question in records(shared / "eval/retrieval/xquad_vi.questions.jsonl")
    ]
    random.Random(SEED).shuffle(asked)
    return asked


def _labelled(record: Record) -> Record:
    return {"id": record["id"], "title": NO_TITLE, "body": record["text"]}


def _retrieval(name: str, engine: Engine, peer: Baseline, asked: Sequence[Asked]) -> Iterator[Row]:
    rng = random.Random(SEED)
    ways = {name: TYPED[name] for name in ("as printed", "lower case", "without marks")}
    for typed, rewrite in {**ways, ONE_SLIP: partial(slip, rng=rng)}.items():
        written = [replace(one, text=rewrite(one.text)) for one in asked]
        times, service = [], []
        for one in written:
            started = time.perf_counter()
            found = _search(engine, one.text, follow=typed == ONE_SLIP)
            times.append(time.perf_counter() - started)
            service.append(reciprocal_rank(found, one.answer))
        baseline = (reciprocal_rank(peer.search(one.text, DEPTH), one.answer) for one in written)
        median = percentile(times, 0.5)
        yield Row(name, typed, len(written), mean(service), mean(baseline), median)


def _grammatical(asked: Sequence[Asked]) -> int:
    """Return how many queries hold signs that the grammar reads: quotation marks, a minus."""
    queries = [parse(one.text) for one in asked]
    return sum(bool(query.phrases or query.excluded or query.filters) for query in queries)


def _search(engine: Engine, text: str, *, follow: bool) -> list[str]:
    """Return the ids of the first articles; *follow* takes the offer of another text."""
    answered = answer(engine, parse(text, size=DEPTH), AS_SHIPPED)
    if follow and answered.suggestion:
        return _search(engine, answered.suggestion, follow=False)
    results = answered.results
    return [hit.document.article.id for hit in results.hits]


def _print_retrieval(rows: Sequence[Row], articles: int, passages: int, signs: int) -> None:
    table = Table(
        title=f"Matching: MRR@{DEPTH}",
        caption=f"headlines among {articles:,} articles, questions among {passages:,}; "
        f"every query is parsed as a reader's, and {signs} headlines hold signs that ask for a "
        "phrase or exclude a word",
    )
    headings = "queries", "typed", "number", "service", "last release", "syllables, BM25", "p50 ms"
    for heading in headings:
        table.add_column(heading, justify="left" if heading in ("queries", "typed") else "right")
    before = published("matching")
    for row in rows:
        last = f"{before[row.name]:.3f}" if row.name in before else "-"
        figures = f"{row.service:.3f}", last, f"{row.baseline:.3f}", f"{1000 * row.median:.1f}"
        table.add_row(row.queries, row.typed, f"{row.number:,}", *figures)
    Console(width=110).print(table)


def _names(engine: Engine, peer: Baseline, people: Sequence[Record], sample: int | None) -> int:
    """Print how many articles that have a name were not found by it."""
    mentions = [
        record["text"][start:end]
        for record in people
        for person in record["people"]
        for start, end in person["mentions"]
    ]
    names = random.Random(SEED).sample(mentions, min(NAMES, len(mentions)))[:sample]
    holding = [_holding(people, name) for name in names]
    table = Table(title=f"Names: articles of {len(people)} that have the name and are not found")
    for heading in ("typed", "names", "articles", "service", "syllables, BM25"):
        table.add_column(heading, justify="left" if heading == "typed" else "right")
    wrong = 0
    for typed, rewrite in TYPED.items():
        asked = [(rewrite(name), wanted) for name, wanted in zip(names, holding, strict=True)]
        missed = sum(len(wanted - _all_found(engine, text)) for text, wanted in asked)
        baseline = sum(len(wanted - {*peer.search(text, len(people))}) for text, wanted in asked)
        expected = sum(map(len, holding))
        table.add_row(typed, f"{len(names)}", f"{expected:,}", f"{missed}", f"{baseline:,}")
        wrong += missed
    Console(width=110).print(table)
    return int(wrong > 0)


def _holding(people: Sequence[Record], name: str) -> set[str]:
    """Return the ids of the articles with *name* in them, looked for without the analyzer."""
    wanted = re.compile(rf"(?<!\w){re.escape(normal_form(name).lower())}(?!\w)")
    return {one["id"] for one in people if wanted.search(normal_form(one["text"]).lower())}


def _all_found(engine: Engine, text: str) -> set[str]:
    query = parse(text, size=MAX_SIZE)
    pages = (
        replace(query, start=start) for start in range(0, engine.generation.articles, MAX_SIZE)
    )
    return {hit.document.article.id for page in pages for hit in engine.search(page).hits}
