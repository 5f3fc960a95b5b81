"""What the machines that watch the service may count: ``/metrics``, in Prometheus' text form.

Several workers share their numbers through files of prometheus-client's multiprocess mode, so that
whichever of them is asked tells of all. Nothing of a request but its class and status is counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from tempfile import TemporaryDirectory
from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from search_service.engines.errors import EngineError
from search_service.web.context import engine, settings

blueprint = Blueprint("metrics", __name__)

PREFIX: Final = "search_service"

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus-client is told where processes share their numbers."""

CLASSES: Final = {
    **dict.fromkeys(("pages.search", "api.search"), "search"),
    **dict.fromkeys(("api.suggest", "opensearch.suggest"), "suggest"),
    **dict.fromkeys(("pages.article", "api.article"), "article"),
    **dict.fromkeys(("pages.person", "api.person"), "person"),
    **dict.fromkeys(
        ("widget.frame", "api.related_to", "api.related_to_url", "api.related_to_text"), "related"
    ),
}
"""What requests are of one kind, by their endpoints; all others are named as their blueprint is."""

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Bounds of the buckets: a search takes 5 to 50 ms, a file that is taken away seconds."""

_EXTENSION: Final = "search_service.metrics"


class Metrics:
    """The instruments of one app."""

    def __init__(self) -> None:
        """Make them; several processes share them where SHARED names a folder."""
        self._own = CollectorRegistry()
        self.seconds = Histogram(
            f"{PREFIX}_request_seconds",
            "Time to make an answer, without its waiting for a thread, by class of request.",
            ["class"],
            buckets=SECONDS,
            registry=self._own,
        )
        self.responses = Counter(
            f"{PREFIX}_responses", "Answers.", ["class", "status"], registry=self._own
        )
        self.searches = Counter(
            f"{PREFIX}_searches", "Searches that found some or none.", ["hits"], registry=self._own
        )
        self.kept = Counter(
            f"{PREFIX}_kept_answers",
            "Answers that may be kept: unchanged (304), kept (from memory), made.",
            ["outcome"],
            registry=self._own,
        )
        self.refused = Counter(
            f"{PREFIX}_refused",
            "Requests refused before any work: overload (503), host (421).",
            ["reason"],
            registry=self._own,
        )
        self.under_way = Gauge(
            f"{PREFIX}_requests_under_way",
            "Requests that have a thread.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self.waiting = Gauge(
            f"{PREFIX}_requests_waiting",
            "Requests that waited for a thread when the last one got its own.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self.memory = Gauge(
            f"{PREFIX}_memory_bytes",
            "Memory of one process alone, without the index, which all share: the largest.",
            registry=self._own,
            multiprocess_mode="livemax",
        )
        self.workers_lost = Counter(
            f"{PREFIX}_workers_lost", "Workers that died and were replaced.", registry=self._own
        )

    def registry(self) -> CollectorRegistry:
        """Return what is told: of this process, or of all that share."""
        if SHARED not in os.environ:
            return self._own
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together


@contextmanager
def shared(workers: int) -> Iterator[None]:
    """Let the *workers* of a service share their numbers for as long as it runs.

    Before the first Metrics is made. The folder is in the system's own for temporary files: what is
    counted begins at nothing with every start.
    """
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="search-service-metrics-") as folder:
        os.environ[SHARED] = folder
        # What the variable would have decided, had it been there on import.
        values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]
        yield


def lost(app: Flask, worker: int) -> None:
    """Count that the process *worker* died; what it had under way is under way no more."""
    metrics(app).workers_lost.inc()
    mark_process_dead(worker)  # type: ignore[no-untyped-call]


def init_app(app: Flask) -> None:
    """Give *app* its instruments."""
    app.extensions[_EXTENSION] = Metrics()


def metrics(app: Flask | None = None) -> Metrics:
    """Return the instruments of *app*, else of the running one."""
    found: Metrics = (app or current_app).extensions[_EXTENSION]
    return found


def searched(total: int) -> None:
    """Count a search that found *total* articles: none is worth a newsroom's attention."""
    metrics().searches.labels("some" if total else "none").inc()


def class_of(endpoint: str | None) -> str:
    """Return which class of request an endpoint is for; ``none`` where there is no page."""
    if endpoint is None:
        return "none"
    return CLASSES.get(endpoint, endpoint.partition(".")[0])


@blueprint.get("/metrics")
def page() -> Response:
    """Answer those whom ``metrics_from`` names; for all others there is nothing here."""
    if not _may_ask(request.remote_addr):
        abort(404)
    registry = metrics().registry()
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    told = encode(registry) + encode(_generation())
    # Of two documents of OpenMetrics only the last may say that it ends.
    told = told.replace(b"# EOF\n", b"", told.count(b"# EOF\n") - 1)
    return Response(told, content_type=content_type, headers={"Cache-Control": "no-store"})


def _may_ask(address: str | None) -> bool:
    try:
        ip = ip_address(address or "")
    except ValueError:  # no address: a socket of the system's own
        return False
    return any(ip in ip_network(network) for network in settings().metrics_from)


def _generation() -> CollectorRegistry:
    """Return what there is to tell of the live generation: nothing where none can be opened."""
    registry = CollectorRegistry()
    registry.register(_Told(list(_facts())))
    return registry


class _Told(Collector):
    def __init__(self, families: list[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> list[GaugeMetricFamily]:
        return self._families


def _facts() -> Iterator[GaugeMetricFamily]:
    ready = GaugeMetricFamily(f"{PREFIX}_ready", "Whether there is an index that can be read.")
    try:
        generation = engine().generation
    except EngineError:
        ready.add_metric([], 0)
        yield ready
        return
    ready.add_metric([], 1)
    yield ready
    built = GaugeMetricFamily(
        f"{PREFIX}_generation_built_seconds",
        "When the build of the live generation began, as Unix time.",
        labels=["generation"],
    )
    built.add_metric([generation.name], generation.built.timestamp())
    yield built
    yield GaugeMetricFamily(
        f"{PREFIX}_articles", "Articles of the live generation.", value=generation.articles
    )
