"""Bulk loading: as much at a time as the cluster takes, sent again where it is busy.

While one request is under way the next articles are prepared. An article has an id, so that sending
one twice leaves it once: at least once is enough.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from typing import Final

import orjson
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import TransportError

from search_service.engines.errors import EngineUnavailable
from search_service.engines.opensearch import mapping
from search_service.engines.opensearch.cluster import Body, Cluster

CHUNK: Final = 8 << 20
"""Bytes of a request: 5 to 15 MB is what OpenSearch's own guide advises."""

UNDER_WAY: Final = 2
"""Requests at once: one is indexed while the next is sent; more are only queued by the cluster."""

TRIES: Final = 8
FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
"""Seconds. A cluster that lost a node answers within a minute: about as long is waited in all."""

_BUSY: Final = frozenset({429, 502, 503, 504})


def key(article_id: str) -> str:
    """Return the ``_id`` of an article: its own may be longer than the 512 bytes there are."""
    return blake2b(article_id.encode("utf-8"), digest_size=16).hexdigest()


def load(cluster: Cluster, index: str, articles: Iterable[Body]) -> int:
    """Send *articles* to *index*; return how many there were.

    Raises:
        EngineUnavailable: the cluster is away or refuses one of them.
    """
    sent = 0
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(UNDER_WAY) as pool:
        for lines in _chunks(articles):
            sent += len(lines)
            if len(waiting) == UNDER_WAY:
                waiting.popleft().result()
            waiting.append(pool.submit(send, cluster, index, lines))
        for one in waiting:
            one.result()
    return sent


def _chunks(articles: Iterable[Body]) -> Iterator[list[bytes]]:
    """Yield the lines of requests, one article each with its action before it."""
    lines: list[bytes] = []
    size = 0
    for article in articles:
        action = orjson.dumps({"index": {"_id": key(article[mapping.ID])}})
        line = b"%b\n%b\n" % (action, orjson.dumps(article))
        if lines and size + len(line) > CHUNK:
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def send(cluster: Cluster, index: str, lines: list[bytes]) -> None:
    """Send *lines*, those that the cluster is too busy for again and again, waiting longer."""
    wait = FIRST_WAIT
    for attempt in range(TRIES):
        try:
            refused = _sent(cluster, index, lines)
        except (NoConnection, TransportError) as error:
            away = isinstance(error, NoConnection) or error.status_code in _BUSY
            if not away or attempt == TRIES - 1:
                with cluster.asking():
                    raise
            refused = lines
        if not refused:
            return
        lines = refused
        time.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)
    raise EngineUnavailable(f"the cluster is too busy: {len(lines)} articles were not taken")


def _sent(cluster: Cluster, index: str, lines: list[bytes]) -> list[bytes]:
    """Send *lines* once; return those to send again."""
    answer = cluster.client.bulk(body=b"".join(lines), index=index)
    if not answer["errors"]:
        return []
    refused = []
    for line, item in zip(lines, answer["items"], strict=True):
        status = item["index"]["status"]
        if status in _BUSY:
            refused.append(line)
        elif status >= 300:
            reason = item["index"]["error"].get("reason", "")
            raise EngineUnavailable(f"the cluster refuses an article: {reason}")
    return refused
