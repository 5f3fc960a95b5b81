"""Indexing: articles in, a new verified generation out, and only what differs on an update."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

from search_service.article import Article
from search_service.document import AnalysedDocument, analyse
from search_service.engines.base import Archive, Engine, Writer
from search_service.engines.errors import IndexMissing
from search_service.engines.records import Generation
from search_service.prepared import PreparedReading
from search_service.processes import processes
from search_service.readers import Problem, Reading
from search_service.store.articles import Articles

CHUNK: Final = 32
"""Articles handed to an analysis process at a time: a tenth of a second's work."""

AHEAD: Final = 4
"""Chunks a process may have waiting: bounds memory whatever the size of the archive."""

SMALL: Final = 1_000_000
"""Bytes of sources below which starting processes costs more than they save."""

STORE: Final = "store"
"""The origin of articles that the store has: no absolute path, which those of files are."""


class IndexingFailed(Exception):
    """Nothing was published; the message says why. What was indexed before is still served."""


class Listener(Protocol):
    """Hears how far indexing has come."""

    def advance(self, done: int, total: int, articles: int) -> None:
        """*done* of *total* bytes have been read and *articles* articles indexed."""

    def problem(self, problem: Problem) -> None:
        """Something could not be read."""


@dataclass(slots=True)
class Report:
    """What an indexing run did.

    Attributes:
        added, changed, removed, unchanged: Numbers of articles.
        repeated: Articles met again with the same content.
        problems: Records and files that could not be read.
        overruled: Articles of the sources of which the store has the last word.
        kept: Articles missing from a source that an update did not remove, because something
            in the source could not be read.
        generation: What was published; None when an update found nothing to do.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    repeated: int = 0
    problems: int = 0
    overruled: int = 0
    kept: int = 0
    generation: Generation | None = None


def index(
    archive: Archive,
    sources: Sequence[Path] | PreparedReading,
    *,
    listener: Listener,
    accepted: Articles | None = None,
    update: bool = False,
    strict: bool = False,
    workers: int = 1,
) -> Report:
    """Index all articles of *sources* as a new generation and make it live.

    Sources are files and folders of articles, or articles that are analysed already.

    Without *update* the new generation holds exactly these articles. With it, it holds the live
    ones too: an article whose content differs is replaced, and one that came from one of
    *sources* but is no longer there is removed. Either way the articles that *accepted* has are in
    it too, in place of those of the sources with their ids, and none that were taken back there.

    Raises:
        SourceError: a source does not exist.
        PreparedError: prepared articles cannot be read.
        StoreError: what was accepted cannot be read.
        IndexingFailed: no article could be read, or with *strict* something could not.
        EngineError: the index cannot be written.
    """
    prepared = isinstance(sources, PreparedReading)
    reading = sources if isinstance(sources, PreparedReading) else Reading(sources)
    update = update and _is_there(archive)
    with archive.writer(update=update) as writer:
        run = _Run(reading, writer, listener, accepted)
        workers = workers if prepared or reading.total > SMALL else 1
        with closing(analysed(run.articles(), workers)) as documents:
            for document in chain(run.prepared(), documents):
                run.add(document)
        report = run.report
        if strict and report.problems:
            raise IndexingFailed(f"{report.problems} problems and --strict: nothing was published")
        if update:
            run.remove_missing(reading.origins)
            run.remove_withdrawn()
        elif not report.added:
            raise IndexingFailed("no article could be read: nothing was published")
        if report.added or report.changed or report.removed:
            report.generation = writer.publish()
    return report


def waiting_in(engine: Engine, accepted: Articles) -> int:
    """Return how many articles of *accepted*, or withdrawals, *engine* does not show yet.

    Raises:
        StoreError: what was accepted cannot be read.
    """
    shown = (
        (fingerprint, document.article.fingerprint() if document else "")
        for article_id, fingerprint in accepted.fingerprints().items()
        for document in [engine.document(article_id)]
    )
    return sum(kept != live for kept, live in shown)


def _is_there(archive: Archive) -> bool:
    try:
        archive.engine()
    except IndexMissing:
        return False
    return True


class _Run:
    """One pass over the sources: what was seen, and what is to be done about it."""

    def __init__(
        self,
        reading: Reading | PreparedReading,
        writer: Writer,
        listener: Listener,
        accepted: Articles | None,
    ) -> None:
        self.report = Report()
        self._store = accepted
        # What is accepted from now on is for whoever publishes next.
        self._accepted = accepted.fingerprints() if accepted else {}
        self._reading = reading
        self._writer = writer
        self._listener = listener
        self._known = writer.fingerprints()
        self._seen: dict[str, str] = {}
        self._incomplete: set[str] = set()

    def prepared(self) -> Iterator[AnalysedDocument]:
        """Yield the prepared articles that are new or changed; report the problems."""
        for origin, item in self._reading if isinstance(self._reading, PreparedReading) else ():
            if isinstance(item, Problem):
                self._problem(origin, item)
            elif self._is_due(origin, item.document.article):
                yield item

    def articles(self) -> Iterator[tuple[str, Article]]:
        """Yield the articles that are new or changed, with their origins; report the problems."""
        for origin, item in self._reading if isinstance(self._reading, Reading) else ():
            if isinstance(item, Problem):
                self._problem(origin, item)
            elif self._is_due(origin, item):
                yield origin, item
        if self._store:
            due = [
                article_id
                for article_id, fingerprint in self._accepted.items()
                if fingerprint and self._known.get(article_id) != fingerprint
            ]
            yield from ((STORE, article) for article in self._store.read(due))

    def _problem(self, origin: str, problem: Problem) -> None:
        self.report.problems += 1
        self._incomplete.add(origin)
        self._listener.problem(problem)

    def _is_due(self, origin: str, article: Article) -> bool:
        """Tell whether *article* is to be indexed: new or changed, and not met before."""
        fingerprint = article.fingerprint()
        if article.id in self._seen:
            self._repeated(origin, article, same=self._seen[article.id] == fingerprint)
            return False
        self._seen[article.id] = fingerprint
        if article.id in self._accepted:
            self.report.overruled += 1
            return False
        if self._known.get(article.id) == fingerprint:
            self.report.unchanged += 1
            return False
        return True

    def _repeated(self, origin: str, article: Article, *, same: bool) -> None:
        if same:
            self.report.repeated += 1
            return
        reason = f"the id {article.id!r} was read before with other content; that one is kept"
        self._problem(origin, Problem(self._reading.path, None, reason))

    def add(self, document: AnalysedDocument) -> None:
        """Write one analysed article."""
        self._writer.add(document)
        if document.document.article.id in self._known:
            self.report.changed += 1
        else:
            self.report.added += 1
        written = self.report.added + self.report.changed
        self._listener.advance(self._reading.done, self._reading.total, written)

    def remove_missing(self, origins: Sequence[str]) -> None:
        """Remove what came from *origins* before and was not met in this run.

        Where anything could not be read nothing is removed: what seems missing may be there.
        """
        for origin in origins:
            missing = [
                known
                for known in self._writer.fingerprints([origin])
                if known not in self._seen and known not in self._accepted
            ]
            if origin in self._incomplete:
                self.report.kept += len(missing)
                continue
            for article_id in missing:
                self._writer.remove(article_id)
            self.report.removed += len(missing)

    def remove_withdrawn(self) -> None:
        """Remove what the store says is taken back, whatever it came from."""
        for article_id, fingerprint in self._accepted.items():
            if not fingerprint and article_id in self._known:
                self._writer.remove(article_id)
                self.report.removed += 1


def analysed(
    articles: Iterable[tuple[str, Article]], workers: int
) -> Generator[AnalysedDocument, None, None]:
    """Analyse *articles* in *workers* processes; the order stays, whatever their number."""
    if workers == 1:
        for origin, article in articles:
            yield analyse(article, origin)
        return
    with processes(workers) as pool:
        waiting: deque[Future[list[AnalysedDocument]]] = deque()
        for chunk in _chunks(articles):
            waiting.append(pool.submit(_analyse_chunk, chunk))
            if len(waiting) >= workers * AHEAD:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _chunks(articles: Iterable[tuple[str, Article]]) -> Iterator[list[tuple[str, Article]]]:
    iterator = iter(articles)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _analyse_chunk(chunk: list[tuple[str, Article]]) -> list[AnalysedDocument]:
    return [analyse(article, origin) for origin, article in chunk]
