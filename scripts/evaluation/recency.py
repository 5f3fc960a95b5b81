"""Recent news: how much newer are the first ten articles, and what does that cost?

What it costs is told by known items: dated articles searched for by their own headline, which was
taken out of them first. What it brings is told by queries that ask for a topic: the names of
persons in the articles, and compounds of two syllables in their headlines, of which the archive
has articles enough to choose from.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import Record, engine_of, records, terms_alone, work_folder
from scripts.evaluation.matching import DEPTH, NO_TITLE, SEED, SHORTEST, unmarked
from scripts.evaluation.metrics import mean, percentile, reciprocal_rank
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.people import find_people
from search_service.query import Query, Switches
from search_service.results import Hit
from search_service.vietnamese import words

QUERIES = 600
TOPICS = 150
SEEN = 600
"""Articles that the topics are taken from."""

ENOUGH = 20
"""Articles that a topic must have: fewer leave nothing to choose."""


def run(shared: Path, *, work: Path | None, sample: int | None) -> int:
    """Print both tables; the indexes are built in *work*, at most *sample* queries asked of each.

    Returns:
        0.
    """
    dated = [one for one in records(shared / "corpus/dated.jsonl.gz") if one.get("published")]
    choose = random.Random(SEED)
    asked = choose.sample([one for one in dated if len(one["body"]) > SHORTEST], QUERIES)[:sample]
    seen = choose.sample(dated, SEEN)
    with work_folder(work) as folder:
        known = engine_of(folder / "known", [_without_title(one) for one in dated], terms_alone)
        _print_cost(known, asked)
        titled = engine_of(folder / "titled", dated, terms_alone)
        newest = next(_days(titled.search(parse("", size=1)).hits))
        _print_gain(titled, seen, newest, sample or TOPICS)
    return 0


def _without_title(record: Record) -> Record:
    body = record["body"].removeprefix(record["title"])
    return {**record, "title": NO_TITLE, "body": body}


def _print_cost(engine: Engine, asked: Sequence[Record]) -> None:
    table = Table(title=f"Known items: MRR@{DEPTH} of {len(asked)} headlines")
    for heading in ("typed", "recent preferred", "not preferred"):
        table.add_column(heading, justify="left" if heading == "typed" else "right")
    for typed, rewrite in (("as printed", str), ("without marks", unmarked)):
        ranks = (
            mean(_rank(engine, rewrite(one["title"]), one["id"], recent=recent) for one in asked)
            for recent in (True, False)
        )
        table.add_row(typed, *(f"{rank:.4f}" for rank in ranks))
    Console(width=110).print(table)


def _rank(engine: Engine, text: str, wanted: str, *, recent: bool) -> float:
    hits = engine.search(parse(text, size=DEPTH, switches=Switches(recent=recent))).hits
    return reciprocal_rank([hit.document.article.id for hit in hits], wanted)


def _print_gain(engine: Engine, seen: Sequence[Record], newest: date, number: int) -> None:
    table = Table(
        title=f"Topics: age in days of the first {DEPTH} articles",
        caption="from the newest article on: median / mean of the queries' medians",
    )
    for heading in ("queries", "number", "recent preferred", "not preferred"):
        table.add_column(heading, justify="left" if heading == "queries" else "right")
    for name, texts in (("names of persons", _names(seen)), ("compounds", _compounds(seen))):
        topics = _topics(engine, texts)[:number]
        ages = ([_age(engine, text, newest, recent=recent) for text in topics] for recent in (1, 0))
        shown = (f"{percentile(some, 0.5):,.0f} / {mean(some):,.0f}" for some in ages)
        table.add_row(name, f"{len(topics)}", *shown)
    Console(width=110).print(table)


def _names(seen: Iterable[Record]) -> Iterator[str]:
    people = (person.name for one in seen for person in find_people(one["body"]))
    return (name for name in people if len(name.split()) > 2)


def _compounds(seen: Iterable[Record]) -> Iterator[str]:
    found = (word for one in seen for word in words(one["title"] or ""))
    return (word.replace("_", " ") for word in found if word.count("_") == 1)


def _topics(engine: Engine, texts: Iterable[str]) -> list[str]:
    """Return those of *texts* that enough articles have, each once."""
    return [text for text in dict.fromkeys(texts) if _known(engine, parse(text, size=0))]


def _known(engine: Engine, query: Query) -> bool:
    results = engine.search(query)
    return results.total >= ENOUGH and not results.relaxed


def _age(engine: Engine, text: str, newest: date, *, recent: int) -> float:
    hits = engine.search(parse(text, size=DEPTH, switches=Switches(recent=bool(recent)))).hits
    return percentile([(newest - day).days for day in _days(hits)], 0.5)


def _days(hits: Iterable[Hit]) -> Iterator[date]:
    return (hit.document.article.day for hit in hits if hit.document.article.day)
