#!/usr/bin/env python3
"""Time the service beside other search engines, all on the same analysed articles, in one run.

Figures compare only within a run. The articles come from the collections beside the checkout, or
from the sample archive where there are none. Analysed articles and indexes are kept in the scratch
folder, where there is one, and used again.
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="1,000 articles and few repetitions: whether all engines find the same",
    )
    parser.add_argument("--articles", type=int, metavar="N", help="number of articles (10,000)")
    parser.add_argument(
        "--shared",
        type=Path,
        default=CHECKOUT.parent / "shared",
        help="folder of the collections (default: %(default)s)",
    )
    parser.add_argument("--scratch", type=Path, help="folder to keep (default: a temporary one)")
    parser.add_argument("--without", default="", metavar="ENGINE,...", help="engines to leave out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="add the figures to FILE")
    chosen = parser.parse_args()
    number = chosen.articles if chosen.articles is not None else 1_000 if chosen.quick else 10_000
    if number < 10:
        parser.error("--articles must be 10 or more: there is nothing to measure in fewer")
    sys.path.insert(0, str(CHECKOUT))
    with TemporaryDirectory() as temporary:
        return _run(chosen, number, chosen.scratch or Path(temporary))


def _run(chosen: argparse.Namespace, number: int, scratch: Path) -> int:
    from scripts.benchmark import measuring, tables  # noqa: PLC0415 - found only through the path

    bench = measuring.Bench(
        chosen.shared, scratch, number, quick=chosen.quick, without=chosen.without.split(",")
    )
    built = bench.built()
    started = bench.started()
    answered = bench.answered()
    found = tables.figures(number, bench.asked, built, started, answered)
    tables.show(found)
    if chosen.json:
        before = json.loads(chosen.json.read_text()) if chosen.json.exists() else []
        kept = [one for one in before if one["articles"] != number]
        chosen.json.write_text(json.dumps([*kept, found], indent=1, ensure_ascii=False) + "\n")
    wrong = measuring.differences(answered, bench.asked)
    print("\n".join(wrong[:20]) or "Every engine found the same articles and counted the same.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
