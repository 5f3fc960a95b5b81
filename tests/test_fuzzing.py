"""Fuzzing: a short run of every part, and that a fault would be told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import strategies as st

from scripts.fuzzing.running import Target, run

FUZZ = Path(__file__).resolve().parents[1] / "scripts" / "fuzz.py"


def test_a_short_run_of_every_part_finds_nothing() -> None:
    tried = subprocess.run(
        [sys.executable, FUZZ, "--minutes", "0.2"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert tried.returncode == 0, tried.stdout + tried.stderr
    parts = [line.partition(":")[0] for line in tried.stdout.splitlines()]
    assert parts == ["grammar", "addresses", "bodies", "files"]


def refuse(number: int) -> None:
    if number > 10:
        raise ZeroDivisionError


def test_a_fault_is_told_with_an_example(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run({"numbers": Target(st.integers(), refuse)}, seconds=5) == 1
    told = capsys.readouterr().out
    assert "ZeroDivisionError" in told
    assert "example=" in told


def test_a_part_that_is_not_there_is_wrong_use() -> None:
    tried = subprocess.run(
        [sys.executable, FUZZ, "--only", "nothing"], capture_output=True, check=False
    )
    assert tried.returncode == 2
