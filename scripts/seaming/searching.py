"""Pages with facets through the engine, and the one request that each needs, in turns."""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from search_service.answering import asked
from search_service.comparing import drawn
from search_service.engines.base import Engine
from search_service.engines.opening import open_archive
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.newsroom import Newsroom
from search_service.query import Query
from search_service.schema import FACETS
from search_service.settings import Settings

ROUNDS: Final = 5

Request = tuple[str, Body, dict[str, Any]]


def report(settings: Settings, number: int) -> None:
    """Ask *number* queries in turns, and print how the times compare."""
    engine = open_archive(settings).engine()
    newsroom = Newsroom(settings.newsroom_dir)
    bare = _Bare(settings.opensearch_urls[0])
    rows = [
        _measured(engine, asked(engine, query, newsroom), bare) for query in drawn(engine, number)
    ]
    firsts, seams, bares, requests, sizes = zip(*rows, strict=True)
    ratios = sorted(seam / one for seam, one in zip(seams, bares, strict=True))
    tenths = statistics.quantiles(ratios, n=10)
    print(
        f"{len(rows)} queries, each {ROUNDS} times in turns, page of 10 with {len(FACETS)} facets"
    )
    print(f"bare request, median       {statistics.median(bares) * 1e3:8.1f} ms")
    print(f"through the seam, median   {statistics.median(seams) * 1e3:8.1f} ms")
    print(f"asked for the first time   {statistics.median(firsts) * 1e3:8.1f} ms")
    print(f"ratio, median              {statistics.median(ratios):8.2f}")
    print(f"ratio, nine in ten below   {tenths[-1]:8.2f}")
    print(f"ratio of the sums          {sum(seams) / sum(bares):8.2f}")
    print(f"requests a page, mean      {statistics.mean(requests):8.2f}")
    alone = [
        ratio for ratio, sent in zip(_ratios(seams, bares), requests, strict=True) if sent == 1
    ]
    print(f"of one request: {len(alone)}, ratio  {statistics.median(alone):8.2f}")
    print(f"bytes of a request, median {statistics.median(sizes):8,.0f}")


def _ratios(seams: tuple[float, ...], bares: tuple[float, ...]) -> list[float]:
    return [seam / one for seam, one in zip(seams, bares, strict=True)]


def _measured(engine: Engine, query: Query, bare: "_Bare") -> tuple[float, float, float, int, int]:
    """Return the seconds of the first asking, of later ones and bare; requests; their bytes."""

    def ask() -> None:
        engine.search(query, facets=FACETS)

    first = _seconds(ask)
    with _heard() as sent:
        ask()
    [page] = [one for one in sent if one[1].get("sort") and one[1].get("aggs")][-1:]
    bare.prepare(page)
    through, alone = [], []
    for _ in range(ROUNDS):
        alone.append(_seconds(bare.ask))
        through.append(_seconds(ask))
    return (
        first, statistics.median(through), statistics.median(alone), len(sent), len(bare.body)
    )  # fmt: skip


def _seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


@contextmanager
def _heard() -> Iterator[list[Request]]:
    """Hear every search that is sent meanwhile; several at once are one request."""
    sent: list[Request] = []
    search, searches = Cluster.search, Cluster.searches

    def heard(cluster: Cluster, index: str, body: Body, **params: Any) -> Body:
        sent.append((index, body, params))
        return search(cluster, index, body, **params)

    def heard_many(cluster: Cluster, index: str, bodies: Sequence[Body]) -> list[Body]:
        if bodies:
            sent.append((index, {}, {}))
        return searches(cluster, index, bodies)

    with (
        patch.object(Cluster, "search", heard),
        patch.object(Cluster, "searches", heard_many),
    ):
        yield sent


class _Bare:
    """Sends one request as bytes, to one node, and reads the answer as JSON."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc)
        self._path = ""
        self.body = b""

    def prepare(self, request: Request) -> None:
        index, body, params = request
        self._path = f"/{index}/_search?{urlencode(params)}"
        self.body = json.dumps(body, ensure_ascii=False).encode()

    def ask(self) -> object:
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", self._path, self.body, headers)
        with self._connection.getresponse() as answer:
            found = json.loads(answer.read())
        if found["timed_out"]:
            raise TimeoutError(self._path)
        return found
