#!/usr/bin/env python3
"""Measure the service on the labelled collections: ``scripts/evaluate.py matching``."""

import argparse
import importlib
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PARTS = {
    "facets": "the most frequent persons of 70,000 articles, and names that streets carry",
    "matching": "known articles, answers to questions and names, searched for as readers type",
    "people": "persons found in labelled articles, against the annotator's",
    "persons": "persons joined and told apart across articles, of those that were judged",
    "recency": "how much newer the first articles are, and what that costs known items",
    "related": "the other articles on an event or topic, among unrelated ones",
    "spelling": "marks restored, slips found, and what has none left alone",
    "stories": "the reports of one event or topic on the timeline of each of them",
    "suggest": "persons completed from the first letters of their names, and how fast",
}


def main() -> int:
    options = vars(_parser().parse_args())
    sys.path.insert(0, str(CHECKOUT))
    part = importlib.import_module(f"scripts.evaluation.{options.pop('part')}")
    try:
        return int(part.run(**options))
    except FileNotFoundError as missing:
        print(f"{missing.filename}: not there; name its folder with --shared", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
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
        if name not in {"people", "facets", "persons"}:
            _add_retrieval_options(part)
        if name == "people":
            part.add_argument(
                "--quick",
                action="store_true",
                help="without the cross-validation, which trains for some minutes",
            )
        if name == "persons":
            part.add_argument(
                "--sheet", type=Path, metavar="FILE", help="write what is yet to be judged here"
            )
        if name == "matching":
            part.add_argument(
                "--publish",
                action="store_true",
                help="keep the figures in docs/figures.json, for later runs to be held to",
            )
        if name == "related":
            part.add_argument(
                "--distractors",
                type=_natural,
                metavar="N",
                help="unrelated articles to find them among (default: all there are)",
            )
    return parser


def _add_retrieval_options(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--work",
        type=Path,
        metavar="FOLDER",
        help="keep the indexes here and use those of the same size that are here "
        "(default: a temporary folder)",
    )
    part.add_argument("--sample", type=_natural, metavar="N", help="ask only N queries of each set")


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not a number from 1 up")
    return number


if __name__ == "__main__":
    sys.exit(main())
