#!/usr/bin/env python3
"""Hand the service texts, addresses, bodies and files that nobody would write.

What must not happen: an error that is not an answer, or 2 seconds of work on one thing. Exit status
1 where it did; what did it is printed, made as small as it can be.
"""

import argparse
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="in all (%(default)s)")
    parser.add_argument("--only", help="one part: grammar, addresses, bodies or files")
    chosen = parser.parse_args()
    if chosen.minutes <= 0:
        parser.error("--minutes must be more than 0")
    sys.path.insert(0, str(CHECKOUT))
    from scripts.fuzzing import running, targets  # noqa: PLC0415 - found only through the line above

    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        made = targets.make(Path(folder))
        if chosen.only and chosen.only not in made:
            parser.error(f"--only takes one of {', '.join(made)}")
        parts = {chosen.only: made[chosen.only]} if chosen.only else made
        return running.run(parts, seconds=chosen.minutes * 60)


if __name__ == "__main__":
    sys.exit(main())
