"""The archive on this machine: its generations, the live engine, and new builds."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Final

from search_service.engines.base import (
    EngineError,
    EngineUnavailable,
    Generation,
    IndexMissing,
)
from search_service.engines.whoosh.build import WhooshWriter
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.generations import Generations
from search_service.engines.whoosh.manifest import Manifest
from search_service.identity import NO_RULINGS, Rulings

_WAY_OUT: Final = "go back to the generation before (search-service rollback) or index again"

_log = logging.getLogger(__name__)


class WhooshArchive:
    """All generations in one folder; see ``engines.base.Archive``."""

    def __init__(self, folder: Path, *, keep: int = 3) -> None:
        """Use *folder*; keep the *keep* newest generations when a new one is published."""
        self._generations = Generations(folder)
        # What was live until now stays for one more: a request may just be reading it.
        self._keep = max(2, keep)
        self._engine: WhooshEngine | None = None
        self._ruled: tuple[WhooshEngine, Rulings, WhooshEngine] | None = None
        self._warned = ""
        self._opening = threading.Lock()

    def engine(self, rulings: Rulings = NO_RULINGS) -> WhooshEngine:
        """Return the engine of the live generation, a newer one as soon as it is published.

        When the newer one cannot be opened the one at hand goes on serving, with a warning.
        Persons are recoded once for each *rulings*.
        """
        engine = self._live()
        if not rulings:
            return engine
        known = self._ruled
        if known is None or known[0] is not engine or known[1] is not rulings:
            known = self._ruled = (engine, rulings, engine.ruled(rulings))
        return known[2]

    def _live(self) -> WhooshEngine:
        engine = self._engine
        try:
            name = self._generations.current()
            if engine is None or engine.generation.name != name:
                engine = self._open(name)
        except EngineError as error:
            if engine is None:
                raise
            if str(error) != self._warned:  # every request comes by here
                self._warned = str(error)
                _log.warning("still serving generation %s: %s", engine.generation.name, error)
        return engine

    def _open(self, name: str) -> WhooshEngine:
        with self._opening:
            if self._engine is None or self._engine.generation.name != name:
                folder = self._generations.path(name)
                # The old engine closes when the last request that uses it lets it go.
                try:
                    self._engine = WhooshEngine(folder, live=True)
                except EngineUnavailable as error:
                    raise EngineUnavailable(f"{error}; {_WAY_OUT}") from error
            return self._engine

    def writer(self, *, update: bool = False) -> WhooshWriter:
        """Start a new generation: empty, or with *update* beginning as the live one."""
        return WhooshWriter(self._generations, update=update, keep=self._keep)

    def generations(self) -> list[Generation]:
        """Return every complete generation, newest first."""
        return self._generations.complete()

    def verify(self) -> list[str]:
        """Re-read the live generation; return what is wrong with it, nothing when all is well."""
        folder = self._generations.path(self._generations.current())
        try:
            wrong = Manifest.load(folder).damage(folder)
            if not wrong:
                engine = WhooshEngine(folder)
                engine.sample()
                engine.close()
        except EngineUnavailable as error:
            return [str(error)]
        return wrong

    def rollback(self) -> Generation:
        """Make the complete generation before the live one live, and return it."""
        with self._generations.lock():
            older = self._before_live()
            self._generations.point_to(older.name)
        return replace(older, live=True)

    def _before_live(self) -> Generation:
        """Return the generation to go back to; the newest where ``CURRENT`` is lost."""
        known = self._generations
        try:
            live = known.current()
        except EngineError:
            newest = next(iter(known.complete()), None)
            if newest is None:
                raise
            return newest
        older = known.before(live)
        if older is None:
            raise IndexMissing(f"there is no generation before {live} to go back to")
        return older
