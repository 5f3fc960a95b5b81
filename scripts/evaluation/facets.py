"""Persons as readers meet them: the most frequent ones of 70,000 articles, and names of streets.

The first 200 are printed to be read: one that is no person stands on every page of the archive. Of
names that cities, streets and schools carry too, mentions were drawn and judged by hand;
``judged.jsonl`` has the article's id, where the mention is, and whether it is the person.
"""

import json
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from scripts.training.people.articles import COLLECTIONS, texts_of
from search_service.people import find_people

JUDGED = Path(__file__).with_name("judged.jsonl")
STREETS = (
    "hồ-chí-minh",
    "hai-bà-trưng",
    "nguyễn-trãi",
    "trần-hưng-đạo",
    "lê-lợi",
    "nguyễn-huệ",
    "lý-thường-kiệt",
    "điện-biên-phủ",
    "phan-đình-phùng",
)
MOST_FREQUENT = 200
Place = tuple[str, int, int]  # article, start, end


class Found(NamedTuple):
    """Of a share of the articles: how many mention each person, and where the street names are."""

    persons: Counter[str]
    places: dict[str, list[Place]]
    articles: int
    seconds: float


def run(shared: Path, *, processes: int = 2) -> int:
    """Print the most frequent persons, and how many judged mentions of street names are right."""
    persons: Counter[str] = Counter()
    articles, seconds = 0, 0.0
    places: dict[str, set[Place]] = defaultdict(set)
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(partial(_read, shared, processes), range(processes)):
            persons.update(found.persons)
            articles, seconds = articles + found.articles, seconds + found.seconds
            for person, mentions in found.places.items():
                places[person].update(mentions)
    console = Console(width=120)
    most = (f"{person} {count}" for person, count in persons.most_common(MOST_FREQUENT))
    console.print(", ".join(most))
    console.print(_table(places))
    console.print(f"{articles} articles, {articles / seconds:.0f} a second of one core")
    return 0


def _read(shared: Path, shares: int, share: int) -> Found:
    """Return the persons of every *shares*-th article, and where the street names are persons."""
    counted: Counter[str] = Counter()
    places: dict[str, list[Place]] = defaultdict(list)
    articles, seconds = 0, 0.0
    for number, (id_, text) in enumerate(texts_of(shared, COLLECTIONS)):
        if number % shares != share:
            continue
        started = time.process_time()
        found = find_people(text)
        articles, seconds = articles + 1, seconds + time.process_time() - started
        for person in found:
            counted[person.id] += 1
            if person.id in STREETS:
                places[person.id] += ((id_, one.start, one.end) for one in person.mentions)
    return Found(counted, dict(places), articles, seconds)


def _table(places: dict[str, set[Place]]) -> Table:
    lines = JUDGED.read_text("utf-8").splitlines() if JUDGED.exists() else []
    judged = {
        (one["id"], one["start"], one["end"]): one["person"] for one in map(json.loads, lines)
    }
    table = Table(title="Names of streets")
    for heading in ("name", "mentions found", "judged", "the person"):
        table.add_column(heading, justify="left" if heading == "name" else "right")
    for name in STREETS:
        known = [judged[place] for place in places[name] if place in judged]
        table.add_row(name, str(len(places[name])), str(len(known)), str(sum(known)))
    known = [judged[place] for found in places.values() for place in found if place in judged]
    share = f"{sum(known)} ({sum(known) / len(known):.3f})" if known else "-"
    table.add_row("all", str(sum(map(len, places.values()))), str(len(known)), share)
    return table
