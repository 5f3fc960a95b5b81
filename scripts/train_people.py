#!/usr/bin/env python3
"""Train the chains that find persons: ``scripts/train_people.py``.

Trains both chains on the labelled articles, writes them into the package and prints how they do on
articles held out (five folds). With ``--words`` the table of words is made first, which reads
80,000 articles and takes half an hour.
"""

import argparse
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
MODEL = CHECKOUT / "search_service" / "people" / "model"


def main() -> int:
    options = _parser().parse_args()
    sys.path.insert(0, str(CHECKOUT))
    from scripts.evaluation.people import measure, print_table, total  # noqa: PLC0415 - after path
    from scripts.training.people import uses  # noqa: PLC0415
    from scripts.training.people.articles import labelled_articles  # noqa: PLC0415
    from scripts.training.people.chains import write  # noqa: PLC0415
    from scripts.training.people.examples import example_of  # noqa: PLC0415
    from scripts.training.people.folds import cross_validated, train_both  # noqa: PLC0415

    if options.words:
        words = uses.write(options.shared, MODEL / "words.tsv.gz")
        print(f"words: {words}")
    articles = labelled_articles(options.shared)
    print(f"articles: {len(articles)}")
    names = ("first", "second")
    for name, rows in zip(names, train_both(list(map(example_of, articles))), strict=True):
        write(rows, MODEL / f"{name}.tsv.gz")
        print(f"{name}: {len(rows)} features")
    if not options.quick:
        print_table([("5 folds", total(cross_validated(articles, measure)))])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--shared",
        type=Path,
        default=CHECKOUT.parent / "shared",
        help="folder of the collections (default: %(default)s)",
    )
    parser.add_argument("--words", action="store_true", help="make the table of words anew first")
    parser.add_argument("--quick", action="store_true", help="without the five folds")
    return parser


if __name__ == "__main__":
    sys.exit(main())
