"""The server, its clients, and what is done to it meanwhile."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from statistics import median

from scripts.soaking.asking import Asked, Client
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.query import Query
from search_service.store import Store
from search_service.store.tokens import Scope, Tokens

ALONE = 20.0
"""Seconds for which one client asks alone, before the others come."""

REINDEXED = 30.0
"""Seconds between one new generation and the next."""

GROWTH = 1.2
"""Most that memory may grow from the second quarter of the time to the last: by then every
generation, cache and thread has been met."""


def run(folder: Path, chosen: argparse.Namespace) -> int:
    """Soak a server of its own in *folder*; print what was measured, and return the status."""
    port = 18_700 + os.getpid() % 1_000
    os.environ |= {
        "SEARCH_SERVICE_INDEX_DIR": str(folder / "index"),
        "SEARCH_SERVICE_STORE_FILE": str(folder / "store.sqlite"),
        "SEARCH_SERVICE_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "search_service"]
    index = [*command, "index", str(chosen.source), "--workers", "1"]
    subprocess.run(index, check=True, stderr=subprocess.DEVNULL)
    token = Tokens(Store(folder / "store.sqlite")).add("soak", [Scope.PUBLISH])
    serve = [*command, "serve", "--port", str(port), "--workers", str(chosen.workers)]
    publish = ["nice", *command, "publish", "--watch", "--every", "10"]
    with subprocess.Popen(serve) as server, subprocess.Popen(publish) as publisher:
        try:
            status, sent = _soak(server.pid, port, index, token, chosen)
            publisher.terminate()
            publisher.wait()
            subprocess.run([*command, "publish"], check=True, stderr=subprocess.DEVNULL)
            lost = sent - _known(folder / "index")
        finally:
            server.terminate()
            publisher.terminate()
    print(f"{len(sent)} articles acknowledged, {len(lost)} of them not found afterwards")
    return 1 if lost else status


def _known(index: Path) -> set[str]:
    engine = WhooshArchive(index).engine()
    return {one.article.id for one in engine.stream(Query())}


def _soak(
    server: int, port: int, index: list[str], token: str, chosen: argparse.Namespace
) -> tuple[int, set[str]]:
    """Return the status, and the ids of the articles that were acknowledged."""
    ids = _ids(port)
    for seed in range(4 * chosen.workers):  # until each worker has opened and filled all it keeps
        _ask(Client(port, ids, -seed, token), time.monotonic() + 1, 0.0)
    alone = Client(port, ids, 0, token)
    _ask(alone, time.monotonic() + ALONE, 0.01)
    end = time.monotonic() + chosen.minutes * 60
    clients = [Client(port, ids, seed, token) for seed in range(1, chosen.clients + 1)]
    threads = [threading.Thread(target=_ask, args=(one, end, chosen.pause)) for one in clients]
    for thread in threads:
        thread.start()
    memory, generations, killed = _disturb(server, index, end, kill=chosen.kill)
    for thread in threads:
        thread.join()
    together = Asked()
    for client in clients:
        together.join(client.asked)
    print(f"{generations} new generations, {killed} workers killed while {chosen.clients} asked")
    sent = set().union(alone.sent, *(client.sent for client in clients))
    return _tell(alone.asked, together, memory), sent


def _ids(port: int) -> list[str]:
    while True:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/api/articles?limit=100"
            ) as answer:
                return [one["id"] for one in json.load(answer)["articles"]]
        except OSError:
            time.sleep(0.1)


def _ask(client: Client, end: float, pause: float) -> None:
    chance = random.Random(end)
    while time.monotonic() < end:
        client.ask()
        time.sleep(chance.uniform(0, 2 * pause))


def _disturb(
    server: int, index: list[str], end: float, *, kill: bool
) -> tuple[list[int], int, int]:
    """Index again and again, and kill a worker now and then; return the memory by the second."""
    memory, generations, killed, next_time = [], 0, 0, time.monotonic() + REINDEXED / 3
    building: subprocess.Popen[bytes] | None = None
    while time.monotonic() < end:
        memory.append(_memory(server))
        if building is not None and building.poll() is not None:
            generations += building.returncode == 0
            building = None
        if time.monotonic() >= next_time and building is None:
            next_time = time.monotonic() + REINDEXED
            building = subprocess.Popen(["nice", *index], stderr=subprocess.DEVNULL)  # noqa: S607
            workers = _children(server)
            if kill and workers:
                os.kill(workers[killed % len(workers)], signal.SIGKILL)
                killed += 1
        time.sleep(1)
    if building is not None:
        building.wait()
    return memory, generations, killed


def _children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(number) for number in told.split()]


def _memory(server: int) -> int:
    """Return what the server's processes have for themselves together, in kilobytes."""
    total = 0
    for process in (server, *_children(server)):
        try:
            told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it was killed meanwhile
            continue
        total += sum(int(line.split()[1]) for line in told.splitlines() if "Private_" in line)
    return total


def _tell(alone: Asked, together: Asked, memory: list[int]) -> int:
    for name, asked in (("alone", alone), ("together", together)):
        shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
        times = [f"{p} {asked.percentile(share) * 1000:.1f} ms" for p, share in shares.items()]
        statuses = dict(sorted(asked.statuses.items()))
        print(f"{name}: {sum(statuses.values()):,} answers, {', '.join(times)}, {statuses}")
    quarter = max(1, len(memory) // 4)
    early, late = map(median, (memory[quarter : 2 * quarter], memory[-quarter:]))
    ratio = together.percentile(0.95) / alone.percentile(0.95)
    print(f"memory: {early / 1024:.0f} MB early, {late / 1024:.0f} MB late")
    print(f"p95 together is {ratio:.1f} x that of one alone")
    for line in together.wrong[:20]:
        print(f"wrong: {line}")
    failed = together.wrong or alone.wrong or late > GROWTH * early or ratio > 3
    return 1 if failed else 0
