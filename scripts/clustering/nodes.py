"""A cluster of nodes, each a process of its own that can be killed and started again."""

import json
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import urlopen

from scripts.clustering.fetching import classes
from scripts.loopback import reserved

NODES = 3
HEAP = "512m"
LONGEST = 600
"""Seconds until every node is there: 20 on two idle cores, and a busy machine is no fault."""


class NotGreen(Exception):
    """The cluster did not come up; the message names the logs."""


class Cluster:
    """OpenSearch nodes on loopback, without sign-in, over a folder of their own."""

    def __init__(self, folder: Path | None = None, *, nodes: int = NODES, heap: str = HEAP) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="opensearch-"))
        self._heap, self._given = heap, folder is not None
        self._held = [reserved() for _ in range(2 * nodes)]
        ports = [one.getsockname()[1] for one in self._held]
        self._http, self._transport = ports[:nodes], ports[nodes:]
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * nodes

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of each node."""
        return tuple(f"http://127.0.0.1:{port}" for port in self._http)

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that run, in the order of their nodes; 0 for one that does not."""
        return tuple(process.pid if process else 0 for process in self._processes)

    def __enter__(self) -> "Cluster":
        """Start every node and wait until the cluster is green."""
        with ExitStack() as failed:
            failed.callback(self.stop)
            for number in range(len(self._processes)):
                self.start(number)
            self.wait()
            failed.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every node; what they wrote is removed unless its folder was named."""
        self.stop()

    def start(self, number: int) -> None:
        """Start node *number*, from 0; it finds the data it had."""
        place = self.folder / f"node-{number + 1}"
        place.mkdir(parents=True, exist_ok=True)
        library = classes()
        settings = [f"{name}={value}" for name, value in self._settings(number).items()]
        with (place / "output.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [shutil.which("java") or "java", f"-Xms{self._heap}", f"-Xmx{self._heap}",
                 "-cp", f"{library}:{library}/*",
                 "-Dlog4j2.disable.jmx=true", "ClusterNode", str(place), *settings],
                stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, number: int) -> None:
        """Kill node *number* as a power cut does."""
        process = self._processes[number]
        if process:
            process.kill()
            self._end(number, process)

    def stop(self) -> None:
        """End every node."""
        running = [(n, process) for n, process in enumerate(self._processes) if process]
        for _, process in running:
            process.terminate()
        for number, process in running:
            self._end(number, process)
        for one in self._held:
            one.close()
        if not self._given:
            shutil.rmtree(self.folder, ignore_errors=True)

    def wait(self, *, nodes: int | None = None, seconds: float = LONGEST) -> None:
        """Wait until *nodes* (default: all) form a green cluster.

        Raises:
            NotGreen: A node ended, or the time is over.
        """
        wanted = nodes or len(self._processes)
        end = time.monotonic() + seconds
        while not any(health(url, wanted) for url in self.urls):
            ended = [
                n + 1 for n, process in enumerate(self._processes) if process and process.poll()
            ]
            if ended or time.monotonic() > end:
                raise NotGreen(f"node {ended or 'none'} ended: see {self.folder}/node-*/output.log")
            time.sleep(0.2)

    def _end(self, number: int, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if process.stdin:
            process.stdin.close()
        self._processes[number] = None

    def _settings(self, number: int) -> dict[str, Any]:
        addresses = ",".join(f"127.0.0.1:{port}" for port in self._transport)
        names = ",".join(f"node-{n + 1}" for n in range(len(self._transport)))
        return {
            "cluster.name": f"search-service-{self._transport[0]}",
            "node.name": f"node-{number + 1}",
            "network.host": "127.0.0.1",
            "http.port": self._http[number],
            "transport.port": self._transport[number],
            "discovery.seed_hosts": addresses,
            "cluster.initial_cluster_manager_nodes": names,
            # The disk of whoever runs the tests may be nearly full.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            # Tests make many small indexes.
            "cluster.max_shards_per_node": 10_000,
        }


def health(url: str, nodes: int) -> bool:
    """Tell whether the node at *url* sees a green cluster of that many *nodes*."""
    try:
        with urlopen(f"{url}/_cluster/health", timeout=30) as answer:
            state = json.load(answer)
    except (HTTPException, OSError, ValueError):
        return False
    return bool(state["status"] == "green" and state["number_of_nodes"] >= nodes)
