"""One of three nodes killed again and again, during searches and bulk writing; then all three.

No acknowledged article may be lost, no count be wrong, and every search be answered while two nodes
are there. When none is, the search says so at once, and works again when they are back.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from scripts.clustering.fetching import Unavailable
from scripts.clustering.nodes import Cluster
from scripts.torturing.workplace import Lost, made, wait_for, workplace
from search_service.article import Article
from search_service.document import analyse
from search_service.engines.base import Archive
from search_service.engines.errors import EngineUnavailable
from search_service.engines.opensearch.archive import OpenSearchArchive
from search_service.engines.opensearch.cluster import Connection
from search_service.engines.opensearch.writing import Layout
from search_service.grammar import parse
from search_service.query import Filters, Query
from search_service.schema import FACETS

STANDING = 400
"""Articles that are there from the beginning, and how often their section is counted."""
ADDED = 20
"""Articles of one update."""
DOWN = (5.0, 25.0)
"""Seconds for which a node is away."""
UP = (5.0, 15.0)
SECTION = "Đứng yên"


@dataclass
class Told:
    """What happened, by the threads that ask and write."""

    answered: int = 0
    refused: list[str] = field(default_factory=list)
    slowest: float = 0.0
    acknowledged: dict[str, str] = field(default_factory=dict)
    unwritten: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def run(times: int, seed: int, folder: Path | None) -> int:
    randomness = random.Random(seed)
    with workplace(folder) as place:
        try:
            cluster = Cluster(place / "nodes")
            with cluster:
                _torture(cluster, place, times, randomness)
        except Unavailable as error:
            print(f"skipped: {error}")
    return 0


def _torture(cluster: Cluster, place: Path, times: int, randomness: random.Random) -> None:
    archive = OpenSearchArchive(
        Connection(cluster.urls, timeout=60), place / "built", prefix="torture",
        layout=Layout(shards=3, replicas=1, keep=2),
    )  # fmt: skip
    told, over, begun = Told(), Event(), time.monotonic()
    _begin(archive, told, randomness)
    threads = [
        Thread(target=_until, args=(over, work, told), daemon=True)
        for work in (
            _searching(archive, told, random.Random(1)),
            _searching(archive, told, random.Random(2)),
            _writing(archive, told, random.Random(3)),
        )
    ]
    for thread in threads:
        thread.start()
    for _ in range(times):
        time.sleep(randomness.uniform(*UP))
        victim = randomness.randrange(3)
        cluster.kill(victim)
        time.sleep(randomness.uniform(*DOWN))
        cluster.start(victim)
        cluster.wait()
    over.set()
    for thread in threads:
        thread.join()
    minutes = (time.monotonic() - begun) / 60
    _require_all(archive, told)
    print(
        f"{times} kills of one node in {minutes:.1f} minutes: {told.answered:,} searches answered, "
        f"the slowest in {told.slowest:.1f} s, {len(told.refused)} refused; "
        f"{len(told.acknowledged):,} articles acknowledged, all there, counts right; "
        f"{len(told.unwritten)} updates refused"
    )
    for reason in sorted({*told.refused, *told.unwritten}):
        print(f"    {reason}")
    _away(cluster, archive)


def _begin(archive: Archive, told: Told, randomness: random.Random) -> None:
    with archive.writer() as writer:
        for number in range(STANDING):
            article = made(number, randomness).model_copy(update={"section": SECTION})
            writer.add(analyse(article, "standing"))
            told.acknowledged[article.id] = article.fingerprint()
        writer.publish()


def _until(over: Event, work: Callable[[], None], told: Told) -> None:
    while not over.is_set():
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            told.wrong.append(repr(error))
            over.wait(1)


def _searching(archive: Archive, told: Told, randomness: random.Random) -> Callable[[], None]:
    queries = [
        (Query(filters=Filters((SECTION,))), STANDING),
        (parse("Đỗ Văn Khải", filters=Filters((SECTION,))), STANDING),
        (parse("tin số 7", filters=Filters((SECTION,))), None),
    ]

    def search() -> None:
        query, expected = randomness.choice(queries)
        begun = time.monotonic()
        try:
            found = archive.engine().search(query, facets=FACETS)
        except EngineUnavailable as error:
            told.refused.append(str(error))
            return
        told.answered += 1
        told.slowest = max(told.slowest, time.monotonic() - begun)
        if expected is not None and found.total != expected:
            told.wrong.append(f"{query.text!r} finds {found.total} instead of {expected}")

    return search


def _writing(archive: Archive, told: Told, randomness: random.Random) -> Callable[[], None]:
    def write() -> None:
        first = len(told.acknowledged)
        articles = [made(first + number, randomness) for number in range(ADDED)]
        try:
            _update(archive, articles)
        except EngineUnavailable as error:
            told.unwritten.append(str(error))
            time.sleep(1)
            return
        told.acknowledged |= {article.id: article.fingerprint() for article in articles}

    return write


def _update(archive: Archive, articles: list[Article]) -> None:
    with archive.writer(update=True) as writer:
        for article in articles:
            writer.add(analyse(article, "added"))
        writer.publish()


def _require_all(archive: Archive, told: Told) -> None:
    """Raise Lost unless everything acknowledged is there, and nothing was wrong before."""
    if told.wrong:
        raise Lost(f"{len(told.wrong)} wrong: {told.wrong[:5]}")
    if damage := archive.verify():
        raise Lost(f"the live generation is damaged: {damage}")
    engine = archive.engine()
    for article_id, fingerprint in told.acknowledged.items():
        document = engine.document(article_id)
        if document is None or document.article.fingerprint() != fingerprint:
            raise Lost(f"{article_id} was acknowledged and is not as it was sent")
    total = engine.search(Query(size=0)).total
    if total != len(told.acknowledged):
        raise Lost(f"{total} articles are there, {len(told.acknowledged)} were acknowledged")


def _away(cluster: Cluster, archive: Archive) -> None:
    """Kill every node: the search must refuse at once, and answer when they are back."""
    for number in range(3):
        cluster.kill(number)
    begun = time.monotonic()
    if _answers(archive):
        raise Lost("a search was answered by a cluster that is away")
    refused = time.monotonic() - begun
    for number in range(3):
        cluster.start(number)
    wait_for("the search is answered again", lambda: _answers(archive), 180)
    print(f"without any node a search is refused after {refused:.2f} s; back, it is answered")


def _answers(archive: Archive) -> bool:
    try:
        return archive.engine().search(Query(size=0)).total >= STANDING
    except EngineUnavailable:
        return False
