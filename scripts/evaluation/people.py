"""Persons found by the service against persons labelled by hand.

A mention counts when both its offsets are the annotator's. Persons labelled ``byline`` are
authors: they are not expected, and finding one is an error counted in its own row as well. A
mention shorter than the person's full name is linked when the person it was found for has a longer
name; the link is right when that is the annotator's person.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from scripts.training.people.articles import LabelledArticle, labelled_articles
from scripts.training.people.folds import cross_validated
from search_service.people import Person, find_people
from search_service.people.tokens import is_vietnamese, tokenize
from search_service.vietnamese.normal import normal_form

BYLINE = "byline"
HARDEST = 50  # articles: those with the largest share of foreign words among their capitals


@dataclass(slots=True)
class Tally:
    """Counts over a set of articles; mentions are (start, end), persons are normal names."""

    mentions: int = 0
    found: int = 0
    right: int = 0
    bylines: int = 0
    bylines_found: int = 0
    people: int = 0
    people_found: int = 0
    people_right: int = 0
    roles: int = 0
    roles_exact: int = 0
    roles_close: int = 0
    short: int = 0
    linked: int = 0
    linked_right: int = 0
    articles: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Tally(*(one + two for one, two in pairs))


def run(shared: Path, *, quick: bool) -> int:
    """Print the table for articles no chain was trained on, and the cross-validation."""
    lines = (shared / "eval/people/articles.jsonl").read_text("utf-8").splitlines()
    articles = [
        LabelledArticle(record["id"], record["text"], record["people"])
        for record in map(json.loads, lines)
    ]
    tallies = {article.id: measure(article) for article in articles}
    half = (len(articles) + 1) // 2
    hardest = sorted(articles, key=_foreignness, reverse=True)[:HARDEST]
    columns = {
        "all": articles,
        "development half": articles[:half],
        "checking half": articles[half:],
        f"{HARDEST} hardest": hardest,
    }
    table = [(name, total([tallies[one.id] for one in chosen])) for name, chosen in columns.items()]
    if not quick:
        table.append(("5 folds", total(cross_validated(labelled_articles(shared), measure))))
    print_table(table)
    return 0


def _foreignness(article: LabelledArticle) -> float:
    """Return which share of the capitalised words is not spelt like a Vietnamese syllable."""
    capitals = [word for word in tokenize(article.text).words if word[0].isupper()]
    foreign = sum(not is_vietnamese(word) and not word.isupper() for word in capitals)
    return foreign / max(1, len(capitals))


def total(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of *tallies*."""
    return sum(tallies, Tally())


def measure(article: LabelledArticle) -> Tally:
    """Return the counts of one labelled article."""
    started = time.process_time()
    found = find_people(article.text)
    tally = Tally(articles=1, seconds=time.process_time() - started)
    expected = [person for person in article.people if person["role"] != BYLINE]
    authors = [person for person in article.people if person["role"] == BYLINE]
    _count_mentions(tally, expected, authors, found)
    _count_people(tally, expected, found)
    _count_roles_and_links(tally, expected, found)
    return tally


def _count_mentions(
    tally: Tally,
    expected: list[dict[str, Any]],
    authors: list[dict[str, Any]],
    found: tuple[Person, ...],
) -> None:
    spans = {(mention.start, mention.end) for person in found for mention in person.mentions}
    wanted = {tuple(span) for person in expected for span in person["mentions"]}
    signed = {tuple(span) for person in authors for span in person["mentions"]}
    tally.mentions, tally.found, tally.right = len(wanted), len(spans), len(spans & wanted)
    tally.bylines, tally.bylines_found = len(signed), len(spans & signed)


def _count_people(tally: Tally, expected: list[dict[str, Any]], found: tuple[Person, ...]) -> None:
    names = {comparable(person["name"]) for person in expected}
    got = {comparable(person.name) for person in found}
    tally.people, tally.people_found, tally.people_right = len(names), len(got), len(names & got)


def _count_roles_and_links(
    tally: Tally, expected: list[dict[str, Any]], found: tuple[Person, ...]
) -> None:
    """Count roles of persons whose role is printed, and mentions shorter than the full name."""
    owner = {(m.start, m.end): person for person in found for m in person.mentions}
    for person in expected:
        spans = [tuple(span) for span in person["mentions"]]
        owners = [owner[span] for span in spans if span in owner]
        role = max((one.role or "" for one in owners), key=len, default="")
        if person["role"]:
            tally.roles += 1
            tally.roles_exact += comparable(role) == comparable(person["role"])
            tally.roles_close += overlap(role, person["role"]) >= 0.5
        _count_links(tally, person["name"], spans, owner)


def _count_links(
    tally: Tally,
    name: str,
    spans: list[tuple[int, int]],
    owner: dict[tuple[int, int], Person],
) -> None:
    full = max(end - start for start, end in spans)
    for start, end in spans:
        tally.short += end - start < full
        found = owner.get((start, end))
        if found is not None and len(found.name) > end - start:
            tally.linked += 1
            tally.linked_right += comparable(found.name) == comparable(name)


def comparable(printed: str) -> str:
    """Return *printed* without differences of tone placement, case and spacing."""
    return " ".join(normal_form(printed).casefold().split())


def overlap(one: str, other: str) -> float:
    """Return twice the syllables two roles share over all syllables of both (Dice)."""
    mine, theirs = set(comparable(one).split()), set(comparable(other).split())
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def print_table(columns: list[tuple[str, Tally]]) -> None:
    """Print one row a measure and one column a set of articles."""
    table = Table(title="People")
    table.add_column("measure")
    for heading, _ in columns:
        table.add_column(heading, justify="right")
    rows = [figures(tally) for _, tally in columns]
    for measure_name in rows[0]:
        table.add_row(measure_name, *(row[measure_name] for row in rows))
    Console(width=120).print(table)


def figures(tally: Tally) -> dict[str, str]:
    """Return the measures of *tally*, ready to be printed."""
    return {
        "articles": str(tally.articles),
        "mentions labelled / found": f"{tally.mentions} / {tally.found}",
        "exact-span precision": _ratio(tally.right, tally.found),
        "exact-span recall": _ratio(tally.right, tally.mentions),
        "exact-span F1": _f1(tally.right, tally.found, tally.mentions),
        "bylines taken for persons": f"{tally.bylines_found} of {tally.bylines}",
        "person-per-article F1": _f1(tally.people_right, tally.people_found, tally.people),
        "role exact, of those printed": _ratio(tally.roles_exact, tally.roles),
        "role close (half its words)": _ratio(tally.roles_close, tally.roles),
        "links right, of those made": _ratio(tally.linked_right, tally.linked),
        "links made, of short mentions": _ratio(tally.linked, tally.short),
        "articles/s, one core": f"{tally.articles / max(tally.seconds, 1e-9):.0f}",
    }


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _f1(right: int, found: int, expected: int) -> str:
    return _ratio(2 * right, found + expected)
