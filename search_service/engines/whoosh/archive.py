"""The archive on this machine: its generations, the live engine, and new builds."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import partial
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
from search_service.engines.records import Generation
from search_service.engines.whoosh.build import Beginning, WhooshWriter
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.generations import Generations
from search_service.engines.whoosh.manifest import Manifest
from search_service.engines.whoosh.segments.appending import may_append, written_anew
from search_service.identity import NO_RULINGS, Rulings

_WAY_OUT: Final = "go back to the generation before (search-service rollback) or index again"

RETRY: Final = 30.0
"""Seconds until a generation that was refused is tried again: what hindered may have passed, as
too many open files, and looking at all of it takes a second for some gigabytes."""

_log = logging.getLogger(__name__)


class WhooshArchive(Holding[WhooshEngine]):
    """All generations in one folder; see ``engines.base.Archive``."""

    def __init__(self, folder: Path, *, keep: int = 3, checked: bool = False) -> None:
        """Use *folder*; keep *keep* generations when a new one is published.

        With *checked* no generation is read whose files are not as their checksums say.
        """
        super().__init__()
        self._generations = Generations(folder)
        # What was live until now stays for one more: a request may just be reading it.
        self._keep = max(2, keep)
        self._checked = checked
        self._warned = ""
        self._refused, self._retry = "", 0.0

    def engine(self, rulings: Rulings = NO_RULINGS, *, name: str = "") -> WhooshEngine:
        """Return the engine of the live generation, a newer one as soon as it is published.

        When it cannot be opened the newest one before it that can is served, with a warning; the
        one at hand goes on serving while another is opened. Persons are recoded once for each
        *rulings*.
        """
        return self._as_ruled(self._named(name) if name else self._live(), rulings)

    def _live(self) -> WhooshEngine:
        engine = self._engine
        try:
            name = self._generations.current()
        except EngineError as error:
            if engine is None or not engine.whole():
                raise
            self._warn(f"still serving generation {engine.generation.name}: {error}")
            return engine
        if engine is not None and (engine.generation.name == name or self._is_refused(name)):
            if engine.whole():
                return engine
            self._warn(f"generation {engine.generation.name} has changed on disk")
            self._engine = engine = None
        # Opening takes a second for some gigabytes: one thread does it, the others go on.
        if not self._opening.acquire(blocking=engine is None):
            assert engine is not None  # noqa: S101 - without one, acquire waits
            return engine
        try:
            engine = self._engine  # another thread may have opened it meanwhile
            if engine is None or not (engine.generation.name == name or self._is_refused(name)):
                engine = self._engine = self._opened(name)
            return engine
        finally:
            self._opening.release()

    def _is_refused(self, name: str) -> bool:
        return self._refused == name and time.monotonic() < self._retry

    def _warn(self, message: str) -> None:
        if message != self._warned:  # every request comes by here
            self._warned = message
            _log.warning("%s", message)

    def _opened(self, name: str) -> WhooshEngine:
        """Open the generation *name*, or where it is refused the newest before it that is not."""
        try:
            # The old engine closes when the last request that uses it lets it go.
            return self._read(name, live=True)
        except (EngineUnavailable, IndexOutdated) as error:
            refusal = error
        other = self._engine or self._before(name)
        if other is None:
            if isinstance(refusal, IndexOutdated):
                raise refusal
            raise EngineUnavailable(f"{refusal}; {_WAY_OUT}") from refusal
        self._refused, self._retry = name, time.monotonic() + RETRY
        self._warn(f"still serving generation {other.generation.name}: {refusal}; {_WAY_OUT}")
        return other

    def _before(self, name: str) -> WhooshEngine | None:
        for older in self._generations.before(name):
            try:
                return self._read(older.name)
            except (EngineUnavailable, IndexOutdated) as error:
                self._warn(str(error))
        return None

    def _read(self, name: str, *, live: bool = False) -> WhooshEngine:
        # An append shares nearly all of its files with the generation that is open.
        sound = self._engine.sound() if self._engine else frozenset()
        return WhooshEngine(
            self._generations.path(name), live=live, checked=self._checked, sound=sound
        )

    def _named(self, name: str) -> WhooshEngine:
        """Return the engine of the kept generation *name*; the last one asked for stays open."""
        if not self._generations.has(name):
            raise GenerationGone(f"the generation {name!r} is not kept")
        for engine in (self._engine, self._earlier):
            if engine is not None and engine.generation.name == name and engine.whole():
                return engine
        with self._opening:
            self._earlier = self._read(name)
            return self._earlier

    def writer(self, *, update: bool = False, merge: bool = False) -> WhooshWriter:
        """Start a new generation: empty, or with *update* beginning as the one that is served.

        An update appends where it can, unless it is to *merge*.
        """
        begin = partial(self._beginning, merge=merge) if update else None
        return WhooshWriter(self._generations, begin, keep=self._keep)

    def merge(self) -> Generation | None:
        """Build what was appended and what was there into one; None where nothing was appended."""
        with self.writer(update=True, merge=True) as writer:
            return writer.publish() if writer.appended else None

    def _beginning(self, *, merge: bool) -> Beginning:
        """Return what an update begins as: the generation that is served.

        What an append shares keeps its checksums. A merge copies all that it begins with: damage
        would get new checksums and pass for whole, so then everything is compared with them.
        """
        if not merge:
            try:
                name = self._generations.current()
                folder = self._generations.path(name)
                manifest = Manifest.load(folder)
                manifest.require_current(name)
                if may_append(manifest) and not manifest.damage(folder, written_anew(manifest)):
                    return Beginning(name, may_append=True)
            except EngineError as error:
                self._warn(str(error))  # the next line finds one that can be read, or says it again
        checked = WhooshArchive(self._generations.folder, checked=True)
        return Beginning(checked.engine().generation.name, may_append=False)

    def generations(self) -> list[Generation]:
        """Return every complete generation, newest first."""
        return self._generations.complete()

    def verify(self) -> list[str]:
        """Re-read the live generation; return what is wrong with it, nothing when all is well."""
        return _damage(self._generations.path(self._generations.current()))

    def rollback(self) -> Generation:
        """Make the complete generation before the live one live, and return it."""
        with self._generations.lock():
            older = self._before_live()
            self._generations.point_to(older.name)
        return replace(older, live=True)

    def _before_live(self) -> Generation:
        """Return the whole generation to go back to; the newest where ``CURRENT`` is lost."""
        known = self._generations
        try:
            live = known.current()
        except EngineError:
            live, older = "", known.complete()
            if not older:
                raise
        else:
            older = known.before(live)
        for generation in older:
            if not (wrong := _damage(known.path(generation.name))):
                return generation
            _log.warning("generation %s is passed over: %s", generation.name, wrong[0])
        raise IndexMissing(f"there is no generation before {live} to go back to")


def _damage(folder: Path) -> list[str]:
    """Re-read a generation and open it; return what is wrong with it."""
    try:
        wrong = Manifest.load(folder).damage(folder)
        if not wrong:
            engine = WhooshEngine(folder)
            engine.sample()
            engine.close()
    except (EngineUnavailable, IndexOutdated) as error:
        return [str(error)]
    return wrong
