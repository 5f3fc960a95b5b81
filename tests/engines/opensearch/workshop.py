"""Small archives in a real cluster."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from search_service.article import Article
from search_service.document import analyse
from search_service.engines.opensearch.archive import OpenSearchArchive
from search_service.engines.opensearch.cluster import Connection
from search_service.engines.opensearch.writing import Layout, OpenSearchWriter


class Workshop:
    """Makes small archives in a cluster; of the same records one, until a test writes to it."""

    def __init__(self, urls: tuple[str, ...], folder: Path, name: str) -> None:
        self.urls = urls
        self._folder = folder
        self.prefix = f"{name}-{os.getpid()}"
        self._made: dict[str, OpenSearchArchive] = {}
        self._count = 0

    def make(self, records: Iterable[dict[str, Any]]) -> OpenSearchArchive:
        """Return an archive of *records*."""
        records = list(records)
        key = json.dumps(records)
        if key not in self._made:
            archive = self.empty()
            with OpenSearchArchive.writer(archive) as writer:
                for record in records:
                    writer.add(analyse(Article.from_record(record), "made"))
                writer.publish()
            self._made[key] = archive
        return self._made[key]

    def empty(self, shards: int = 1) -> OpenSearchArchive:
        """Return an archive without a generation."""
        self._count += 1
        prefix = f"{self.prefix}-{self._count}"
        connection = Connection(self.urls, timeout=60)
        layout = Layout(shards=shards, replicas=0, keep=2)
        return _Shared(self._made, connection, self._folder / prefix, prefix=prefix, layout=layout)

    def clear(self) -> None:
        """Remove what was made."""
        client = Connection(self.urls, timeout=60).client()
        client.indices.delete(index=f"{self.prefix}-*")


class _Shared(OpenSearchArchive):
    def __init__(self, made: dict[str, OpenSearchArchive], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._made = made

    def writer(self, *, update: bool = False) -> OpenSearchWriter:
        for key in [key for key, archive in self._made.items() if archive is self]:
            del self._made[key]
        return super().writer(update=update)
