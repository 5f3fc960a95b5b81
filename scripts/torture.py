#!/usr/bin/env python3
"""Harm the service on purpose and count what is lost: ``scripts/torture.py kills``."""

import argparse
import importlib
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLE = CHECKOUT / "search_service" / "sample"
PARTS = {
    "kills": ("kill -9 at random moments of building, updating, publishing and sending", 200),
    "full": ("a disk that fills up at random moments, and one that cannot be written", 20),
    "migrate": ("kill -9 at random moments of copying an archive to another, and back", 5),
    "cluster": ("kill -9 of one of three OpenSearch nodes, then of all, while it is asked", 8),
    "damage": ("bytes changed and files cut in random places of a generation in service", 300),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    for name, (meaning, times) in PARTS.items():
        part = parts.add_parser(name, help=meaning)
        part.add_argument("--times", type=int, default=times, help="default: %(default)s")
        part.add_argument("--seed", type=int, default=1, help="default: %(default)s")
        part.add_argument("--folder", type=Path, help="where to work (default: a temporary one)")
        if name == "migrate":
            articles = "file or folder of articles, or of prepared ones (default: the sample)"
            part.add_argument("--articles", type=Path, default=SAMPLE, help=articles)
            longest = "seconds within which a kill comes (default: as many as indexing takes)"
            part.add_argument("--longest", type=float, help=longest)
    options = vars(parser.parse_args())
    sys.path.insert(0, str(CHECKOUT))
    part = importlib.import_module(f"scripts.torturing.{options.pop('part')}")
    return int(part.run(**options))


if __name__ == "__main__":
    sys.exit(main())
