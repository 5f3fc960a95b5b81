"""A cluster that runs beside what uses it, and ends with it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from types import FrameType

from scripts.clustering.fetching import classes
from scripts.clustering.nodes import LONGEST, Cluster, NotGreen

CHECKOUT = Path(__file__).resolve().parents[2]
STATE = "cluster.json"
"""What a running cluster tells of itself, in its folder: urls, pids, supervisor."""


def run(folder: Path, *, parent: int = 0) -> None:
    """Run a cluster over *folder* until told to end, or until process *parent* is gone."""
    over = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        over.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    with Cluster(folder) as cluster:
        state = {"urls": cluster.urls, "pids": cluster.pids, "supervisor": os.getpid()}
        aside = folder / f"{STATE}.new"
        aside.write_text(json.dumps(state), encoding="utf-8")
        aside.replace(folder / STATE)
        while not over.wait(0.5) and (not parent or _lives(parent)):
            pass
    (folder / STATE).unlink()


def start(folder: Path, *, parent: int = 0) -> tuple[str, ...]:
    """Run a cluster beside this process, unless one runs; return the addresses of its nodes.

    Raises:
        Unavailable: There can be none on this machine.
        NotGreen: It did not come up.
    """
    classes()
    folder.mkdir(parents=True, exist_ok=True)
    if found := urls(folder):
        return found
    with (folder / "supervisor.log").open("ab") as log:
        supervisor = subprocess.Popen(
            [sys.executable, CHECKOUT / "scripts" / "opensearch.py", "run",
             "--folder", folder, "--parent", str(parent)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    end = time.monotonic() + LONGEST
    while not (found := urls(folder)):
        if supervisor.poll() is not None or time.monotonic() > end:
            raise NotGreen(f"the cluster did not come up: see {folder}/supervisor.log")
        time.sleep(0.2)
    # It is nobody's child to wait for: it ends by itself.
    supervisor.returncode = 0
    return found


def stop(folder: Path) -> bool:
    """End the cluster over *folder*; tell whether there was one."""
    supervisor = int(_state(folder).get("supervisor", 0))
    if not supervisor or not _lives(supervisor):
        return False
    os.kill(supervisor, signal.SIGTERM)
    while (folder / STATE).exists() and _lives(supervisor):
        time.sleep(0.1)
    return True


def urls(folder: Path) -> tuple[str, ...]:
    """Return the addresses of the cluster that runs over *folder*, or none."""
    state = _state(folder)
    return tuple(state["urls"]) if state and _lives(state["supervisor"]) else ()


def _state(folder: Path) -> dict[str, object]:
    try:
        return dict(json.loads((folder / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
