#!/usr/bin/env python3
"""Time the service beside other search engines, all on the same analysed articles, in one run.

Figures compare only within a run. The articles come from the collections beside the checkout, or
from the sample archive where there are none. Analysed articles and indexes are kept in the scratch
folder, where one is named, and used again.
"""

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    chosen = _arguments()
    sys.path.insert(0, str(CHECKOUT))
    with TemporaryDirectory() as temporary:
        return _run(chosen, chosen.scratch or Path(temporary))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="1,000 articles and few repetitions: whether all engines find and count the same",
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
    parser.add_argument("--queries", type=int, default=5, help="queries of each kind (%(default)s)")
    parser.add_argument("--http", action="store_true", help="requests over HTTP as well")
    parser.add_argument("--pipeline", action="store_true", help="indexing from files as well")
    parser.add_argument("--json", type=Path, metavar="FILE", help="put the figures into FILE")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="tell and draw (SVG) --json's")
    chosen = parser.parse_args()
    if chosen.articles is None:
        chosen.articles = 1_000 if chosen.quick else 10_000
    if chosen.articles < 10:
        parser.error("--articles must be 10 or more: there is nothing to measure in fewer")
    if chosen.plot and not chosen.json:
        parser.error("--plot draws the figures of --json FILE")
    return chosen


def _run(chosen: argparse.Namespace, scratch: Path) -> int:
    # Found only through the path that main has set.
    from scripts.benchmark import http, measuring, pipeline, plotting, tables  # noqa: PLC0415

    if chosen.plot:
        known = json.loads(chosen.json.read_text(encoding="utf-8"))
        tables.grown(known)
        plotting.draw(known, chosen.plot)
        return 0
    bench = measuring.Bench(
        chosen.shared,
        scratch,
        chosen.articles,
        quick=chosen.quick,
        queries_each=2 if chosen.quick else chosen.queries,
        without=chosen.without.split(","),
    )
    built, started, answered = bench.built(), bench.started(), bench.answered()
    found = tables.figures(chosen.articles, bench.asked, built, started, answered)
    tables.show(found)
    if chosen.http:
        found["http"] = http.measure(bench.folder("service"), bench.asked, quick=chosen.quick)
        http.show(found["http"])
    if chosen.pipeline:
        found["pipeline"] = pipeline.measure(chosen.shared, 1_000)
        pipeline.show(found["pipeline"])
    if chosen.json:
        _keep(chosen.json, found)
    wrong = measuring.differences(answered, bench.asked)
    print("\n".join(wrong[:20]) or "Every engine found the same articles and counted the same.")
    return 1 if wrong else 0


def _keep(path: Path, found: dict[str, Any]) -> None:
    """Put the figures of one number of articles in the place of those that are there."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    kept = [one for one in before if one["articles"] != found["articles"]]
    ordered = sorted([*kept, found], key=lambda one: int(one["articles"]))
    path.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
