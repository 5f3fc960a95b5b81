"""Prepared articles indexed by the service, and its documents loaded bare, in turns."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest.mock import patch

from search_service.engines.opening import open_archive
from search_service.engines.opensearch import companion, loading, writing
from search_service.engines.opensearch.arrays import Build
from search_service.engines.opensearch.cluster import Connection
from search_service.engines.opensearch.mapping import index_body
from search_service.prepared import PreparedReading
from search_service.readers import Problem
from search_service.settings import Settings

SUFFIX: Final = "-seam"

_Result = TypeVar("_Result")


class _Written(Exception):
    """The documents are in a file, and are not to be sent."""


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds by the clock, of this process's processor time and of the nodes'."""

    clock: float
    here: float
    there: float


@dataclass(frozen=True, slots=True)
class _Parts:
    """Seconds by the clock of the parts of ``index --prepared``.

    Attributes:
        before: Until the first article can be sent: all are read, persons and vectors known.
        sending: Making articles and sending them.
        learning: What is made beside that, and sent.
        after: From then on, until the generation is live.
    """

    before: float
    sending: float
    learning: float
    after: float


def report(settings: Settings, folder: Path, rounds: int) -> None:
    """Index *folder* and load the same documents bare, in turns; print what each took."""
    client = Connection(settings.opensearch_urls, timeout=600).client()
    prefix = settings.opensearch_prefix + SUFFIX
    bares, wholes, parts = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch) / "documents"
        number = _write(settings, folder, Path(scratch), lines)
        for _ in range(rounds):
            with _spending(client, bares):
                _load_bare(client, settings, f"{prefix}-bare", lines)
            client.indices.delete(index=f"{prefix}-bare")
            with _spending(client, wholes):
                parts.append(_index(settings, folder, Path(scratch)))
            client.indices.delete(index=f"{prefix}-0*")
        size = lines.stat().st_size
    print(f"{number:,} documents of {size / number:,.0f} bytes, {rounds} rounds in turns, medians")
    _print_spent(bares, wholes, number)
    told = ", ".join(
        f"{name} {_median(parts, name) / number * 1e3:.2f}" for name in _Parts.__dataclass_fields__
    )
    print(f"of index --prepared by the clock, ms an article: {told}")


def _print_spent(bares: list[_Spent], wholes: list[_Spent], number: int) -> None:
    print(f"{'ms an article':24}{'clock':>10}{'here':>10}{'nodes':>10}{'both':>10}")
    both = []
    for name, spent in (("bare", bares), ("index --prepared", wholes)):
        clock, here, there = (_median(spent, part) for part in _Spent.__dataclass_fields__)
        both.append((clock, here + there))
        told = "".join(f"{one / number * 1e3:10.2f}" for one in (clock, here, there, here + there))
        print(f"{name:24}{told}")
    clock, work = (whole / bare for bare, whole in zip(*both, strict=True))
    print(f"ratio by the clock {clock:.2f}, of processor time {work:.2f}")


def _median(every: Sequence[object], part: str) -> float:
    return float(statistics.median(getattr(one, part) for one in every))


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


def _index(settings: Settings, folder: Path, scratch: Path) -> _Parts:
    """Index *folder* as ``index --prepared`` does; return how long its parts took."""
    own = {"opensearch_prefix": settings.opensearch_prefix + SUFFIX, "index_dir": scratch / "index"}
    archive = open_archive(settings.model_copy(update=own))
    begun: dict[str, float] = {"all": time.perf_counter()}
    ended: dict[str, float] = {}

    def timed(part: str, call: Callable[..., _Result]) -> Callable[..., _Result]:
        def run(*args: Any) -> _Result:
            begun.setdefault(part, time.perf_counter())
            try:
                return call(*args)
            finally:
                ended[part] = time.perf_counter()

        return run

    with (
        patch.object(writing, "load", timed("sending", writing.load)),
        patch.object(Build, "learn", timed("learning", Build.learn)),
        patch.object(companion, "upload", timed("learning", companion.upload)),
        archive.writer() as writer,
    ):
        for _, document in PreparedReading([folder]):
            if isinstance(document, Problem):
                raise ValueError(str(document))
            writer.add(document)
        writer.publish()
    return _Parts(
        before=begun["sending"] - begun["all"],
        sending=ended["sending"] - begun["sending"],
        learning=ended["learning"] - begun["learning"],
        after=time.perf_counter() - max(ended.values()),
    )


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
