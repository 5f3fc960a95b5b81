"""Prepared articles indexed by the service, and its documents loaded bare, in turns."""

import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from search_service.engines.opening import open_archive
from search_service.engines.opensearch import loading, writing
from search_service.engines.opensearch.cluster import Connection
from search_service.engines.opensearch.mapping import index_body
from search_service.prepared import PreparedReading
from search_service.readers import Problem
from search_service.settings import Settings

SUFFIX: Final = "-seam"


class _Written(Exception):
    """The documents are in a file, and are not to be sent."""


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds by the clock, of this process's processor time and of the nodes'."""

    clock: float
    here: float
    there: float


def report(settings: Settings, folder: Path, rounds: int) -> None:
    """Index *folder* and load the same documents bare, in turns; print what each took."""
    client = Connection(settings.opensearch_urls, timeout=600).client()
    prefix = settings.opensearch_prefix + SUFFIX
    bares, wholes, sendings = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch) / "documents"
        number = _write(settings, folder, Path(scratch), lines)
        for _ in range(rounds):
            with _spending(client, bares):
                _load_bare(client, settings, f"{prefix}-bare", lines)
            client.indices.delete(index=f"{prefix}-bare")
            with _spending(client, wholes):
                sendings.append(_index(settings, folder, Path(scratch)))
            client.indices.delete(index=f"{prefix}-0*")
        size = lines.stat().st_size
    print(f"{number:,} documents of {size / number:,.0f} bytes, {rounds} rounds in turns, medians")
    print(f"{'ms an article':24}{'clock':>10}{'here':>10}{'nodes':>10}{'both':>10}")
    for name, spent in (("bare", bares), ("index --prepared", wholes)):
        parts = [statistics.median(getattr(one, part) for one in spent) for part in _PARTS]
        told = [*parts, parts[1] + parts[2]]
        print(f"{name:24}" + "".join(f"{one / number * 1e3:10.2f}" for one in told))
    clock, both = (
        statistics.median(part(one) for one in wholes)
        / statistics.median(part(one) for one in bares)
        for part in (lambda one: one.clock, lambda one: one.here + one.there)
    )
    print(f"ratio by the clock {clock:.2f}, of processor time {both:.2f}")
    sending = statistics.median(sendings) / statistics.median(one.clock for one in bares)
    print(f"of the time that documents are made and sent, by the clock {sending:.2f}")


_PARTS: Final = ("clock", "here", "there")


@contextmanager
def _spending(client: Any, into: list[_Spent]) -> Iterator[None]:
    began = time.perf_counter(), time.process_time(), _nodes(client)
    yield
    ended = time.perf_counter(), time.process_time(), _nodes(client)
    into.append(_Spent(*(after - before for before, after in zip(began, ended, strict=True))))


def _nodes(client: Any) -> float:
    """Return the processor seconds that all nodes have spent since they began."""
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1e3)


def _write(settings: Settings, folder: Path, scratch: Path, lines: Path) -> int:
    """Write the documents of *folder* to *lines* as requests have them; return how many."""
    number = 0

    def write(_cluster: object, _index: str, articles: Iterable[dict[str, Any]]) -> int:
        nonlocal number
        with lines.open("wb") as file:
            for chunk in loading._chunks(articles):
                number += len(chunk)
                file.writelines(chunk)
        raise _Written

    with patch.object(writing, "load", write):
        try:
            _index(settings, folder, scratch)
        except _Written:
            return number
    raise AssertionError("nothing was loaded")


def _index(settings: Settings, folder: Path, scratch: Path) -> float:
    """Index *folder* as ``index --prepared`` does; return the seconds of making and sending."""
    own = {"opensearch_prefix": settings.opensearch_prefix + SUFFIX, "index_dir": scratch / "index"}
    archive = open_archive(settings.model_copy(update=own))
    sending = 0.0
    load = writing.load

    def timed(*args: Any) -> int:
        nonlocal sending
        began = time.perf_counter()
        loaded = load(*args)
        sending = time.perf_counter() - began
        return loaded

    with patch.object(writing, "load", timed), archive.writer() as writer:
        for _, document in PreparedReading([folder]):
            if isinstance(document, Problem):
                raise ValueError(str(document))
            writer.add(document)
        writer.publish()
    return sending


def _load_bare(client: Any, settings: Settings, index: str, lines: Path) -> None:
    """Send *lines* as they are, as much at once as the service does; make them searchable."""
    body = index_body(shards=settings.opensearch_shards, replicas=0, meta={})
    client.indices.create(index=index, body=body)
    with ThreadPoolExecutor(loading.UNDER_WAY) as pool:
        waiting = []
        for chunk in _chunks(lines):
            if len(waiting) == loading.UNDER_WAY:
                _require_taken(waiting.pop(0).result())
            waiting.append(pool.submit(client.bulk, body=chunk, index=index))
        for one in waiting:
            _require_taken(one.result())
    client.indices.refresh(index=index)


def _require_taken(answer: dict[str, Any]) -> None:
    if answer["errors"]:
        raise ValueError("the cluster has refused documents")


def _chunks(lines: Path) -> Iterator[bytes]:
    """Yield the documents of *lines* in requests of some CHUNK."""
    chunk = bytearray()
    with lines.open("rb") as file:
        for action in file:
            document = file.readline()
            if chunk and len(chunk) + len(action) + len(document) > loading.CHUNK:
                yield bytes(chunk)
                chunk.clear()
            chunk += action + document
    yield bytes(chunk)
