"""In how many articles something is: counted by the cluster once, and remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from threading import Lock
from typing import Final

from cachetools import LRUCache

from search_service.engines.opensearch.clauses import NOTHING
from search_service.engines.opensearch.cluster import Body, Cluster

REMEMBERED: Final = 1 << 16
"""Counts kept, some 200 bytes each. Pairs, phrases and variants are asked for; single syllables and
words are counted by arrays. A generation never changes, so no count grows old."""


class Counting:
    """Counts articles of one generation; threads may share it."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        """Ask *cluster* about *index*."""
        self._cluster = cluster
        self._index = index
        self._known: LRUCache[str, int] = LRUCache(REMEMBERED)
        self._lock = Lock()  # a cache that drops its oldest changes when it is read

    def counts(self, clauses: Sequence[Body]) -> list[int]:
        """Return how many articles each of *clauses* finds; those not known are asked at once."""
        keys = [json.dumps(clause, ensure_ascii=False) for clause in clauses]
        found = {key: 0 for key, clause in zip(keys, clauses, strict=True) if clause == NOTHING}
        with self._lock:
            found |= {key: self._known[key] for key in keys if key in self._known}
        missing = {
            key: clause for key, clause in zip(keys, clauses, strict=True) if key not in found
        }
        fresh = self._cluster.counts(self._index, list(missing.values()))
        found |= zip(missing, fresh, strict=True)
        with self._lock:
            self._known.update({key: found[key] for key in missing})
        return [found[key] for key in keys]
