"""How many requests a second the service answers, by one worker and by two, beside ``/healthz``."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from scripts.benchmark.asking import Asked
from scripts.benchmark.child import smaps
from scripts.benchmark.load import Load, Server, serving
from scripts.evaluation.metrics import percentile
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.query import Query, Sort
from search_service.related import related

ROUNDS, SECONDS = 5, 2.0
ADDRESSES = 20
"""Addresses of each kind that are asked for again and again; so many articles' related ones."""

WARMING = 3
"""Times that each is asked for before, so that every worker has most of them."""

_BASE = "/healthz"


def measure(index: Path, asked: Sequence[Asked], *, quick: bool) -> dict[str, Any]:
    """Ask one server of one worker and one of two in turn; return what each kind came to."""
    rounds, seconds = (1, 0.3) if quick else (ROUNDS, SECONDS)
    kinds = _paths(index, asked)
    loads: dict[tuple[str, int], list[Load]] = {}
    with serving(index, workers=1) as one, serving(index, workers=2) as two:
        for server in (one, two):
            for kind, paths in kinds.items():
                if not kind.endswith("new"):
                    server.warm(paths * WARMING)
        for number in range(rounds):
            for kind, paths in kinds.items():
                for workers, server in ((1, one), (2, two)):
                    loads.setdefault((kind, workers), []).append(
                        _asked(server, kind, paths, number, seconds)
                    )
        memory = [_memory(server) for server in (one, two)]
    found = {
        kind: {
            str(workers): {
                "rate": median(load.answers / load.seconds for load in loads[kind, workers]),
                "p95": 1000 * median(percentile(load.waits, 0.95) for load in loads[kind, workers]),
                "processor": 1000
                * sum(load.processor for load in loads[kind, workers])
                / sum(load.answers for load in loads[kind, workers]),
                "client": 1000
                * sum(load.client for load in loads[kind, workers])
                / sum(load.answers for load in loads[kind, workers]),
            }
            for workers in (1, 2)
        }
        for kind in kinds
    }
    return {"kinds": found, "memory": memory}


def _memory(server: Server) -> list[dict[str, float]]:
    """Return of each process of *server* its own megabytes, its share of what is mapped, and all.

    What several have mapped is shared out among them in ``Pss``: two workers that share the index
    have half of it each there, and all of it in ``Rss``.
    """
    told = [smaps(process) for process in server.processes()]
    return [
        {
            "own": one.get("Anonymous", 0.0),
            "share of mapped": one.get("Pss_File", 0.0),
            "mapped": one.get("Rss", 0.0) - one.get("Anonymous", 0.0),
        }
        for one in told
    ]


def _asked(server: Server, kind: str, paths: Sequence[str], number: int, seconds: float) -> Load:
    """Ask; what is to be new is made so by a parameter that means nothing."""
    if kind.endswith("new"):
        return server.ask(
            (f"{path}&again={number}.{turn}" for turn in count() for path in paths), seconds
        )
    return server.ask(paths, seconds)


def _paths(index: Path, asked: Sequence[Asked]) -> dict[str, list[str]]:
    searched = dict.fromkeys(
        quote(one.text) for one in asked if not one.section and not one.newest and not one.start
    )
    typed = [quote(one.text[:size]) for one in asked for size in (2, 4, 6) if one.text[:size]]
    engine = WhooshArchive(index).engine()
    ids = engine.rank(Query(sort=Sort.NEWEST, size=ADDRESSES)).ids
    documents = [document for one in ids if (document := engine.document(one))]
    newest = [one.article.id for one in documents if related(engine, one)]  # else a frame is 404
    kinds = {
        _BASE: [_BASE],
        "search, API": [f"/api/search?q={text}" for text in searched],
        "search, API, new": [f"/api/search?q={text}" for text in searched],
        "search, page": [f"/search?q={text}" for text in searched],
        "suggest": [f"/api/suggest?q={text}" for text in dict.fromkeys(typed)],
        "related": [f"/api/articles/{quote(one, safe='')}/related" for one in newest],
        "widget script": ["/widget.js"],
        "widget frame": [f"/embed/related?id={quote(one, safe='')}" for one in newest],
    }
    return {
        kind: paths if kind.endswith("new") else paths[:ADDRESSES]
        for kind, paths in kinds.items()
        if paths
    }


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    table = Table(title="HTTP: requests a second, p95 ms, ms of the server's processor each")
    for heading in (
        "asked for",
        "1 worker",
        "p95",
        "processor",
        "client's",
        "of /healthz",
        "2 workers",
        "by 1",
        "processor",
    ):
        table.add_column(heading, justify="left" if heading == "asked for" else "right")
    kinds = found["kinds"]
    for kind, one in kinds.items():
        single, double = one["1"], one["2"]
        table.add_row(
            kind,
            f"{single['rate']:,.0f}",
            f"{single['p95']:.1f}",
            f"{single['processor']:.2f}",
            f"{single['client']:.2f}",
            f"{single['rate'] / kinds[_BASE]['1']['rate']:.2f}",
            f"{double['rate']:,.0f}",
            f"{double['rate'] / single['rate']:.2f}",
            f"{double['processor']:.2f}",
        )
    console = Console(width=120)
    console.print(table)
    for workers, processes in enumerate(found["memory"], start=1):
        for one in processes:
            told = ", ".join(f"{megabytes:.0f} MB {name}" for name, megabytes in one.items())
            console.print(f"{workers} worker(s), a process: {told}")
