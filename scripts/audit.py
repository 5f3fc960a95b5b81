#!/usr/bin/env python3
"""Look the locked dependencies up among known weaknesses; say so where nobody can be asked.

Exit status: 0 none is known, or the step was skipped by name; 1 some are.
"""

import json
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
SKIPPED = "skipped: the database of weaknesses cannot be reached from here; run it where it can be"


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--format", "json"]
    # The lock names every package with its hashes: nothing need be installed to know them.
    asked = subprocess.run(
        [*command, "--require-hashes", "--disable-pip", "--progress-spinner", "off"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    try:
        told = json.loads(asked.stdout)["dependencies"]
    except json.JSONDecodeError:
        return unreachable(asked.stderr)
    weak = [one for one in told if one.get("vulns")]
    for one in weak:
        for known in one["vulns"]:
            mended = ", ".join(known["fix_versions"]) or "no release yet"
            print(f"{one['name']} {one['version']}: {known['id']}, mended in {mended}")
    unknown = [one["name"] for one in told if "skip_reason" in one]
    if len(unknown) == len(told):
        print(SKIPPED)
    elif unknown:
        print(f"not in the database: {', '.join(unknown)}")
    return 1 if weak else 0


def unreachable(said: str) -> int:
    """Tell a network that is not there from any other fault."""
    if "ConnectionError" in said or "ServiceError" in said or "ConnectTimeout" in said:
        print(SKIPPED)
        return 0
    print(said, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
