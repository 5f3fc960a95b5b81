"""What is measured in a process of its own: building an index, and opening one.

Seconds are the processor's, in all threads: what else runs on the machine does not lengthen them.
"""

import json
import resource
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scripts.benchmark import corpus
from scripts.benchmark.asking import Asked
from scripts.benchmark.peer import SHARED_INDEX, peer
from search_service.document import AnalysedDocument

BUILT = "built.json"
"""Stands in the folder of an index that is complete: what building it took."""


def index_folder(scratch: Path, name: str, number: int) -> Path:
    """Return the folder of the index of *number* articles of the engine *name*."""
    return scratch / "indexes" / f"{SHARED_INDEX.get(name, name)}-{number}"


class _Clocked:
    """Articles, and the seconds it took to read them: they are not the engine's."""

    def __init__(self, documents: Iterable[AnalysedDocument]) -> None:
        self._documents = documents
        self.seconds = 0.0
        self.number = 0

    def __iter__(self) -> Iterator[AnalysedDocument]:
        started = time.process_time()
        for document in self._documents:
            self.seconds += time.process_time() - started
            self.number += 1
            yield document
            started = time.process_time()
        self.seconds += time.process_time() - started


def build(shared: Path, scratch: Path, name: str, number: int) -> dict[str, Any]:
    """Build one index and say what it took."""
    engine = peer(name)
    if engine is None:
        return {}
    folder = index_folder(scratch, name, number)
    if folder.exists():
        shutil.rmtree(folder)  # of a build that did not end
    folder.mkdir(parents=True)
    documents = _Clocked(corpus.documents(shared, scratch, number))
    started = time.process_time()
    engine.build(folder, documents)
    seconds = time.process_time() - started - documents.seconds
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    found = {
        "articles": documents.number,
        "seconds": seconds,
        "megabytes": sum(sizes) / 1e6,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }
    (folder / BUILT).write_text(json.dumps(found))
    return found


def first_use(scratch: Path, name: str, number: int, asked: list[Asked]) -> dict[str, Any]:
    """Open an index and ask each query once; every query is new to the process."""
    engine = peer(name)
    if engine is None:
        return {}
    before = own_memory()
    started = time.process_time()
    engine.open(index_folder(scratch, name, number))
    opened = time.process_time() - started
    seconds = []
    for one in asked:
        started = time.process_time()
        engine.ask(one)
        seconds.append(time.process_time() - started)
    return {"open": opened, "first": seconds, "own_megabytes": own_memory() - before}


def own_memory(process: int | str = "self") -> float:
    """Return the megabytes of a process that no file stands behind, 0 where nobody tells.

    Mapped files are not its own: other processes share them, and the system takes them back. Those
    that nobody else has mapped yet count as private (Private_Clean) all the same.
    """
    return smaps(process).get("Anonymous", 0.0)


def smaps(process: int | str = "self") -> dict[str, float]:
    """Return what the system tells of a process' memory, in megabytes by name."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) / 1e3 for line in lines}


def main() -> None:
    """Read one task from standard input, as JSON, and write what was found."""
    task = json.load(sys.stdin)
    scratch, name, number = Path(task["scratch"]), task["name"], task["number"]
    if task["what"] == "build":
        found = build(Path(task["shared"]), scratch, name, number)
    else:
        found = first_use(scratch, name, number, [_asked(one) for one in task["asked"]])
    json.dump(found, sys.stdout)


def _asked(fields: dict[str, Any]) -> Asked:
    terms = tuple(tuple(group) for group in fields.pop("terms"))
    return Asked(terms=terms, **fields)


if __name__ == "__main__":
    main()
