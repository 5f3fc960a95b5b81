"""Reasons: the one shown beside each item, against the one a person gave without seeing it.

``reasons.jsonl`` has a line for each pair judged: ``asked`` and ``shown`` are ids of articles, and
``reasons`` what may truly be said of the second beside the first; nothing where the two are not
related at all. Judged were titles, leads and days of what lists of the evaluation's articles and of
the dated collection showed.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.clusters import DEPTH
from scripts.evaluation.indexes import engine_of, records, whole
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.related import Reason, related

JUDGED = Path(__file__).with_name("reasons.jsonl")


def report(folder: Path, shared: Path, clusters: Engine) -> None:
    """Print how many reasons are right of those shown now, and what could not be compared."""
    dated = engine_of(folder / "dated", list(records(shared / "corpus/dated.jsonl.gz")), whole)
    judged = _judged()
    shown: Counter[str] = Counter()
    right: Counter[str] = Counter()
    unrelated = unjudged = 0
    for asked, reasons in judged.items():
        document = clusters.document(asked) or dated.document(asked)
        engine = clusters if clusters.document(asked) else dated
        for other, reason in _listed(engine, document):
            if other not in reasons:
                unjudged += 1
                continue
            shown[reason] += 1
            right[reason] += reason in reasons[other]
            unrelated += not reasons[other]
    _print(shown, right, unrelated, unjudged, len(judged))


def _judged() -> dict[str, dict[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        found[pair["asked"]][pair["shown"]] = frozenset(pair["reasons"])
    return found


def _listed(engine: Engine, document: Document | None) -> Iterator[tuple[str, Reason]]:
    if document is not None:
        for item in related(engine, document, limit=DEPTH):
            yield item.hit.document.article.id, item.reason


def _print(
    shown: Counter[str], right: Counter[str], unrelated: int, unjudged: int, lists: int
) -> None:
    total = sum(shown.values())
    table = Table(title=f"Reasons shown in {lists} lists, against a reader's")
    for heading in ("reason", "shown", "right"):
        table.add_column(heading, justify="left" if heading == "reason" else "right")
    for reason in Reason:
        if shown[reason]:
            table.add_row(reason, f"{shown[reason]}", f"{right[reason] / shown[reason]:.1%}")
    table.add_row("all", f"{total}", f"{sum(right.values()) / max(1, total):.1%}", end_section=True)
    console = Console(width=110)
    console.print(table)
    console.print(
        f"Items that are related: {1 - unrelated / max(1, total):.1%}; not judged: {unjudged}"
    )
