#!/usr/bin/env python3
"""Time the service beside other search engines, all on the same analysed articles, in one run.

Figures compare only within a run. The articles come from the collections beside the checkout, or
from the sample archive where there are none.
"""

import argparse
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 articles and fewer repetitions")
    parser.add_argument("--articles", type=int, metavar="N", help="number of articles (10,000)")
    parser.add_argument(
        "--shared",
        type=Path,
        default=CHECKOUT.parent / "shared",
        help="folder of the collections (default: %(default)s)",
    )
    chosen = parser.parse_args()
    number = chosen.articles if chosen.articles is not None else 1_000 if chosen.quick else 10_000
    if number < 10:
        parser.error("--articles must be 10 or more: there is nothing to measure in fewer")
    sys.path.insert(0, str(CHECKOUT))
    from scripts.benchmark import measuring  # noqa: PLC0415 - found only through the line above

    return measuring.run(chosen.shared, articles=number, quick=chosen.quick)


if __name__ == "__main__":
    sys.exit(main())
