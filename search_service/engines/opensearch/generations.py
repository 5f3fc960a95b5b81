"""Generations in the cluster: an index each, and an alias that names the live one.

``<prefix>-000007-20261126t101500`` has the articles and ``...-arrays`` what stands beside them; the
alias ``<prefix>`` is moved in one step. The mapping's ``_meta`` is the manifest: only a generation
that was loaded whole has its number of articles there.
"""

from __future__ import annotations

import logging
import re
import socket
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from search_service.engines.errors import (
    EngineUnavailable,
    GenerationGone,
    IndexBusy,
    IndexMissing,
    IndexOutdated,
)
from search_service.engines.opensearch import companion
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.mapping import FIELDS, LAYOUT, index_body
from search_service.engines.records import Generation
from search_service.schema import SCHEMA_VERSION
from search_service.vietnamese import ANALYZER_VERSION

FORGOTTEN: Final = timedelta(days=2)
"""Age at which what another machine began to build is taken for given up."""

REPLICATED: Final = 300
"""Seconds for the replicas of a new generation: 30 GB at OpenSearch's 100 MB/s."""

_log = logging.getLogger(__name__)

VERSIONS: Final = {
    "layout": LAYOUT,
    "fields": FIELDS,
    "schema": SCHEMA_VERSION,
    "analyzer": ANALYZER_VERSION,
}


