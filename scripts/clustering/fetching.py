"""OpenSearch as Maven has it, fetched once into a folder outside the checkout."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from filelock import FileLock

HERE = Path(__file__).resolve().parent
VERSION = "2.19.1.0"
NEEDED = ("java", "javac", "mvn")
LONGEST = 600
"""Seconds for 53 MB from Maven's repository over a slow line."""


class Unavailable(Exception):
    """There can be no cluster here; the message says what is missing."""


def classes() -> Path:
    """Return the folder of OpenSearch's libraries and of the class that runs a node.

    Raises:
        Unavailable: Java or Maven is missing, or Maven's repository cannot be reached.
    """
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise Unavailable(f"a cluster needs Java 17 and Maven: there is no {', '.join(missing)}")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "search-service"
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / f"opensearch-{VERSION}"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            _fetch(kept)
    return kept


def _fetch(kept: Path) -> None:
    """Fill *kept*, which appears whole or not at all."""
    aside = Path(tempfile.mkdtemp(prefix=".opensearch-", dir=kept.parent))
    try:
        _run("mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies",
             "-DincludeScope=runtime", f"-DoutputDirectory={aside}")  # fmt: skip
        _run("javac", "-cp", f"{aside}/*", "-d", str(aside), str(HERE / "ClusterNode.java"))
        aside.rename(kept)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"{command[0]} failed: {error.stdout}{error.stderr}") from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{command[0]} did not end within {LONGEST} s") from error
