"""Preparing: articles read and analysed into files, a share of them on each of several machines."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Final

from search_service.article import Article
from search_service.document import analyse
from search_service.indexer import AHEAD, Listener
from search_service.prepared import Listing, Sourced, chunk_name, write_chunk
from search_service.processes import processes
from search_service.readers import Problem, Reading

CHUNK: Final = 500
"""Articles of a chunk on average: a process's four seconds, some megabytes in memory."""

LONGEST: Final = 4 * CHUNK
"""Most articles of a chunk."""


def prepare(
    sources: Sequence[Path],
    folder: Path,
    *,
    listener: Listener,
    shard: tuple[int, int] = (1, 1),
    workers: int = 1,
) -> Listing:
    """Analyse one share of the articles of *sources* into *folder*.

    A share (*shard*) is the third of eight: 3, 8. Of the same sources everyone has the same
    shares: an article's id decides which it is in. Chunks that are there already, from a run that
    was ended, are not made again; nor are those of other articles than changed since.

    Raises:
        SourceError: a source does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reading = Reading(sources)
    incomplete: Counter[str] = Counter()

    def articles() -> Iterator[Sourced]:
        for origin, item in reading:
            if isinstance(item, Problem):
                incomplete[origin] += 1
                listener.problem(item)
            elif is_in(item, shard):
                yield origin, item

    chunks, written = [], 0
    with closing(written_chunks(folder, articles(), workers=workers)) as made:
        for name, count in made:
            chunks.append((name, count))
            written += count
            listener.advance(reading.done, reading.total, written)
    listing = Listing(
        shard=shard,
        origins=tuple(reading.origins),
        incomplete=dict(incomplete),
        chunks=tuple(chunks),
    )
    listing.save(folder)
    return listing


def is_in(article: Article, shard: tuple[int, int]) -> bool:
    """Tell whether *article* is in a share: 1/1 has all of them."""
    number, of = shard
    digest = hashlib.sha256(article.id.encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8]) % of == number - 1


def written_chunks(
    folder: Path, articles: Iterable[Sourced], *, workers: int
) -> Generator[tuple[str, int], None, None]:
    """Analyse *articles* into chunks in *folder*, unless they are there.

    Yields:
        The name of each chunk and how many articles it has, in order, once it is there.
    """
    chunks = ((folder / chunk_name(chunk), chunk) for chunk in cut(articles))
    if workers == 1:
        for path, chunk in chunks:
            if not path.exists():
                _analyse_into(path, chunk)
            yield path.name, len(chunk)
        return
    with processes(workers) as pool:
        waiting: deque[tuple[str, int, Future[None] | None]] = deque()
        for path, chunk in chunks:
            made = None if path.exists() else pool.submit(_analyse_into, path, chunk)
            waiting.append((path.name, len(chunk), made))
            if len(waiting) >= workers * AHEAD:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def cut(articles: Iterable[Sourced]) -> Iterator[list[Sourced]]:
    """Cut *articles* into chunks, where their own ids say.

    So an article that is new among them changes its own chunk, and all others stay.
    """
    chunk: list[Sourced] = []
    for origin, article in articles:
        chunk.append((origin, article))
        last = zlib.crc32(article.id.encode("utf-8", "replace")) % CHUNK == 0
        if last or len(chunk) == LONGEST:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _analyse_into(path: Path, chunk: Sequence[Sourced]) -> None:
    write_chunk(path, [analyse(article, origin) for origin, article in chunk])


def _finished(name: str, count: int, made: Future[None] | None) -> tuple[str, int]:
    if made:
        made.result()
    return name, count
