#!/usr/bin/env python3
"""Measure the service on the labelled collections: ``scripts/evaluate.py people``."""

import argparse
import importlib
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PARTS = {"people": "persons found in labelled articles, against the annotator's"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    for name, meaning in PARTS.items():
        part = parts.add_parser(name, help=meaning)
        part.add_argument(
            "--shared",
            type=Path,
            default=CHECKOUT.parent / "shared",
            help="folder of the labelled collections (default: %(default)s)",
        )
    chosen = parser.parse_args()
    sys.path.insert(0, str(CHECKOUT))
    try:
        return int(importlib.import_module(f"scripts.evaluation.{chosen.part}").run(chosen.shared))
    except FileNotFoundError as missing:
        print(f"{missing.filename}: not there; name its folder with --shared", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
