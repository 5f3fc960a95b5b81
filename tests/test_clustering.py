"""The cluster of the tests: each node is a process that can go and come back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from scripts.clustering import fetching, running
from scripts.clustering.fetching import Unavailable, classes
from tests.serving import PATIENCE

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "opensearch.py"


def ask(url: str) -> dict[str, object]:
    with urlopen(url, timeout=PATIENCE) as answer:
        return dict(json.load(answer))


def test_the_cluster_of_the_tests_has_three_nodes(opensearch_urls: tuple[str, ...]) -> None:
    assert len(opensearch_urls) == 3
    for url in opensearch_urls:
        # Not green for a moment whenever another process of the tests makes an index.
        state = ask(f"{url}/_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=100s")
        assert (state["status"], state["number_of_nodes"]) == ("green", 3)


def runs(process: Path) -> bool:
    """Tell whether a folder of /proc is of a process that nobody needs only to take notice of."""
    try:
        return (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nodes_end_when_what_runs_them_is_killed(
    opensearch_urls: tuple[str, ...], tmp_path: Path
) -> None:
    assert opensearch_urls
    code = (
        "import sys, time; from pathlib import Path; from scripts.clustering.nodes import Cluster\n"
        "with Cluster(Path(sys.argv[1]), nodes=1, heap='256m') as cluster:\n"
        "    print(cluster.pids[0], flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "cluster"],
        cwd=SCRIPT.parents[1],
        stdout=subprocess.PIPE,
    ) as runner:
        assert runner.stdout
        node = Path(f"/proc/{int(runner.stdout.readline())}")
        if not node.exists():
            pytest.skip("processes are looked up in /proc")
        runner.kill()
    while runs(node):
        time.sleep(0.1)


def test_without_java_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.shutil, "which", lambda name: None if name == "mvn" else name)
    with pytest.raises(Unavailable, match="Java 17 and Maven: there is no mvn"):
        classes()


def test_status_of_no_cluster_is_failure(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, SCRIPT, "status", "--folder", tmp_path],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (1, "none is running\n")
    assert running.urls(tmp_path) == ()
