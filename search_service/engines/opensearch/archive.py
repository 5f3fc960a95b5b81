"""The archive in a cluster: its generations, the live engine, and new builds."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from search_service.engines.arrays.holding import Holding
from search_service.engines.errors import (
    EngineError,
    EngineUnavailable,
    GenerationGone,
    IndexMissing,
    IndexOutdated,
)
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Cluster, Connection
from search_service.engines.opensearch.companion import Cache
from search_service.engines.opensearch.engine import OpenSearchEngine
from search_service.engines.opensearch.generations import Generations
from search_service.engines.opensearch.writing import Layout, OpenSearchWriter
from search_service.engines.records import Generation
from search_service.identity import NO_RULINGS, Rulings

LOOKED: Final = 1.0
"""Seconds for which the alias is believed: a new generation is served a second later at most, and
hardly a request pays for asking."""

_log = logging.getLogger(__name__)


class OpenSearchArchive(Holding[OpenSearchEngine]):
    """All generations of one prefix; see ``engines.base.Archive``."""

    def __init__(
        self, connection: Connection, folder: Path, *, prefix: str, layout: Layout
    ) -> None:
        """Use the generations whose names begin with *prefix*.

        Args:
            connection: To the cluster.
            folder: Of this machine: arrays of generations, and builds while they wait.
            prefix: Of the names of indexes.
            layout: Of new generations.
        """
        super().__init__()
        self._cluster = Cluster(connection)
        self._generations = Generations(self._cluster, prefix)
        self._changing = Generations(Cluster(connection.patient()), prefix)
        self._folder = folder
        self._cache = Cache(folder)
        self._layout = replace(layout, keep=max(2, layout.keep))
        self._looked = float("-inf")

    def engine(self, rulings: Rulings = NO_RULINGS, *, name: str = "") -> OpenSearchEngine:
        """Return the engine of the live generation, a newer one within LOOKED of its publication.

        Raises:
            GenerationGone: there is no generation *name*.
            IndexMissing, IndexOutdated, EngineUnavailable.
        """
        return self._as_ruled(self._named(name) if name else self._live(), rulings)

    def _live(self) -> OpenSearchEngine:
        engine = self._engine
        if engine is not None and time.monotonic() < self._looked + LOOKED:
            return engine
        # Opening fetches arrays: one thread does it, the others go on.
        if not self._opening.acquire(blocking=engine is None):
            assert engine is not None  # noqa: S101 - without one, acquire waits
            return engine
        try:
            name = self._generations.current()
            if self._engine is None or self._engine.generation.name != name:
                self._engine = self._opened(name)
            self._looked = time.monotonic()
            return self._engine
        finally:
            self._opening.release()

    def _opened(self, name: str) -> OpenSearchEngine:
        try:
            return self._read(name, live=True)
        except (EngineUnavailable, IndexOutdated) as error:
            if self._engine is None:
                raise
            _log.warning("still serving %s: %s", self._engine.generation.name, error)
            return self._engine
        except GenerationGone as error:
            raise EngineUnavailable(f"{name} is live and was never completed") from error

    def _read(self, name: str, *, live: bool = False) -> OpenSearchEngine:
        manifest = self._generations.manifest(name)
        folder = self._cache.folder(self._cluster, name, manifest["files"])
        return OpenSearchEngine.of(self._cluster, manifest, name, folder, live=live)

    def _named(self, name: str) -> OpenSearchEngine:
        """Return the engine of the kept generation *name*; the last one asked for stays open."""
        known = self._generations.manifest(name)
        for engine in (self._engine, self._earlier):
            if engine is not None and engine.generation.name == name:
                return engine
        with self._opening:
            folder = self._cache.folder(self._cluster, name, known["files"])
            live = name == self._generations.live()
            self._earlier = OpenSearchEngine.of(self._cluster, known, name, folder, live=live)
            return self._earlier

    def merge(self) -> None:
        """Do nothing: every update is a build of everything."""

    def writer(self, *, update: bool = False) -> OpenSearchWriter:
        """Start a new generation: empty, or with *update* beginning as the live one."""
        self._looked = float("-inf")
        base = self.engine() if update else None
        return OpenSearchWriter(
            self._changing, self._folder, base, self._layout, published=self._look
        )

    def _look(self) -> None:
        """Ask for the live generation at the next request."""
        self._looked = float("-inf")

    def generations(self) -> list[Generation]:
        """Return every complete generation, newest first."""
        return self._generations.generations()

    def verify(self) -> list[str]:
        """Count the live generation and read its arrays; return what is wrong with it."""
        name = self._generations.current()
        try:
            manifest = self._generations.manifest(name)
            [there] = self._cluster.counts(name, [{"exists": {"field": mapping.ID}}])
            wrong = self._cache.damage(self._cluster, name, manifest["files"])
        except EngineError as error:
            return [str(error)]
        if there != manifest["articles"]:
            wrong.append(f"{name} has {there} articles instead of {manifest['articles']}")
        return wrong

    def rollback(self) -> Generation:
        """Make the complete generation before the live one live, and return it."""
        live = self._generations.current()
        older = self._generations.before(live)
        if not older:
            raise IndexMissing(f"there is no generation before {live} to go back to")
        self._changing.publish(older[0].name, instead=live)
        self._look()
        return replace(older[0], live=True)
