"""The commands that take results away: ``export``, of one search, and ``batch``, of many."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from search_service import batch as answers
from search_service.answering import asked
from search_service.article import VIETNAM
from search_service.cli.options import (
    archive_in,
    article_pages,
    filtering_options,
    index_dir_option,
    newsroom,
    print_json,
    query_of,
    reported,
    settings_of,
)
from search_service.cli.printing import counted
from search_service.cli.progress import counting
from search_service.desk.exporting import Format, Snapshot, delimited
from search_service.desk.exporting import export as exported
from search_service.desk.queries import LIMIT, QueriesError, Wanted, answered, read
from search_service.engines.base import Archive, Engine
from search_service.grammar import typed
from search_service.newsroom import Newsroom
from search_service.query import MAX_SIZE, Query
from search_service.settings import Settings


@click.command()
@click.argument("query")
@click.option(
    "--format",
    "kind",
    type=click.Choice([kind.value for kind in Format]),
    help="What is written (default: by the name of the file, else csv).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: standard output).",
)
@filtering_options
@index_dir_option
def export(
    query: str, kind: str | None, output: Path | None, index_dir: Path | None, **options: Any
) -> None:
    """Write every article that QUERY finds to a file, however many; an empty QUERY finds all."""
    settings = settings_of(index_dir=index_dir)
    with reported():
        engine = archive_in(index_dir).engine(newsroom().people())
        wanted = asked(engine, query_of(query, options), newsroom())
        total = engine.search(replace(wanted, size=0)).total
        snapshot = _snapshot(engine, settings, wanted, total)
        documents = counting(engine.stream(wanted), total)
        parts = exported(_format(kind, output), documents, snapshot, page=article_pages(settings))
        _write(parts, output)
    click.echo(f"{counted(total, 'article')} of generation {engine.generation.name}", err=True)


@click.command()
@click.argument("queries", type=click.File("rb"))
@click.option(
    "--counts", "wanted", flag_value=Wanted.COUNTS.value, help="Take a CSV, write counts as CSV."
)
@click.option("--hits", "wanted", flag_value=Wanted.HITS.value, help="Take a CSV, write hits.")
@click.option(
    "--limit",
    type=click.IntRange(1, MAX_SIZE),
    default=LIMIT,
    show_default=True,
    help="Most hits of each query of a CSV.",
)
@index_dir_option
def batch(queries: BinaryIO, wanted: str | None, limit: int, index_dir: Path | None) -> None:
    """Answer many questions: a CSV with a column q, or JSON Lines without --counts and --hits.

    A line of JSON is {"id", "q", ...} or {"id", "related", "limit", "placement"}.
    """
    archive = archive_in(index_dir)
    with reported():
        known = newsroom()
        engine = archive.engine(known.people())
    if wanted is None and str(getattr(queries, "name", "")).lower().endswith(".csv"):
        raise click.UsageError("a table of queries takes --counts or --hits")
    if wanted is None:
        _answer_lines(queries, archive, known)
        return
    try:
        rows = read(queries.read())
    except QueriesError as error:
        raise click.ClickException(f"{queries.name}: {error}") from None
    told = counting(rows, len(rows))
    page = article_pages(settings_of(index_dir=index_dir))
    with reported():
        for part in delimited.table(
            answered(engine, known, told, Wanted(wanted), limit=limit, page=page)
        ):
            sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    _told_failures(sum(bool(row.error) for row in rows))


def _answer_lines(queries: BinaryIO, archive: Archive, known: Newsroom) -> None:
    failed = 0
    try:
        for line in queries:
            if line.strip():
                answer = answers.answer(archive, known, line.decode("utf-8"))
                failed += "error" in answer
                print_json(answer)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{queries.name} is not UTF-8: {error}") from error
    _told_failures(failed)


def _told_failures(failed: int) -> None:
    if failed:
        raise click.ClickException(
            f"{counted(failed, 'line')} could not be answered; see their error"
        )


def _format(kind: str | None, output: Path | None) -> Format:
    """Return the format that is named, else the one that the file's name ends in, else CSV."""
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    named = {**{one.value: one for one in Format}, "bib": Format.BIBTEX}
    return Format(kind) if kind else named.get(suffix, Format.CSV)


def _snapshot(engine: Engine, settings: Settings, query: Query, total: int) -> Snapshot:
    return Snapshot(
        archive=settings.site_name,
        query=typed(query),
        articles=total,
        generation=engine.generation.name,
        built=engine.generation.built,
        taken=datetime.now(VIETNAM).replace(microsecond=0),
    )


def _write(parts: Iterator[bytes], output: Path | None) -> None:
    """Write a file aside and put it in its place when it is whole."""
    if output is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    aside = output.with_name(f".{output.name}.part")
    try:
        with aside.open("wb") as file:
            for part in parts:
                file.write(part)
        aside.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
