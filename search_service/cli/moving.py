"""The commands that move an archive: prepared elsewhere, compared with another, copied to it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean
from typing import Any, BinaryIO

import click

from search_service.cli.options import (
    archive_in,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    reported,
)
from search_service.cli.printing import counted
from search_service.cli.progress import EVERY, counting, listening
from search_service.comparing import LEAST_TAU, Compared, compare, drawn
from search_service.engines.base import Archive
from search_service.engines.opening import open_archive
from search_service.grammar import parse
from search_service.migrating import MigrationFailed
from search_service.migrating import migrate as migrate_archive
from search_service.preparing import prepare as prepare_articles
from search_service.query import Query
from search_service.settings import Settings
from search_service.wire import Json

_workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="Processes that analyse articles.",
)
_SETTINGS_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Shard(click.ParamType[tuple[int, int]]):
    """One share of several: ``3/8``."""

    name = "K/N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read the text of the option; a default passes through."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", value)
        if not match or not 1 <= int(match[1]) <= int(match[2]):
            self.fail(f"{value!r} is not a share; write 3/8 for the third of eight", param, ctx)
        return int(match[1]), int(match[2])


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The folder to fill.")
@click.option("--shard", type=Shard(), default="1/1", help="Only this share (default: 1/1, all).")
@_workers_option
def prepare(sources: tuple[Path, ...], out: Path, shard: tuple[int, int], workers: int) -> None:
    """Read and analyse articles into files that ``index --prepared`` takes, here or elsewhere."""
    started = time.monotonic()
    with reported(), listening() as listener:
        listing = prepare_articles(sources, out, listener=listener, shard=shard, workers=workers)
    click.echo(
        f"{counted(listing.articles, 'article')}, share {shard[0]}/{shard[1]}, in "
        f"{counted(len(listing.chunks), 'file')} in {time.monotonic() - started:.1f} s",
        err=True,
    )


@click.command()
@click.option(
    "--to", required=True, type=_SETTINGS_FILE, help="The settings file of the other archive."
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path("migration"),
    show_default=True,
    help="A folder for what is done so far.",
)
@_workers_option
@index_dir_option
def migrate(to: Path, work: Path, workers: int, index_dir: Path | None) -> None:
    """Copy the live generation into a new one of another archive, by any engine.

    Run again after an interruption it goes on where it was.
    """
    started = time.monotonic()
    with reported():
        try:
            done = migrate_archive(
                archive_in(index_dir), _beside(to), work, listener=_Telling(), workers=workers
            )
        except MigrationFailed as error:
            raise click.ClickException(str(error)) from None
    click.echo(
        f"{counted(done.generation.articles, 'article')} of generation {done.source} copied to "
        f"generation {done.generation.name} of the other archive, {done.sampled:,} compared, in "
        f"{time.monotonic() - started:.1f} s.",
        err=True,
    )


@click.command(name="compare")
@click.option(
    "--with",
    "other",
    required=True,
    type=_SETTINGS_FILE,
    help="The settings file of the other archive.",
)
@click.option("--queries", type=click.File("rb"), help="A file of queries, one a line.")
@click.option(
    "--number",
    type=click.IntRange(1, 100_000),
    default=100,
    show_default=True,
    help="Queries that are made of titles and persons, without a file of them.",
)
@index_dir_option
@json_option
def compare_engines(
    other: Path, queries: BinaryIO | None, number: int, index_dir: Path | None, as_json: bool
) -> None:
    """Ask two archives of the same articles the same, and tell what differs."""
    with reported():
        known = newsroom()
        first, second = (
            archive.engine(known.people()) for archive in (archive_in(index_dir), _beside(other))
        )
        wanted = _read(queries) if queries else drawn(first, number)
        found = list(counting(compare(first, second, wanted, known), len(wanted)))
    if as_json:
        print_json(_as_json(found))
    else:
        _print(found)
    if differing := sum(not one.same for one in found):
        raise click.ClickException(f"{differing} of {len(found)} queries find or count otherwise")
    if found and mean(one.tau for one in found) < LEAST_TAU:
        raise click.ClickException(f"the order differs: mean tau is below {LEAST_TAU}")


def _beside(file: Path) -> Archive:
    return open_archive(Settings.load_beside(file))


def _read(queries: BinaryIO) -> list[Query]:
    try:
        lines = queries.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{queries.name} is not UTF-8: {error}") from None
    return [parse(line) for line in lines if line.strip()]


def _as_json(found: Sequence[Compared]) -> Json:
    return {
        "queries": len(found),
        "same": sum(one.same for one in found),
        "tau": mean(one.tau for one in found) if found else 1.0,
        "differing": [asdict(one) for one in found if not one.same],
    }


def _print(found: Sequence[Compared]) -> None:
    """Print how many queries agree, and those that do not."""
    taus = sorted(one.tau for one in found) or [1.0]
    rows = (
        ("queries", f"{len(found):,}"),
        ("the same articles and counts", f"{sum(one.same for one in found):,}"),
        ("articles found, in all", f"{sum(one.totals[0] for one in found):,}"),
        ("tau of the first hits, mean", f"{mean(taus):.3f}"),
        ("tau, lowest tenth", f"{taus[len(taus) // 10]:.3f}"),
        ("tau, lowest", f"{taus[0]:.3f}"),
    )
    for name, value in rows:
        click.echo(f"{name:32}{value:>12}")
    for one in found:
        if not one.same:
            click.echo(f"{one.text or 'every article'}: {one.totals[0]:,} and {one.totals[1]:,}")
            click.echo(f"    only in the first: {', '.join(one.missing) or '-'}")
            click.echo(f"    only in the second: {', '.join(one.extra) or '-'}")
            for value, (here, there) in one.facets.items():
                click.echo(f"    {value}: {here:,} and {there:,}")


class _Telling:
    """Prints a line now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def prepared(self, done: int, total: int) -> None:
        """*done* of *total* articles have been read and analysed."""
        self._tell("read and analysed", done, total)

    def loaded(self, done: int, total: int) -> None:
        """*done* of *total* articles have been handed to the other engine."""
        self._tell("handed to the other engine", done, total)

    def _tell(self, what: str, done: int, total: int) -> None:
        if done == total or time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            click.echo(f"{done:,} of {total:,} articles {what}", err=True)
