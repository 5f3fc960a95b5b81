"""The commands that take results away: ``export``, a file of one search."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from search_service.answering import asked
from search_service.article import VIETNAM
from search_service.desk.exporting import Format, Page, Snapshot
from search_service.desk.exporting import export as exported
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.grammar import typed
from search_service.options import (
    archive_in,
    filtering_options,
    index_dir_option,
    newsroom,
    query_of,
    reported,
    settings_of,
)
from search_service.progress import counting
from search_service.query import Query
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
        engine = archive_in(index_dir).engine()
        wanted = asked(engine, query_of(query, options), newsroom())
        total = engine.search(replace(wanted, size=0)).total
        snapshot = _snapshot(engine, settings, wanted, total)
        documents = counting(engine.stream(wanted), total)
        parts = exported(_format(kind, output), documents, snapshot, page=_page(settings))
        _write(parts, output)
    click.echo(f"{total:,} articles of generation {engine.generation.name}", err=True)


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


def _page(settings: Settings) -> Page:
    """Return what makes the address of an article's page, where the archive knows its own."""
    base = settings.base_url

    def page(document: Document) -> str:
        return f"{base}/article/{quote(document.article.id)}" if base else ""

    return page


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
