#!/usr/bin/env python3
"""A real OpenSearch cluster on loopback, three nodes: ``scripts/opensearch.py start``.

Each node is a process of its own. OpenSearch comes from Maven, once, into ``~/.cache``; Java 17
and Maven are needed. Nobody signs in: it is for tests and measurements alone.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from scripts.clustering import running  # noqa: E402 - found by the line above
from scripts.clustering.fetching import Unavailable  # noqa: E402
from scripts.clustering.nodes import NotGreen  # noqa: E402

FOLDER = Path(tempfile.gettempdir()) / f"search-service-opensearch-{os.getuid()}"
COMMANDS = {
    "start": "start it in the background and wait until it is green",
    "stop": "end it",
    "status": "tell whether it runs, and of its nodes",
    "run": "run it until Ctrl-C",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "command", choices=COMMANDS, help="; ".join(map(": ".join, COMMANDS.items()))
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: %(default)s")
    parser.add_argument("--parent", type=int, default=0, help="end with this process")
    options = parser.parse_args()
    folder = options.folder.absolute()
    try:
        if options.command == "start":
            print(*running.start(folder, parent=options.parent))
        elif options.command == "run":
            folder.mkdir(parents=True, exist_ok=True)
            running.run(folder, parent=options.parent)
        elif options.command == "stop":
            print("ended" if running.stop(folder) else "none was running")
        else:
            return _status(folder)
    except (Unavailable, NotGreen) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _status(folder: Path) -> int:
    for url in running.urls(folder)[:1]:
        with urlopen(f"{url}/_cat/nodes?v&h=name,http,heap.percent,master", timeout=10) as answer:
            print(answer.read().decode(), end="")
        return 0
    print("none is running")
    return 1


if __name__ == "__main__":
    sys.exit(main())
