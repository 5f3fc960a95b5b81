"""The tables of a benchmark, and its figures as JSON."""

from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from scripts.benchmark.asking import Asked
from scripts.benchmark.peer import PEERS, peer
from scripts.evaluation.metrics import percentile

Found = dict[str, Any]

_RIVAL = "tantivy"
"""Whose time the others' is divided by; the service's where it is not there."""


def figures(
    number: int,
    asked: list[Asked],
    built: dict[str, Found],
    started: dict[str, Found],
    answered: dict[str, dict[str, Found]],
) -> Found:
    """Return one number of articles as figures: milliseconds, megabytes, articles a second."""
    kinds = [one.kind for one in asked if not one.newest and not one.start]
    return {
        "articles": number,
        "built": {
            name: {"rate": one["articles"] / one["seconds"], **one} for name, one in built.items()
        },
        "started": {
            name: {
                "open": 1000 * one["open"],
                "first": {
                    kind: 1000
                    * median(t for t, k in zip(one["first"], kinds, strict=True) if k == kind)
                    for kind in dict.fromkeys(kinds)
                },
                "all": [1000 * percentile(one["first"], share) for share in (0.5, 0.95)],
                "own_megabytes": one["own_megabytes"],
            }
            for name, one in started.items()
        },
        "answered": {
            kind: {
                name: [1000 * percentile(one["seconds"], share) for share in (0.5, 0.95, 0.99)]
                for name, one in engines.items()
            }
            | {"articles": median(engines["service"]["totals"])}
            for kind, engines in answered.items()
        },
    }


def show(found: Found) -> None:
    """Print the figures of one number of articles."""
    console = Console(width=150)
    console.print(_built(found))
    console.print(_answers(found))
    console.print(_first(found))


def grown(figures: list[Found]) -> None:
    """Print what each engine costs by number of articles: medians over all kinds of queries."""
    table = _table("By number of articles: ms of the processor, MB of a process alone", "engine")
    headings = ("articles", "p50", "p95", "first use", "opens in", "own MB", "articles/s")
    for heading in headings:
        table.add_column(heading, justify="right")
    for name in PEERS:
        for one in figures:
            times = [kind[name] for kind in one["answered"].values() if name in kind]
            started, built = one["started"].get(name), one["built"].get(name)
            if times:
                table.add_row(
                    _named(name),
                    f"{one['articles']:,}",
                    *(f"{median(each[place] for each in times):.2f}" for place in (0, 1)),
                    *(
                        (f"{started['all'][0]:.2f}", f"{started['open']:.2f}")
                        if started
                        else ("", "")
                    ),
                    f"{started['own_megabytes']:.1f}" if started else "",
                    f"{built['rate']:,.0f}" if built else "",
                )
    Console(width=110).print(table)


def _built(found: Found) -> Table:
    table = _table(f"Indexing {found['articles']:,} analysed articles", "engine")
    for heading in ("articles/s", "MB on disk", "peak MB", "opens in ms", "own MB"):
        table.add_column(heading, justify="right")
    for name, one in found["built"].items():
        started = found["started"].get(name, {})
        table.add_row(
            _named(name),
            f"{one['rate']:,.0f}",
            f"{one['megabytes']:,.1f}",
            f"{one['peak_megabytes']:,.0f}",
            f"{started['open']:.1f}" if started else "",
            f"{started['own_megabytes']:.1f}" if started else "",
        )
    return table


def _answers(found: Found) -> Table:
    names = list(next(iter(found["answered"].values())))[:-1]
    table = _table(
        "Ten hits and three facets: p50 / p95 / p99 ms of the processor (x: by tantivy's)", "query"
    )
    for heading in ("articles", *map(_named, names)):
        table.add_column(heading, justify="right")
    for kind, engines in found["answered"].items():
        base = engines.get(_RIVAL, engines["service"])[0]
        cells = [
            " / ".join(f"{each:.2f}" for each in engines[name])
            + f"\n{engines[name][0] / base:.2f} x"
            for name in names
        ]
        table.add_row(kind, f"{engines['articles']:,.0f}", *cells)
    return table


def _first(found: Found) -> Table:
    names = list(found["started"])
    table = _table("First use of a query after start, ms (median; x: by tantivy's)", "query")
    for name in names:
        table.add_column(_named(name), justify="right")
    for kind in found["started"][names[0]]["first"]:
        times = {name: found["started"][name]["first"][kind] for name in names}
        base = times.get(_RIVAL, times["service"])
        table.add_row(kind, *(f"{time:.2f} ({time / base:.2f} x)" for time in times.values()))
    return table


def _table(title: str, first: str) -> Table:
    table = Table(title=title)
    table.add_column(first)
    return table


def _named(name: str) -> str:
    known = peer(name)
    return known.name if known else name
