"""Persons across articles: how many joins, short names and splits are right, of those judged.

The decisions that ``identity.resolve`` takes over two collections were judged by reading these:
whole articles, on which the rules were made, and titles with leads, on which they were not.
``persons.judged.tsv`` keeps the judgements, each under a digest of what was decided: no name and
no text of the articles. What is decided otherwise than before is unjudged until it has been read;
``--sheet`` writes what there is to read.
"""

import hashlib
import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import WORKERS, Record, records
from search_service.article import Article
from search_service.document import persons_in
from search_service.identity import NOBODY, Kind, Resolution, Sighting, resolve

JUDGED = Path(__file__).with_name("persons.judged.tsv")

COLLECTIONS = ("dated", "headlines")

RIGHT, WRONG, UNSURE = "right", "wrong", "unsure"

DIGITS = 16
"""Hexadecimal digits of a digest."""


class Item(NamedTuple):
    """Something to judge.

    Attributes:
        kind: What was decided.
        name: The id of the name that it is about.
        person: The person's id.
        article: An article that shows it.
        against: Another person's id, or an article, to compare it with.
    """

    kind: Kind
    name: str
    person: str
    article: str
    against: str

    @property
    def digest(self) -> str:
        """What the judgement is kept under."""
        return hashlib.sha256("\t".join(self).encode()).hexdigest()[:DIGITS]


def run(shared: Path, *, sheet: Path | None = None) -> int:
    """Print the table; write what is unjudged to *sheet*."""
    judged = dict(line.split("\t")[:2] for line in JUDGED.read_text("utf-8").splitlines())
    lines: list[str] = []
    for name in COLLECTIONS:
        sightings = sightings_of(list(records(shared / f"corpus/{name}.jsonl.gz")))
        resolution = resolve(sightings)
        items = list(to_judge(sightings, resolution))
        print_table(name, len(sightings), resolution, items, judged)
        unjudged = sorted(item for item in items if item.digest not in judged)
        lines += ("\t".join((item.digest, *item)) for item in unjudged)
    if sheet:
        sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def sightings_of(dated: Sequence[Record]) -> list[Sighting]:
    """Return every person of every article, as indexing finds them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        return [one for some in pool.map(_sightings, dated, chunksize=50) for one in some]


def _sightings(record: Record) -> list[Sighting]:
    text = record.get("body") or record.get("lead") or record["title"]
    article = Article.from_record({**record, "body": text})
    day = article.day.toordinal() if article.day else 0
    return [
        Sighting(article.id, one.id, one.name, one.role or "", day, article.section or "")
        for one in persons_in(article)
    ]


def to_judge(sightings: Sequence[Sighting], resolution: Resolution) -> Iterator[Item]:
    """Yield what was decided: each spelling, each article of a short name, each namesake."""
    owners = [
        "" if place == NOBODY else resolution.people[place].id for place in resolution.assigned
    ]
    by_name: dict[tuple[str, str], list[str]] = {}
    for one, owner in zip(sightings, owners, strict=True):
        by_name.setdefault((one.name, owner), []).append(one.article)
    ids = {one.printed: one.name for one in sightings}
    split = {one.person for one in resolution.decisions if one.kind is Kind.NAMESAKES}
    for decision in resolution.decisions:
        name = ids.get(decision.name, "")
        articles = sorted(by_name.get((name, decision.person), decision.examples))
        if decision.kind in {Kind.SPELLING, Kind.TITLED}:
            yield Item(decision.kind, name, decision.person, decision.examples[0], "")
        elif decision.kind is Kind.SHORT:
            yield from (Item(decision.kind, name, decision.person, one, "") for one in articles)
        elif decision.kind is Kind.NAMESAKES and name != decision.person:
            first = next(one for one in sorted(split) if decision.person.startswith(one))
            yield Item(decision.kind, name, decision.person, decision.examples[0], first)


def print_table(
    name: str,
    sightings: int,
    resolution: Resolution,
    items: Sequence[Item],
    judged: dict[str, str],
) -> None:
    """Print how many of each kind there are, how many are judged, and how many of these right."""
    table = Table(title=f"{name}: {sightings:,} mentions are {len(resolution.people):,} persons'")
    table.add_column("decided")
    for heading in ("there are", "judged", "right", "wrong", "unsure", "share right"):
        table.add_column(heading, justify="right")
    for kind in (Kind.SPELLING, Kind.TITLED, Kind.SHORT, Kind.NAMESAKES):
        some = [item for item in items if item.kind is kind]
        told = Counter(judged[item.digest] for item in some if item.digest in judged)
        certain = told[RIGHT] + told[WRONG]
        share = f"{told[RIGHT] / certain:.3f}" if certain else "-"
        counts = (told.total(), told[RIGHT], told[WRONG], told[UNSURE])
        table.add_row(kind.value, f"{len(some)}", *map(str, counts), share)
    Console(width=110).print(table)
