"""Spelling: are marks restored, slips found, and writers without a slip left alone?

Every figure is taken on the articles that ``matching`` searches, without their headlines.

Marks: headlines of articles that are not among them lose their marks and get them back. A name,
of two syllables or more, is right when all its syllables are.

Slips: the headline of an article among them is asked with one slip. A reader who is offered
another text follows the offer. What is not a slip should be offered nothing: headlines as printed,
names labelled by hand, section names.

Careless queries: compounds and persons that many of the articles have, typed without care. One is
right when the text meant is offered; one without marks when the articles found first are those
that the text meant finds.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import Record, records, work_folder
from scripts.evaluation.matching import AS_SHIPPED, known_items, titled
from scripts.evaluation.metrics import mean, percentile, reciprocal_rank
from scripts.evaluation.mistyping import CARELESS, careless, slip
from scripts.evaluation.restoring import print_restored
from search_service.answering import answer
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.query import Filters
from search_service.vietnamese import syllables, words

HEADLINES: Final = 1_000
DEPTH: Final = 10
SEED: Final = 7

EACH: Final = 30
"""Careless queries of one kind."""

FREQUENT: Final = 20
"""Articles of those read for compounds that must have one."""

READ: Final = 1_500
"""Articles read for compounds."""

LONGEST_NAME: Final = 4
"""Syllables of a name that is asked for; the shortest has 2."""


def run(shared: Path, *, work: Path | None, sample: int | None, seed: int = SEED) -> int:
    """Print the tables; the index is built in *work*, at most *sample* queries asked of each.

    Returns:
        0: there is no figure here that must be reached.
    """
    articles = titled(shared)
    with work_folder(work) as folder:
        engine = known_items(folder, articles)
        print_restored(engine, shared, articles, sample or HEADLINES, seed)
        asked = random.Random(seed).sample(articles, min(HEADLINES, len(articles)))[:sample]
        _print_slips(engine, asked, seed)
        _print_intact(engine, shared, asked, seed)
        _print_careless(engine, articles, seed, sample or EACH)
    return 0


def _print_slips(engine: Engine, asked: Sequence[Record], seed: int) -> None:
    rng = random.Random(seed)
    ranks: dict[str, list[float]] = {"as typed": [], "offer followed": [], "intact": []}
    offered, right, times = 0, 0, []
    for record in asked:
        typed = slip(record["title"], rng)
        started = time.perf_counter()
        offer = _offered(engine, typed)
        times.append(time.perf_counter() - started)
        offered += offer is not None
        right += offer is not None and syllables(offer) == syllables(record["title"])
        texts = {"as typed": typed, "offer followed": offer or typed, "intact": record["title"]}
        for way, text in texts.items():
            ranks[way].append(reciprocal_rank(_found(engine, text), record["id"]))
    table = Table(
        title=f"One slip in a headline: MRR@{DEPTH}",
        caption=f"{len(asked):,} headlines; {offered} offered another text, {right} of them the "
        f"text meant; search and correction {1000 * percentile(times, 0.5):.1f} ms (p50)",
    )
    table.add_column("query")
    table.add_column(f"MRR@{DEPTH}", justify="right")
    for way, values in ranks.items():
        table.add_row(way, f"{mean(values):.3f}")
    Console(width=110).print(table)


def _print_intact(engine: Engine, shared: Path, asked: Sequence[Record], seed: int) -> None:
    people = records(shared / "eval/people/articles.jsonl")
    names = {person["name"] for record in people for person in record["people"]}
    short = sorted(name for name in names if 1 < len(syllables(name)) <= LONGEST_NAME)
    random.Random(seed).shuffle(short)
    sections = engine.search(parse("", size=0), facets=["section"]).facets["section"].buckets
    sets = {
        "headlines": [record["title"] for record in asked],
        "names": short[: len(asked)],
        "sections": [bucket.label for bucket in sections],
    }
    table = Table(title="Queries without a slip that are offered another text")
    for heading in ("queries", "number", "found", "offered", "offered where found"):
        table.add_column(heading, justify="left" if heading == "queries" else "right")
    for name, texts in sets.items():
        exact = [_has_all(engine, text) for text in texts]
        offers = [_offered(engine, text) is not None for text in texts]
        unfounded = sum(had and offer for had, offer in zip(exact, offers, strict=True))
        table.add_row(name, f"{len(texts)}", f"{sum(exact)}", f"{sum(offers)}", f"{unfounded}")
    Console(width=110).print(table)


def _has_all(engine: Engine, text: str) -> bool:
    """Tell whether an article has every word of *text*."""
    results = engine.search(parse(text, size=0))
    return results.total > 0 and not results.relaxed


def _print_careless(engine: Engine, articles: Sequence[Record], seed: int, each: int) -> None:
    table = Table(title="Short careless queries")
    for heading in ("typed", "number", "right", "share", "not right: typed, offered"):
        table.add_column(heading, justify="right" if heading in ("number", "right") else "left")
    targets = [*_compounds(articles), *_persons(engine)]
    rng = random.Random(seed)
    rng.shuffle(targets)
    total = 0
    for kind in CARELESS:
        asked = list(_typed(targets, kind, rng))[:each]
        wrong = [(typed, meant) for typed, meant in asked if not _meant(engine, typed, meant, kind)]
        right = len(asked) - len(wrong)
        total += right
        shown = ", ".join(f"{typed}: {_offered(engine, typed) or '-'}" for typed, _ in wrong[:3])
        table.add_row(kind, f"{len(asked)}", f"{right}", f"{right / len(asked):.2f}", shown)
    Console(width=110).print(table)


def _typed(targets: Sequence[str], kind: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    for meant in targets:
        if typed := careless(meant, kind, rng):
            yield typed, meant


def _meant(engine: Engine, typed: str, meant: str, kind: str) -> bool:
    if kind == "unmarked":
        # Any article that has the text meant may stand first: there are many.
        return _found(engine, typed)[:1] != [] and _first_has(engine, typed, meant)
    offer = _offered(engine, typed)
    return offer is not None and syllables(offer) == syllables(meant)


def _first_has(engine: Engine, typed: str, meant: str) -> bool:
    """Tell whether the first article found by *typed* has *meant*, its syllables side by side."""
    article = engine.search(parse(typed, size=1)).hits[0].document.article
    text = " ".join(syllables(f"{article.title}\n{article.lead}\n{article.body}"))
    return f" {' '.join(syllables(meant))} " in f" {text} "


def _compounds(articles: Sequence[Record]) -> list[str]:
    """Return compounds that at least FREQUENT of READ *articles* have, in a fixed order."""
    having = Counter(
        word for record in articles[:READ] for word in {*words(record["body"][:3_000])}
    )
    frequent = (word for word, articles_with in having.items() if articles_with >= FREQUENT)
    return sorted(word.replace("_", " ") for word in frequent if word.count("_"))


def _persons(engine: Engine) -> list[str]:
    """Return the persons most mentioned in each section, in a fixed order."""
    sections = engine.search(parse("", size=0), facets=["section"]).facets["section"].buckets
    names = {
        person.label.lower()
        for section in sections
        for person in engine.search(
            parse("", filters=Filters(sections=(section.value,)), size=0), facets=["person"]
        )
        .facets["person"]
        .buckets
    }
    return sorted(name for name in names if 1 < len(syllables(name)) <= LONGEST_NAME)


def _offered(engine: Engine, text: str) -> str | None:
    return answer(engine, parse(text, size=0), AS_SHIPPED).suggestion


def _found(engine: Engine, text: str) -> list[str]:
    return [
        hit.document.article.id
        for hit in answer(engine, parse(text, size=DEPTH), AS_SHIPPED).results.hits
    ]
