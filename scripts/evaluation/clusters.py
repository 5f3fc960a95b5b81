"""The labelled clusters of articles, and what a list of related ones is worth beside them."""

import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.evaluation.copies import resemblance
from scripts.evaluation.indexes import Record, records
from scripts.evaluation.metrics import ndcg
from search_service.document import Document

SETS = ("vmds", "topics")
DEPTH = 5
SEED = 1
SAME = 0.5
"""Two articles tell a story in much the same text when they share this much of their shingles."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An article that asks for the others of its cluster.

    Attributes:
        half: 0 or 1, by cluster: what is chosen on one half is checked on the other.
        wanted: Their ids.
    """

    name: str
    half: int
    article: str
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Worth:
    """What one list is worth.

    Attributes:
        ndcg: Every article of the cluster is wanted for itself, copies too.
        by_text: The same where copies are one: an item that holds a wanted article is right, and
            of copies of what was asked for none is wanted. None where nothing is.
        duplicates: Items with much the same text as one before them, or as what was asked for.
        items: Items of the list.
    """

    ndcg: float
    by_text: float | None
    duplicates: int
    items: int


def clusters(shared: Path, name: str) -> list[list[Record]]:
    """Return the articles of each cluster; their ids name set and cluster, so none comes twice."""
    found = []
    for record in records(shared / f"eval/related/{name}_clusters.jsonl.gz"):
        readable = [one for one in record["docs"] if one.get("body") or one.get("lead")]
        prefix = f"{name}:{record['cluster']}"
        found.append([one | {"id": f"{prefix}:{one['id']}"} for one in readable])
    return found


def asked(sets: Mapping[str, Sequence[Sequence[Record]]], sample: int | None) -> list[Asked]:
    """Return who asks: every article that is not alone, or *sample* of each set."""
    found = []
    for name, of_set in sets.items():
        asking = [
            Asked(name, _half(cluster), one["id"], _ids(cluster) - {one["id"]})
            for cluster in of_set
            if len(cluster) > 1
            for one in cluster
        ]
        random.Random(SEED).shuffle(asking)
        found += asking[:sample]
    return found


def worth(asks: Asked, texts: Mapping[str, str], listed: Sequence[Sequence[str]]) -> Worth:
    """Weigh a list.

    Args:
        asks: What it answers.
        texts: The text of every article named, by id.
        listed: For each item its id, and behind it those of its copies.
    """
    shown = [item[0] for item in listed][:DEPTH]
    seen = [asks.article]
    duplicates = 0
    for one in shown:
        duplicates += any(_same(texts, one, other) for other in seen)
        seen.append(one)
    return Worth(
        ndcg=ndcg(shown, asks.wanted, DEPTH),
        by_text=_by_text(asks, texts, listed[:DEPTH]),
        duplicates=duplicates,
        items=len(shown),
    )


def _by_text(
    asks: Asked, texts: Mapping[str, str], listed: Sequence[Sequence[str]]
) -> float | None:
    groups: list[set[str]] = []
    for one in sorted(asks.wanted):
        if not _same(texts, one, asks.article):
            mates = [group for group in groups if any(_same(texts, one, other) for other in group)]
            groups = [group for group in groups if group not in mates]
            groups.append({one}.union(*mates))
    if not groups:
        return None
    named = [
        next((min(g) for g in groups if g & set(item)), f"#{n}") for n, item in enumerate(listed)
    ]
    once = [name if name not in named[:n] else f"#{n}" for n, name in enumerate(named)]
    return ndcg(once, {min(group) for group in groups}, DEPTH)


def text(document: Document) -> str:
    """Return what is compared of an article."""
    return document.article.body or document.article.lead


def _same(texts: Mapping[str, str], one: str, other: str) -> bool:
    return resemblance(texts[one], texts[other]) >= SAME


def _ids(cluster: Sequence[Record]) -> frozenset[str]:
    return frozenset(one["id"] for one in cluster)


def _half(cluster: Sequence[Record]) -> int:
    return zlib.crc32(cluster[0]["id"].rpartition(":")[0].encode()) % 2
