"""How well a ranked list answers a query."""

from collections.abc import Collection, Iterable, Sequence
from math import log2


def reciprocal_rank(ranked: Sequence[str], wanted: str) -> float:
    """Return 1 / the rank of *wanted*, counted from 1, and 0 where it is not in *ranked*."""
    return 1 / (ranked.index(wanted) + 1) if wanted in ranked else 0.0


def ndcg(ranked: Sequence[str], wanted: Collection[str], depth: int) -> float:
    """Return nDCG at *depth* with gains of 0 and 1 (Järvelin, Kekäläinen, 2002).

    1.0 is the best list that can be made of *wanted*, which must not be empty.
    """
    gain = sum(_discount(rank) for rank, item in enumerate(ranked[:depth]) if item in wanted)
    return gain / sum(map(_discount, range(min(depth, len(wanted)))))


def mean(values: Iterable[float]) -> float:
    """Return the arithmetic mean of *values*, of which there must be one."""
    known = list(values)
    return sum(known) / len(known)


def percentile(values: Collection[float], share: float) -> float:
    """Return the value that *share* (0..1) of *values* do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _discount(rank: int) -> float:
    return 1 / log2(rank + 2)
