"""Building a generation in the cluster: spooled on this machine, loaded when all is known."""

from __future__ import annotations

import gc
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from filelock import FileLock, Timeout

from search_service.article import VIETNAM
from search_service.document import AnalysedDocument
from search_service.engines.arrays.coding import UNDATED
from search_service.engines.arrays.columns import Columns
from search_service.engines.errors import EngineUnavailable, IndexBusy
from search_service.engines.opensearch import companion, mapping
from search_service.engines.opensearch.arrays import Build
from search_service.engines.opensearch.cluster import Body
from search_service.engines.opensearch.documents import unpacked
from search_service.engines.opensearch.engine import OpenSearchEngine
from search_service.engines.opensearch.generations import Generations
from search_service.engines.opensearch.loading import load
from search_service.engines.opensearch.making import Making
from search_service.engines.opensearch.reading import document_of, every
from search_service.engines.opensearch.spool import Spool
from search_service.engines.records import Generation

LOCK: Final = "LOCK"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a generation is spread over the cluster, and how many of them are kept."""

    shards: int
    replicas: int
    keep: int


class OpenSearchWriter:
    """Builds the next generation; see ``engines.base.Writer``.

    An update takes the terms of what it keeps back from the cluster and loads a new index: every
    statistic and every person is that of a full build, at the price of loading all articles.
    """

    def __init__(
        self,
        generations: Generations,
        folder: Path,
        base: OpenSearchEngine | None,
        layout: Layout,
        *,
        published: Callable[[], None],
    ) -> None:
        """Prepare a build in *folder*, of this machine; an update begins with *base*.

        *published* is called when the new generation is live.
        """
        self._published = published
        self._generations = generations
        self._base = base
        self._layout = layout
        self._built = datetime.now(UTC)
        self._lock = _locked(folder)
        try:
            self._live = generations.live()
            self._folder = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
            (self._folder / "spool").mkdir()
            (self._folder / "arrays").mkdir()
            self._spool = Spool(self._folder / "spool")
        except BaseException:
            self._lock.release()
            raise
        self._cache = companion.Cache(folder)
        self._index = ""
        self._added: set[str] = set()
        self._removed: set[str] = set()

    def __enter__(self) -> Self:
        gc.disable()  # as in a build of the embedded engine: what lives long is many small objects
        return self

    def __exit__(self, *exc: object) -> None:
        gc.enable()
        try:
            self._spool.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            if self._index:
                self._generations.discard(self._index)
        finally:
            self._lock.release()

    def fingerprints(self, origins: Sequence[str] | None = None) -> Mapping[str, str]:
        """Return id -> fingerprint of the articles being updated (of these *origins* only)."""
        return self._base.fingerprints(origins) if self._base else {}

    def add(self, document: AnalysedDocument) -> None:
        """Add an article, in place of the one with its id where there is one."""
        article = document.document.article.id
        if article in self._added:
            raise ValueError(f"article {article} was added twice")
        try:
            self._spool.add(document)
        except OSError as error:
            raise _unwritten(self._folder, error) from error
        self._added.add(article)

    def remove(self, article_id: str) -> None:
        """Remove the article with this id, one of those being updated."""
        self._removed.add(article_id)

    def publish(self) -> Generation:
        """Load, verify and publish the new generation."""
        arrays = self._folder / "arrays"
        try:
            self._keep_known()
            self._spool.complete()
            build = Build(arrays, self._spool)
            build.resolve()
        except OSError as error:
            raise _unwritten(self._folder, error) from error
        size = len(self._spool.rows)
        files = self._load(build, arrays)
        self._generations.complete(
            self._index,
            articles=size,
            newest=_newest(arrays, self._built),
            files=files,
            replicas=self._layout.replicas,
        )
        self._cache.adopt(self._index, arrays)
        self._generations.publish(self._index, instead=self._live)
        published, self._index = self._index, ""
        self._published()
        self._generations.collect(self._layout.keep)
        return Generation(published, self._built, size, live=True)

    def _load(self, build: Build, arrays: Path) -> Body:
        """Send the articles, and what stands beside them once that is made; return its files.

        While articles are sent, the rest is made: the cluster need not wait for what no article
        has.
        """
        cluster, replicas = self._generations.cluster, self._layout.replicas
        self._index = self._generations.create(
            shards=self._layout.shards,
            replicas=replicas,
            built=self._built,
            folder=self._folder.parent,
        )

        def learn() -> Body:
            try:
                build.learn()
            except OSError as error:
                raise _unwritten(self._folder, error) from error
            return companion.upload(cluster, self._index, arrays, replicas)

        built = self._built.astimezone(VIETNAM).toordinal()
        with ThreadPoolExecutor(1) as beside:
            learnt = beside.submit(learn)
            making = Making(self._spool, build.texts, arrays, built)
            load(cluster, self._index, making.articles())
            return learnt.result()

    def _keep_known(self) -> None:
        """Put the kept articles of the base behind the new ones."""
        if self._base is None:
            return
        gone = self._added | self._removed
        body = {
            "query": {"match_all": {}},
            "sort": [{mapping.ID: "asc"}],
            "stored_fields": [mapping.TERMS, "_source"],
        }
        for hit in every(self._generations.cluster, self._base.generation.name, body):
            document = document_of(hit)
            if document.article.id not in gone:
                self._spool.add(unpacked(document, hit["fields"][mapping.TERMS][0]))


def _newest(arrays: Path, built: datetime) -> int:
    """Return the day that ages are counted from; see ``arrays.recency``."""
    days = Columns(arrays).day
    return min(int(days.max(initial=UNDATED)), built.astimezone(VIETNAM).toordinal())


def _locked(folder: Path) -> FileLock:
    """Take the lock that writers of this machine hold."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexBusy(f"another process is writing from {folder}; wait for it to end") from None
    except OSError as error:
        raise _unwritten(folder, error) from error
    for path in folder.glob(".building-*"):  # of builds that were killed
        shutil.rmtree(path, ignore_errors=True)
    return lock


def _unwritten(folder: Path, error: OSError) -> EngineUnavailable:
    return EngineUnavailable(
        f"{folder} cannot be written to: {error.strerror or error}; "
        "nothing was published, the live generation stays"
    )
