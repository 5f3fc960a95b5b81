"""The cluster: how it is reached, and what its answers and its silence mean."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    NotFoundError,
    OpenSearchException,
    TransportError,
)

from search_service.engines.errors import EngineUnavailable

Body = dict[str, Any]
"""A part of a request or of an answer, as JSON has it."""

PROMOTED: Final = 1.0
"""Seconds within which a replica takes the place of a shard whose node has gone."""

PATIENCE: Final = 120.0
"""Seconds that a build waits for an answer; a reader is told sooner that there is none. Creating an
index takes a busy cluster tens of them, and its own limit for that is 30."""

KEPT: Final = 64
"""Connections to a node that are kept open, where so many were needed at once: a server has no more
threads. The client keeps one, and a new one costs every other thread a handshake a search."""

RETRIES: Final = 2
"""How often another node is asked where one cannot be reached: a cluster of three has two more."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a cluster is and how to sign in.

    Attributes:
        urls: Its nodes; each is asked in turn, and one that is away is passed over.
        user, password: For sign-in by name; nothing for none.
        ca: Certificates that the nodes' own are checked against; None for the system's.
        certificate, key: For sign-in by a certificate.
        timeout: Seconds until an answer is given up.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    timeout: float = 10.0

    def patient(self) -> Connection:
        """Return the same for a build, which waits longer."""
        return replace(self, timeout=max(self.timeout, PATIENCE))

    def client(self) -> OpenSearch:
        """Return a client, safe to call from several threads; nothing is asked yet."""
        options: dict[str, Any] = {}
        if self.user:
            # Not by http_auth: that takes the letters of western Europe alone.
            told = b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
            options["headers"] = {"authorization": f"Basic {told}"}
        files = {"ca_certs": self.ca, "client_cert": self.certificate, "client_key": self.key}
        options |= {name: str(path) for name, path in files.items() if path}
        return OpenSearch(
            hosts=list(self.urls),
            timeout=self.timeout,
            max_retries=RETRIES,
            pool_maxsize=KEPT,
            retry_on_timeout=False,  # who waits has waited long enough
            # Nodes tell addresses of their own network: those that were set are those to ask.
            sniff_on_start=False,
            sniff_on_connection_fail=False,
            verify_certs=True,
            **options,
        )


class Cluster:
    """Asks a cluster, and takes no part of an answer for the whole."""

    def __init__(self, connection: Connection) -> None:
        """Use *connection*; nothing is asked yet."""
        self.client = connection.client()
        self.urls = " ".join(connection.urls)

    def search(self, index: str, body: Body, **params: Any) -> Body:
        """Return the whole answer to a search.

        Raises:
            EngineUnavailable: the cluster is away, or some of its shards did not answer in time.
        """

        def ask() -> Body:
            with self.asking():
                return whole(self.client.search(index=index, body=body, params=params or None))

        return _again(ask)

    def searches(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        """Return the answers to several searches, asked at once."""
        if not bodies:
            return []
        lines = [line for body in bodies for line in ({}, body)]

        def ask() -> list[Body]:
            with self.asking():
                answers = self.client.msearch(body=lines, index=index)["responses"]
                return [whole(answer) for answer in answers]

        return _again(ask)

    def counts(self, index: str, filters: Sequence[Body]) -> list[int]:
        """Return how many articles pass each of *filters*."""
        bodies = [{"size": 0, "track_total_hits": True, "query": _filter(one)} for one in filters]
        return [int(answer["hits"]["total"]["value"]) for answer in self.searches(index, bodies)]

    def source(self, index: str, key: str) -> Body | None:
        """Return what is stored under *key*, None where nothing is."""
        with self.asking():
            try:
                found: Body = self.client.get(index=index, id=key)
            except NotFoundError as error:
                if isinstance(error.info, dict) and error.info.get("found") is False:
                    return None
                raise
        source: Body = found["_source"]
        return source

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Turn what the client raises into what callers know."""
        try:
            yield
        except NoConnection as error:
            raise EngineUnavailable(
                f"the cluster at {self.urls} cannot be reached: {error.error}"
            ) from error
        except TransportError as error:
            raise EngineUnavailable(_refusal(self.urls, error)) from error
        except OpenSearchException as error:
            raise EngineUnavailable(f"the cluster at {self.urls}: {error}") from error


class ShardMissing(EngineUnavailable):
    """Some shard has not answered: where a node has just died, another takes its place."""


Answer = TypeVar("Answer")


def _again(ask: Callable[[], Answer]) -> Answer:
    """Ask, and once more after PROMOTED where a shard is missing."""
    try:
        return ask()
    except ShardMissing:
        time.sleep(PROMOTED)
        return ask()


def whole(answer: Body) -> Body:
    """Return *answer* where every shard has answered, in time.

    Raises:
        ShardMissing: a smaller answer would pass for the whole.
        EngineUnavailable: it was refused, or not found in time.
    """
    if "error" in answer:
        raise EngineUnavailable(f"the cluster refused a search: {_reason(answer['error'])}")
    if answer["timed_out"]:
        raise EngineUnavailable("the cluster did not answer in time")
    shards = answer["_shards"]
    # A shard that no node has is neither among those that failed nor among those that answered.
    if missing := shards["total"] - shards["successful"]:
        raise ShardMissing(f"{missing} of {shards['total']} shards of the index did not answer")
    return answer


def _filter(clause: Body) -> Body:
    return {"bool": {"filter": [clause]}}


def _refusal(urls: str, error: TransportError) -> str:
    if error.status_code in {401, 403}:
        return f"the cluster at {urls} refuses the sign-in (status {error.status_code})"
    reason = _reason(error.info.get("error")) if isinstance(error.info, dict) else ""
    return f"the cluster at {urls} answered with status {error.status_code}: {reason}"


def _reason(error: Any) -> str:
    if isinstance(error, dict):
        causes = error.get("root_cause") or [error]
        return str(causes[0].get("reason") or error.get("reason") or error.get("type"))
    return str(error)
