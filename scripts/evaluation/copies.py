"""Copies of one text in several papers: signatures held to what they estimate.

Exact is the Jaccard of two texts' shingles. All pairs that share a rare shingle are compared, which
every two copies do.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table

from scripts.evaluation.indexes import records
from search_service.related.listing import COPY
from search_service.shingles import SHINGLE, SHORTEST, resemblances, signature
from search_service.vietnamese import syllables

COLLECTIONS = {"headlines": "title and lead", "dated": "full text"}
RARE = 12
"""Articles that have a shingle at most for it to bring two of them together."""

NEAR = 0.3
"""Pairs that resemble each other less are not looked at."""


def resemblance(one: str, other: str) -> float:
    """Return the exact Jaccard of the shingles of two texts."""
    left, right = shingles(one), shingles(other)
    return len(left & right) / max(1, len(left | right))


@lru_cache(maxsize=20_000)
def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of SHINGLE syllables of *text*."""
    return _runs(syllables(text))


def report(shared: Path, most: int) -> None:
    """Print what signatures find of the copies among *most* articles of each collection."""
    table = Table(title=f"Copies: two texts that share {COPY:.0%} of their shingles")
    for heading in ("collection", "articles", "copies, pairs", "precision", "recall", "mean error"):
        table.add_column(heading, justify="left" if heading == "collection" else "right")
    for name in COLLECTIONS:
        texts = list(_texts(shared / f"corpus/{name}.jsonl.gz", most))
        pairs = dict(_pairs(texts))
        table.add_row(name, f"{len(texts):,}", *_compared(texts, pairs))
    Console(width=110).print(table)


def _texts(path: Path, most: int) -> Iterator[list[str]]:
    for number, record in enumerate(records(path)):
        if number == most:
            return
        tokens = syllables(record.get("lead", "")) + syllables(record.get("body", ""))
        if len(tokens) >= SHORTEST:
            yield tokens


def _pairs(texts: Sequence[list[str]]) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the pairs of *texts* that resemble each other, and how much."""
    having = defaultdict(list)
    sets = [_runs(tokens) for tokens in texts]
    for number, runs in enumerate(sets):
        for run in runs:
            having[hash(run)].append(number)
    near = {pair for some in having.values() if len(some) <= RARE for pair in combinations(some, 2)}
    for one, other in sorted(near):
        share = len(sets[one] & sets[other]) / len(sets[one] | sets[other])
        if share >= NEAR:
            yield (one, other), share


def _runs(tokens: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(tokens[start:] for start in range(SHINGLE)), strict=False))


def _compared(
    texts: Sequence[list[str]], pairs: Mapping[tuple[int, int], float]
) -> tuple[str, ...]:
    """Return the number of copies, precision and recall of the signatures, and their error."""
    signed = {number: signature(texts[number]) for pair in pairs for number in pair}
    estimated = {
        (one, other): float(resemblances([signed[one]], [signed[other]])[0, 0])
        for one, other in pairs
    }
    copies = {pair for pair, share in pairs.items() if share >= COPY}
    found = {pair for pair, share in estimated.items() if share >= COPY}
    errors = [abs(estimated[pair] - share) for pair, share in pairs.items()]
    return (
        f"{len(copies):,}",
        f"{len(copies & found) / max(1, len(found)):.3f}",
        f"{len(copies & found) / max(1, len(copies)):.3f}",
        f"{sum(errors) / max(1, len(errors)):.3f}",
    )