class Generations:
    """The generations of one prefix."""

    def __init__(self, cluster: Cluster, prefix: str) -> None:
        """Use the indexes of *cluster* whose names begin with *prefix*."""
        self.cluster = cluster
        self.prefix = prefix
        self._name = re.compile(rf"{re.escape(prefix)}-(\d{{6,}})-\d{{8}}t\d{{6}}")

    def live(self) -> str:
        """Return the name of the live generation, nothing where there is none."""
        with self.cluster.asking():
            try:
                found = self.cluster.client.indices.get_alias(name=self.prefix)
            except NotFoundError:
                return ""
        return str(max(found, key=self._number, default=""))

    def current(self) -> str:
        """Return the name of the live generation.

        Raises:
            IndexMissing: none has been built.
        """
        if name := self.live():
            return name
        raise IndexMissing(
            f"there is no index {self.prefix} in the cluster at {self.cluster.urls}; "
            "build one: search-service index SOURCE..."
        )

    def manifest(self, name: str) -> Body:
        """Return what a generation says of itself.

        Raises:
            GenerationGone: there is no such complete generation.
            IndexOutdated: it was built by another version.
        """
        found = self._mappings(name).get(name) if self._name.fullmatch(name) else None
        if not found or "articles" not in found:
            raise GenerationGone(f"the generation {name!r} is not kept")
        differs = [
            f"{what} {found.get(what)} (now {ours})"
            for what, ours in VERSIONS.items()
            if found.get(what) != ours
        ]
        if differs:
            raise IndexOutdated(
                f"generation {name} was built with {', '.join(differs)}; "
                "build it again: search-service index SOURCE..."
            )
        return found

    def generations(self) -> list[Generation]:
        """Return every complete generation, newest first."""
        live = self.live()
        known = [
            Generation(name, datetime.fromisoformat(meta["built"]), meta["articles"], name == live)
            for name, meta in self._mappings(f"{self.prefix}-*").items()
            if "articles" in meta
        ]
        return sorted(known, key=lambda one: self._number(one.name), reverse=True)

    def create(self, *, shards: int, replicas: int, built: datetime, folder: Path) -> str:
        """Create the index of a new generation, built from *folder*; return its name."""
        owner = f"{socket.gethostname()}:{folder.resolve()}"
        known = self._mappings(f"{self.prefix}-*")
        self._remove_orphans(known, owner)
        number = max(map(self._number, known), default=0) + 1
        name = f"{self.prefix}-{number:06}-{datetime.now(UTC):%Y%m%dt%H%M%S}"
        meta = {**VERSIONS, "built": built.isoformat(), "owner": owner}
        body = index_body(shards=shards, replicas=replicas, meta=meta)
        with self.cluster.asking():
            try:
                self.cluster.client.indices.create(index=name, body=body)
            except RequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
                raise IndexBusy("another machine is writing; wait for it to end") from None
        return name

    def complete(
        self, name: str, *, articles: int, newest: int, files: Body, replicas: int
    ) -> None:
        """Make a loaded generation searchable, count it, and write its manifest.

        Raises:
            EngineUnavailable: it has not the articles that were sent.
        """
        indices = self.cluster.client.indices
        with self.cluster.asking():
            indices.put_settings(
                index=name,
                body={"index": {"refresh_interval": None, "number_of_replicas": replicas}},
            )
            self._replicate(name)
            indices.refresh(index=name)
            there = self.cluster.client.count(index=name)["count"]
            if there != articles:
                raise EngineUnavailable(f"{name} has {there} articles instead of {articles}")
            meta = self._mappings(name)[name]
            told = {"articles": articles, "newest": newest, "files": files}
            indices.put_mapping(index=name, body={"_meta": {**meta, **told}})

    def _replicate(self, name: str) -> None:
        """Wait for the replicas: a node that dies before they are there takes its shards along."""
        params = {
            "wait_for_events": "languid",  # those that place the replicas come first
            "wait_for_no_initializing_shards": "true",
            "timeout": f"{REPLICATED}s",
            "request_timeout": REPLICATED + 10,
        }
        try:
            self.cluster.client.cluster.health(index=name, params=params)
        except TransportError as error:
            if error.status_code != HTTPStatus.REQUEST_TIMEOUT:
                raise
            _log.warning("%s is published before its replicas are there", name)

    def publish(self, name: str, *, instead: str) -> None:
        """Make *name* live in place of *instead*, in one step.

        Raises:
            IndexBusy: another has become live meanwhile.
        """
        actions: list[Body] = [{"add": {"index": name, "alias": self.prefix}}]
        if instead:
            gone = {"index": instead, "alias": self.prefix, "must_exist": True}
            actions.insert(0, {"remove": gone})
        elif self.live():
            raise IndexBusy("another machine has published meanwhile; nothing was changed")
        with self.cluster.asking():
            try:
                self.cluster.client.indices.update_aliases(body={"actions": actions})
            except NotFoundError:
                raise IndexBusy(
                    "another machine has published meanwhile; nothing was changed"
                ) from None

    def discard(self, name: str) -> None:
        """Remove a generation with what stands beside it, where it is."""
        names = f"{name},{companion.name_of(name)}"
        with self.cluster.asking():
            self.cluster.client.indices.delete(index=names, params={"ignore_unavailable": "true"})

    def collect(self, keep: int) -> None:
        """Remove all but the newest *keep* complete generations and the live one."""
        for generation in self.generations()[keep:]:
            if not generation.live:
                self.discard(generation.name)

    def before(self, name: str) -> list[Generation]:
        """Return the complete generations older than *name*, newest first."""
        number = self._number(name)
        return [one for one in self.generations() if self._number(one.name) < number]

    def _mappings(self, names: str) -> dict[str, Body]:
        """Return the ``_meta`` of the indexes of articles among *names*."""
        with self.cluster.asking():
            try:
                found: dict[str, Any] = self.cluster.client.indices.get_mapping(index=names)
            except NotFoundError:
                return {}
        return {
            name: mapping["mappings"].get("_meta", {})
            for name, mapping in found.items()
            if self._name.fullmatch(name)
        }

    def _remove_orphans(self, known: dict[str, Body], owner: str) -> None:
        """Remove what killed builds have left: the *owner*'s, whose lock we hold, and old ones."""
        for name, meta in known.items():
            begun = datetime.fromisoformat(meta["built"])
            forgotten = meta.get("owner") == owner or datetime.now(UTC) - begun > FORGOTTEN
            if "articles" not in meta and forgotten:
                self.discard(name)

    def _number(self, name: str) -> int:
        match = self._name.fullmatch(name)
        return int(match[1]) if match else 0
