"""How far a long command has come: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    track,
)

from search_service.indexer import Listener
from search_service.readers import Problem

Item = TypeVar("Item")

EVERY: Final = 10.0
"""Seconds between two plain lines: a log of an hour's build stays readable."""


@contextmanager
def listening() -> Iterator[Listener]:
    """Show progress on standard error until the block ends."""
    if not sys.stderr.isatty():
        yield PlainListener()
        return
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[articles]:,} articles"),
        TextColumn("{task.fields[rate]:,.0f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield RichListener(progress)


def counting(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield *items*, of which there are *total*, and show on standard error how far it has come."""
    if sys.stderr.isatty():
        console = Console(stderr=True)
        yield from track(items, total=total, description="", console=console, transient=True)
        return
    told = time.monotonic()
    for done, item in enumerate(items, 1):
        yield item
        if (now := time.monotonic()) - told >= EVERY:
            told = now
            click.echo(f"{done:,} of {total:,}", err=True)


class RichListener:
    """Moves a bar; problems scroll by above it."""

    def __init__(self, progress: Progress) -> None:
        """Draw in *progress*."""
        self._progress = progress
        self._task = progress.add_task("", total=None, articles=0, rate=0.0)
        self._started = time.monotonic()

    def advance(self, done: int, total: int, articles: int) -> None:
        """*done* of *total* bytes have been read and *articles* articles indexed."""
        rate = articles / max(0.001, time.monotonic() - self._started)
        self._progress.update(self._task, completed=done, total=total, articles=articles, rate=rate)

    def problem(self, problem: Problem) -> None:
        """Something could not be read."""
        self._progress.console.print(escape(str(problem)), highlight=False, soft_wrap=True)


class PlainListener:
    """Prints a line now and then."""

    def __init__(self) -> None:
        """Begin the clock."""
        self._started = self._told = time.monotonic()

    def advance(self, done: int, total: int, articles: int) -> None:
        """*done* of *total* bytes have been read and *articles* articles indexed."""
        now = time.monotonic()
        if now - self._told < EVERY or not done:
            return
        self._told = now
        seconds = now - self._started
        left = seconds * (total - done) / done
        click.echo(
            f"{done / max(1, total):.0%}: {articles:,} articles, {articles / seconds:,.0f}/s, "
            f"{left:,.0f} s left",
            err=True,
        )

    def problem(self, problem: Problem) -> None:
        """Something could not be read."""
        click.echo(str(problem), err=True)
