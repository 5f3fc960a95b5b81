"""Trying one target after another for as long as there is time."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import hypothesis
from hypothesis.strategies import SearchStrategy

LONGEST: Final = 2.0
"""Seconds of work on one thing. Of this thread's own work: a busy machine is no fault."""

ROUND: Final = 200
"""Examples of one round; then the time is looked at."""


@dataclass(frozen=True)
class Target:
    """What is tried.

    Attributes:
        examples: What it is tried with.
        check: Raises what must not happen.
    """

    examples: SearchStrategy[Any]
    check: Callable[[Any], None]


class TookTooLong(AssertionError):
    """One example was worked on for longer than LONGEST."""


def run(targets: Mapping[str, Target], *, seconds: float) -> int:
    """Try each of *targets* for its share of *seconds*; print what was found."""
    status = 0
    for name, target in targets.items():
        tried, slowest, fault = _try(target, time.monotonic() + seconds / len(targets))
        print(f"{name}: {tried:,} tried, the longest took {slowest * 1000:.0f} ms")
        if fault:
            status = 1
            print(fault)
    return status


def _try(target: Target, end: float) -> tuple[int, float, str]:
    tried, slowest = 0, 0.0

    def timed(example: Any) -> None:
        nonlocal tried, slowest
        began = time.thread_time()
        target.check(example)
        took = time.thread_time() - began
        tried, slowest = tried + 1, max(slowest, took)
        if took > LONGEST:
            raise TookTooLong(f"{took:.1f} s")

    while time.monotonic() < end:
        # Each round begins anew, with other examples.
        attempt = hypothesis.settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )(hypothesis.given(target.examples)(timed))
        try:
            attempt()
        except BaseException:  # noqa: BLE001 - whatever it is, it is what was looked for
            return tried, slowest, traceback.format_exc(limit=-8)
    return tried, slowest, ""
