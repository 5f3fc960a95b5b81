"""The commands that make generations and look after them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeVar

import click

from search_service.article import VIETNAM
from search_service.cli.options import (
    archive_in,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    reported,
    settings_of,
    store,
)
from search_service.cli.printing import counted
from search_service.cli.progress import listening
from search_service.engines.errors import IndexBusy
from search_service.engines.records import Generation
from search_service.indexer import Report, waiting_in
from search_service.indexer import index as build_index
from search_service.prepared import PreparedReading
from search_service.store.articles import Articles
from search_service.wire import Json

PATIENCE: Final = 60.0
"""Seconds that ``index`` waits for another writer: ``publish`` takes less over a generation of most
archives, and nobody waits longer for a build that hangs."""

_PAUSE: Final = 0.05

_T = TypeVar("_T")


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--update", is_flag=True, help="Add, change and remove only what differs.")
@click.option(
    "--prepared", is_flag=True, help="The sources are folders that search-service prepare filled."
)
@click.option("--strict", is_flag=True, help="Publish nothing if anything cannot be read.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="one a core",
    help="Processes that analyse articles.",
)
@index_dir_option
def index(
    sources: tuple[Path, ...],
    update: bool,
    prepared: bool,
    strict: bool,
    workers: int,
    index_dir: Path | None,
) -> None:
    """Index the articles of files and folders: saved pages, HTML, JSON Lines, RSS, WARC."""
    archive = archive_in(index_dir)
    started = time.monotonic()
    with reported(), listening() as listener:
        report = _in_turn(
            lambda: build_index(
                archive,
                PreparedReading(sources) if prepared else sources,
                listener=listener,
                accepted=Articles(store()),
                update=update,
                strict=strict,
                workers=workers,
            )
        )
    click.echo(summary(report, time.monotonic() - started), err=True)


def _in_turn(build: Callable[[], _T]) -> _T:
    """Build when nobody else does; the refusal stands where that takes longer than PATIENCE."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return build()
        except IndexBusy:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def summary(report: Report, seconds: float) -> str:
    """Return one line about what indexing did."""
    counts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "overruled by what was accepted or taken back": report.overruled,
        "kept although missing (their source could not be read whole)": report.kept,
        "problem" if report.problems == 1 else "problems": report.problems,
    }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    if report.generation is None:
        return f"{told}; nothing differs, the live generation stays."
    generation = report.generation
    return (
        f"{told} in {seconds:.1f} s; generation {generation.name} is live "
        f"with {counted(generation.articles, 'article')}."
    )


@click.command()
@index_dir_option
def merge(index_dir: Path | None) -> None:
    """Build what updates have appended, and all else, into one."""
    archive = archive_in(index_dir)
    started = time.monotonic()
    with reported():
        generation = _in_turn(archive.merge)
    if generation is None:
        click.echo("Nothing was appended since the last merge.", err=True)
        return
    seconds = time.monotonic() - started
    click.echo(f"Merged in {seconds:.1f} s; generation {generation.name} is live.", err=True)


@click.command()
@index_dir_option
def verify(index_dir: Path | None) -> None:
    """Re-read the live generation and compare it with its checksums."""
    with reported():
        wrong = archive_in(index_dir).verify()
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise click.ClickException(
            "the live generation is damaged; go back (search-service rollback) or index again"
        )
    click.echo("The live generation is whole.", err=True)


@click.command()
@index_dir_option
def rollback(index_dir: Path | None) -> None:
    """Make the generation before the live one live."""
    with reported():
        generation = archive_in(index_dir).rollback()
    click.echo(f"Generation {generation.name} is live.", err=True)


@click.command()
@index_dir_option
@json_option
def status(index_dir: Path | None, as_json: bool) -> None:
    """Show the generations of the index, and the newsroom's lines that match nothing in it."""
    archive = archive_in(index_dir)
    with reported():
        engine = archive.engine(newsroom().people())
        known = archive.generations()
        waiting = waiting_in(engine, Articles(store()))
        pins = [pin for some in newsroom().pins().values() for pin in some]
    idle = [f"{ruling.place}: {reason}" for ruling, reason in engine.idle_rulings()]
    idle += [
        f"{pin.place}: the archive has no article with the id or URL {pin.article!r}"
        for pin in pins
        if not (engine.document(pin.article) or engine.document_by_url(pin.article))
    ]
    for line in idle:
        click.echo(line, err=True)
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        changes = counted(waiting, "accepted change")
        click.echo(f"{changes} {verb} for search-service publish", err=True)
    if as_json:
        folder = index_dir or settings_of().index_dir
        print_json(_status_json(folder, known, idle, waiting))
        return
    for generation in known:
        built = generation.built.astimezone(VIETNAM)
        live = "  live" if generation.live else ""
        behind = f"  {generation.appended:,} since a merge" if generation.appended else ""
        told = f"{counted(generation.articles, 'article')}{live}{behind}"
        click.echo(f"{generation.name}  {built:%d/%m/%Y %H:%M}  {told}")


def _status_json(
    folder: Path, known: Sequence[Generation], idle: Sequence[str], waiting: int
) -> Json:
    return {
        "version": version("search-service"),
        "index_dir": str(folder.absolute()),
        "free_bytes": shutil.disk_usage(folder).free,
        "generations": [_generation_json(generation) for generation in known],
        "idle": list(idle),
        "waiting": waiting,
    }


def _generation_json(generation: Generation) -> Json:
    return {
        "name": generation.name,
        "built": generation.built.isoformat(),
        "age_seconds": round((datetime.now(UTC) - generation.built).total_seconds()),
        "articles": generation.articles,
        "appended": generation.appended,
        "live": generation.live,
    }
