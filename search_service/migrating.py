"""Migrating: the articles of one archive become a generation of another, whichever engines run."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock, Timeout

from search_service.document import Document
from search_service.engines.base import Archive, Engine
from search_service.engines.records import Generation
from search_service.prepared import Listing, PreparedError, Sourced, read_chunk
from search_service.preparing import written_chunks
from search_service.query import MAX_SIZE, Query
from search_service.sampling import article_at
from search_service.schema import DATE_FACETS

SAMPLES: Final = 500
"""Articles that are read back and compared: with none of them wrong, fewer than 1 in 160 is with
99 of 100 certain."""

_SEED: Final = 1
_COUNTED: Final = ("section", *DATE_FACETS)
"""Facets that must agree: they come from the articles alone. Persons are resolved by the engine."""


class MigrationFailed(Exception):
    """The other archive does not have what it should; the message says what to do."""


class MigrationListener(Protocol):
    """Hears how far a migration has come."""

    def prepared(self, done: int, total: int) -> None:
        """*done* of *total* articles have been read and analysed."""

    def loaded(self, done: int, total: int) -> None:
        """*done* of *total* articles have been handed to the other engine."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What a migration did.

    Attributes:
        generation: What is live in the other archive now.
        source: The name of the generation that was read.
        sampled: Articles that were read back and compared.
    """

    generation: Generation
    source: str
    sampled: int


def migrate(
    source: Archive,
    target: Archive,
    folder: Path,
    *,
    listener: MigrationListener,
    workers: int = 1,
) -> Migrated:
    """Make the articles of *source*'s live generation a new generation of *target*.

    Articles are analysed again, into chunks in *folder*: what an engine tells of an article has
    the persons as it resolved them, and not as they were found. After an end by force the chunks
    that are whole are used, and after success they are removed. *source* is only read.

    Raises:
        MigrationFailed: both are one archive, another migration uses *folder*, or the new
            generation is not as the old one.
        EngineError: an archive cannot be read or written.
    """
    engine = source.engine()
    begun = engine.generation.name, engine.generation.built
    if begun in [(one.name, one.built) for one in target.generations()]:
        raise MigrationFailed("both settings name the same archive: there is nothing to migrate")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=0):
            listing = _prepared(engine, folder, listener, workers)
            generation = _load(target, folder, listing, listener)
            sampled = _require_same(engine, target.engine())
    except Timeout:
        raise MigrationFailed(f"another migration works in {folder}") from None
    shutil.rmtree(folder)
    return Migrated(generation, engine.generation.name, sampled)


def _prepared(engine: Engine, folder: Path, listener: MigrationListener, workers: int) -> Listing:
    """Analyse every article of *engine* into *folder*, unless that is done."""
    name, total = engine.generation.name, engine.generation.articles
    try:
        listing = Listing.load(folder)
        if listing.current and listing.generation == name:
            return listing
    except PreparedError:
        pass  # it was not finished, and is now
    chunks, done = [], 0
    with closing(written_chunks(folder, _articles(engine), workers=workers)) as made:
        for chunk, count in made:
            chunks.append((chunk, count))
            done += count
            listener.prepared(done, total)
    if done != total:
        raise MigrationFailed(f"generation {name} has {total:,} articles, and {done:,} were read")
    listing = Listing(generation=name, chunks=tuple(chunks))
    listing.save(folder)
    return listing


def _articles(engine: Engine) -> Iterator[Sourced]:
    after = ""
    while documents := engine.scan(Query(size=MAX_SIZE), after=after):
        for document in documents:
            yield document.origin, document.article
        after = documents[-1].article.id


def _load(
    target: Archive, folder: Path, listing: Listing, listener: MigrationListener
) -> Generation:
    done = 0
    with target.writer() as writer:
        for name, count in listing.chunks:
            for document in read_chunk(folder / name, count):
                writer.add(document)
            done += count
            listener.loaded(done, listing.articles)
        return writer.publish()


def _require_same(source: Engine, target: Engine) -> int:
    """Compare counts and a sample of articles; return how many were compared."""
    wrong = [f"{name}: {here} and {there}" for name, here, there in _counts(source, target)]
    samples = list(_samples(source))
    for document in samples:
        article_id = document.article.id
        if _kept(document) != _kept(target.document(article_id)):
            wrong.append(f"article {article_id} is not as it was")
    if wrong:
        told = "; ".join(wrong[:5])
        raise MigrationFailed(f"the new generation differs, do not switch to it: {told}")
    return len(samples)


def _counts(source: Engine, target: Engine) -> Iterator[tuple[str, object, object]]:
    here, there = (one.search(Query(size=0), facets=_COUNTED) for one in (source, target))
    if here.total != there.total:
        yield "articles", here.total, there.total
    for name in _COUNTED:
        counts = [{b.value: b.count for b in one.facets[name].buckets} for one in (here, there)]
        for value in sorted(counts[0].keys() | counts[1].keys()):
            found = counts[0].get(value, 0), counts[1].get(value, 0)
            if found[0] != found[1] and not (here.facets[name].truncated and 0 in found):
                yield f"{name} {value}", *found


def _samples(engine: Engine) -> Iterator[Document]:
    """Yield articles from all of the archive, dated and undated; every one of a small archive."""
    total = engine.generation.articles
    chosen = random.Random(_SEED)  # noqa: S311 # nosec B311 - a sample is no secret
    for place in sorted(chosen.sample(range(total), min(SAMPLES, total))):
        if document := article_at(engine, place):
            yield document


def _kept(document: Document | None) -> tuple[str, str] | None:
    return (document.article.fingerprint(), document.origin) if document else None
