"""Completions: is the person being typed among the first five, and how soon is the list there?

The persons are the most mentioned ones of the dated articles. Each is typed letter by letter, from
three letters on: from the beginning of the name and from that of its last syllable (the given
name), as printed and unmarked in lower case. Many share a prefix: *ngu* begins hundreds of names,
and a list has room for five. The ceiling is what the best list reaches, the five most mentioned of
all persons of the archive that the prefix begins.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import Record, engine_of, records, whole, work_folder
from scripts.evaluation.matching import unmarked
from scripts.evaluation.metrics import mean, percentile
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.vietnamese import normal_form
from search_service.wire import FACET_NAMES

PERSONS = 1_000
SHORTEST = 3
FIRST = 5
LISTED = 8
GOAL = 0.95

ARTICLES = 12_500
"""Articles of the larger index, of an older corpus, in which only times are measured."""

TYPED: dict[str, Callable[[str], str]] = {
    "as printed": normal_form,
    "unmarked, lower case": lambda name: unmarked(normal_form(name)).lower(),
}
BEGUN: dict[str, Callable[[str], str]] = {
    "name": lambda name: name,
    "last syllable": lambda name: name.rpartition(" ")[2],
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person, by id, and the number of articles that mention them."""

    id: str
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of prefixes that list their person among the first five, and of the best list."""

    begun: str
    typed: str
    pairs: int
    plain: float
    plain_ceiling: float
    weighted: float
    weighted_ceiling: float


def run(shared: Path, *, work: Path | None, sample: int | None) -> int:
    """Print both tables; the indexes are built in *work*, of *sample* persons at most.

    Returns:
        1 when the lists are worse than GOAL of what the best ones reach, else 0.
    """
    dated = list(records(shared / "corpus/dated.jsonl.gz"))
    with work_folder(work) as folder:
        engine = engine_of(folder / "suggest", dated, whole)
        people = _people(engine)
        asked = people[: min(PERSONS, sample or PERSONS)]
        rows = list(_rows(engine, people, asked))
        _print_ranks(rows, len(asked), len(people), len(dated))
        older = _older(shared)
        larger = engine_of(folder / "suggest-larger", older, whole)
        _print_times({len(dated): engine, len(older): larger}, asked)
    return int(any(row.weighted < GOAL * row.weighted_ceiling for row in rows))


def _older(shared: Path) -> list[Record]:
    found = (record for record in records(shared / "corpus/vntc.jsonl.gz"))
    return [record for record, _ in zip(found, range(ARTICLES), strict=False)]


def _people(engine: Engine) -> list[Person]:
    """Return every person of the articles, the most mentioned first."""
    known: dict[str, Person] = {}
    for start in range(0, engine.generation.articles, 100):
        for hit in engine.search(parse("", size=100, start=start)).hits:
            for one in hit.document.people:
                if one.id not in known and (record := engine.person(one.id)):
                    known[one.id] = Person(one.id, record.name, record.count)
    return sorted(known.values(), key=lambda person: (-person.articles, person.id))


def _rows(engine: Engine, people: Sequence[Person], asked: Sequence[Person]) -> Iterator[Row]:
    for begun, beginning in BEGUN.items():
        for typed, rewrite in TYPED.items():
            best = _best(people, lambda name, b=beginning, r=rewrite: r(b(name)))
            pairs = [
                (person, prefix)
                for person in asked
                for prefix in _prefixes(rewrite(beginning(person.name)))
            ]
            listed = {prefix: _listed(engine, prefix) for _, prefix in pairs}
            yield _row(begun, typed, pairs, listed, best)


def _row(
    begun: str,
    typed: str,
    pairs: Sequence[tuple[Person, str]],
    listed: Mapping[str, Sequence[str]],
    best: Mapping[str, Sequence[str]],
) -> Row:
    weights = [person.articles for person, _ in pairs]
    found = [person.id in listed[prefix] for person, prefix in pairs]
    could = [person.id in best[prefix.lower()] for person, prefix in pairs]
    return Row(
        begun, typed, len(pairs), mean(found), mean(could),
        _weighted(found, weights), _weighted(could, weights),
    )  # fmt: skip


def _weighted(found: Sequence[bool], weights: Sequence[int]) -> float:
    return sum(w for yes, w in zip(found, weights, strict=True) if yes) / sum(weights)


def _prefixes(text: str) -> list[str]:
    """Return what has been typed of *text* after each key, from SHORTEST letters on."""
    return [
        text[:end]
        for end in range(1, len(text) + 1)
        if sum(map(str.isalnum, text[:end])) >= SHORTEST and text[end - 1].isalnum()
    ]


def _best(people: Sequence[Person], written: Callable[[str], str]) -> dict[str, list[str]]:
    """Return for each prefix the FIRST most mentioned persons that it begins."""
    best: dict[str, list[str]] = defaultdict(list)
    for person in people:
        for prefix in _prefixes(written(person.name).lower()):
            if len(best[prefix]) < FIRST:
                best[prefix].append(person.id)
    return best


def _listed(engine: Engine, prefix: str) -> list[str]:
    found = engine.suggest(prefix, limit=LISTED)[:FIRST]
    return [item.value for item in found if item.kind == "person"]


def _print_ranks(rows: Sequence[Row], asked: int, people: int, articles: int) -> None:
    table = Table(
        title=f"Completions: the person among the first {FIRST} of {LISTED}",
        caption=f"the {asked:,} most mentioned of {people:,} persons of {articles:,} articles; "
        f"prefixes of {SHORTEST} letters and more; by mentions: a person's prefixes count once "
        "for each article",
    )
    for heading in ("begun at", "typed"):
        table.add_column(heading)
    for heading in ("prefixes", "each once", "ceiling", "by mentions", "ceiling"):
        table.add_column(heading, justify="right")
    for row in rows:
        shares = (row.plain, row.plain_ceiling, row.weighted, row.weighted_ceiling)
        table.add_row(row.begun, row.typed, f"{row.pairs:,}", *(f"{one:.1%}" for one in shares))
    Console(width=110).print(table)


def _print_times(engines: Mapping[int, Engine], people: Sequence[Person]) -> None:
    """Print how long completions take beside searches of the same texts with all facets."""
    table = Table(title="Time: a list of completions beside a search of the same text, facets too")
    for heading in ("articles", "texts", "list, first", "list, p50", "p95", "search, p50", "share"):
        table.add_column(heading, justify="right")
    rewrite = TYPED["unmarked, lower case"]
    texts = [rewrite(person.name)[: 3 + place % 8] for place, person in enumerate(people[:200])]
    for articles, engine in engines.items():
        lists = [_seconds(lambda t=text, e=engine: e.suggest(t, limit=LISTED)) for text in texts]
        searches = [
            _seconds(lambda t=text, e=engine: e.search(parse(t), facets=tuple(FACET_NAMES)))
            for text in texts
        ]
        again = [_seconds(lambda t=text, e=engine: e.suggest(t, limit=LISTED)) for text in texts]
        half, whole_half = percentile(again, 0.5), percentile(searches, 0.5)
        times = (lists[0], half, percentile(again, 0.95), whole_half)
        figures = (f"{1000 * one:.2f} ms" for one in times)
        table.add_row(f"{articles:,}", str(len(texts)), *figures, f"{half / whole_half:.1%}")
    Console(width=110).print(table)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
