"""The harm that ``scripts/torture.py`` does, a little of each: nothing acknowledged is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "torture.py"


def torture(part: str, times: int) -> str:
    ran = subprocess.run(
        [sys.executable, SCRIPT, part, "--times", str(times), "--seed", "7"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="workers are found in /proc")
def test_nothing_acknowledged_is_lost_by_kills_at_random_moments() -> None:
    told = re.search(
        r"5 kills .*: all of ([\d,]+) articles are as acknowledged", torture("kills", 5)
    )
    assert told
    assert int(told[1].replace(",", "")) > 10


def test_damage_in_a_random_place_is_found_and_never_answered() -> None:
    assert "10 places: each found by verify; answered 30 with 200; none wrong" in torture(
        "damage", 10
    )


def test_a_full_disk_refuses_and_loses_nothing() -> None:
    told = torture("full", 4)
    if "skipped" in told:
        pytest.skip(told.strip())
    assert re.search(r"4 full disks: [1-9]\d* refusals, all of \d+ articles are there", told)


def test_a_migration_that_is_killed_ends_with_every_article_once() -> None:
    told = torture("migrate", 1)
    assert len(re.findall(r"-> \w+: 1 kills, [1-9]\d* articles, each once", told)) == 2
