#!/usr/bin/env python3
"""Ask a real server as many readers do, while articles are sent, published and indexed again.

The same mix of requests is timed twice: by one client alone, then by all of them. Exit status 1
where an answer was no answer, the memory grew, or the time of one request in twenty is more than
three times that of one client alone.
"""

import argparse
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (%(default)s)")
    parser.add_argument("--clients", type=int, default=64, help="how many (%(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument(
        "--pause", type=float, default=4.0, help="seconds between requests of one (%(default)s)"
    )
    parser.add_argument(
        "--source",
        type=Path,
        default=CHECKOUT / "search_service" / "sample",
        help="the articles (default: the sample archive)",
    )
    parser.add_argument("--kill", action="store_true", help="kill a worker now and then too")
    chosen = parser.parse_args()
    if chosen.minutes <= 0 or chosen.clients < 1 or chosen.pause <= 0:
        parser.error("--minutes, --clients and --pause must be more than 0")
    sys.path.insert(0, str(CHECKOUT))
    from scripts.soaking import soaking  # noqa: PLC0415 - found only through the line above

    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        return soaking.run(Path(folder), chosen)


if __name__ == "__main__":
    sys.exit(main())
