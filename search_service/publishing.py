"""Publishing: what was accepted, and what watched sources hold, becomes the live archive.

Whoever publishes looks, builds the next generation where anything differs, and looks again. Nothing
is remembered between two of its lives: what is due is what the live generation does not have.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from search_service.engines.base import Archive
from search_service.indexer import Report, index
from search_service.readers import Problem, Reading, is_feed
from search_service.store.articles import Articles

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _State:
    """What a generation is made of, as far as a look without reading tells."""

    accepted: int
    live: str
    files: str


class Publisher:
    """Keeps the live archive up with what was accepted and with watched sources."""

    def __init__(self, archive: Archive, articles: Articles, sources: Sequence[Path] = ()) -> None:
        """Publish *articles*, and those of *sources*, into *archive*.

        Sources are folders and files. A file that is a feed says what is new and not all there is:
        its entries are accepted, and stay when it no longer has them.
        """
        self._archive = archive
        self._articles = articles
        self._sources = sources
        self._done: _State | None = None

    def publish(self) -> Report | None:
        """Publish what is new; return what that did, None where nothing has changed since.

        Raises:
            IndexBusy: another process is writing; what is due stays due.
            EngineError, StoreError: the index or the store cannot be read or written.
        """
        before = self._look()
        if before == self._done:
            return None
        known = self._done
        # After another's rebuild, or a generation that was lost, the sources are read again too.
        again = known is None or (known.live, known.files) != (before.live, before.files)
        sources = self._there() if again else []
        feeds = [source for source in sources if _is_feed(source)]
        for feed in feeds:
            self._accept(feed)
        accepted = self._articles.sequence()  # what is sent while this runs is above it
        report = self._index([source for source in sources if source not in feeds])
        # Where another's generation went live meanwhile, the next look sees it.
        live = report.generation.name if report.generation else before.live
        self._done = _State(accepted, live, before.files)
        return report

    def _accept(self, feed: Path) -> None:
        """Accept the entries of *feed*, but for those that were withdrawn."""
        withdrawn = {
            name for name, fingerprint in self._articles.fingerprints().items() if not fingerprint
        }
        for _, item in Reading([feed]):
            if isinstance(item, Problem):
                _log.warning("%s", item)
            elif item.id not in withdrawn:
                self._articles.accept(item)

    def _index(self, sources: Sequence[Path]) -> Report:
        if not self._live() and not sources and not any(self._articles.fingerprints().values()):
            return Report()  # nothing was built, and there is nothing to build of
        return index(
            self._archive, sources, listener=_Logging(), accepted=self._articles, update=True
        )

    def _look(self) -> _State:
        return _State(self._articles.sequence(), self._live(), self._files())

    def _live(self) -> str:
        return next((one.name for one in self._archive.generations() if one.live), "")

    def _there(self) -> list[Path]:
        """Return the sources that are there: one that is away for a while loses no article."""
        for source in self._sources:
            if not source.exists():
                _log.warning("the source %s is not there; its articles stay", source)
        return [source for source in self._sources if source.exists()]

    def _files(self) -> str:
        """Return what changes when a file of the sources is added, removed or written to."""
        digest = hashlib.sha256()
        for path in sorted(_files(self._sources)):
            try:
                found = path.stat()
            except OSError:  # removed since it was listed
                continue
            digest.update(
                f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode(errors="replace")
            )
        return digest.hexdigest()


def _is_feed(source: Path) -> bool:
    try:
        return source.is_file() and is_feed(source)
    except OSError:  # reading it will say so
        return False


def _files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_dir():
            yield from (path for path in source.rglob("*") if path.is_file())
        elif source.exists():
            yield source


class _Logging:
    """Tells the log what could not be read."""

    def advance(self, done: int, total: int, articles: int) -> None:
        """Progress is of no interest: nobody is watching."""

    def problem(self, problem: Problem) -> None:
        """Say where and why."""
        _log.warning("%s", problem)
