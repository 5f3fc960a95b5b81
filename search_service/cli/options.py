"""What commands share: their options, what is opened by them, and how errors are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import click

from search_service.desk.exporting import Page
from search_service.document import Document
from search_service.engines.base import Archive
from search_service.engines.errors import EngineError
from search_service.engines.opening import open_archive
from search_service.grammar import parse, parse_days
from search_service.indexer import IndexingFailed
from search_service.newsroom import Newsroom, NewsroomError
from search_service.prepared import PreparedError
from search_service.query import Filters, Query, Sort, Switches
from search_service.readers import SourceError
from search_service.settings import Settings, SettingsError
from search_service.store import Store, StoreError

Command = TypeVar("Command", bound=Callable[..., Any])


def index_dir_option(command: Command) -> Command:
    """Let a command name the folder of the index."""
    return click.option(
        "--index-dir", type=click.Path(path_type=Path), help="Where the index is (default: index)."
    )(command)


def json_option(command: Command) -> Command:
    """Let a command answer as JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(command)


class Days(click.ParamType[date]):
    """A year, month or day; the option takes its first or its last day."""

    name = "date"

    def __init__(self, place: int) -> None:
        self._place = place

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the text of the option; a default passes through."""
        days = parse_days(value)
        if days is None:
            self.fail(f"{value!r} is not a date; write 2022, 2022-10 or 2022-10-25", param, ctx)
        return days[self._place]


_FILTERING = (
    click.option("--section", "sections", multiple=True, help="Only this section (repeatable)."),
    click.option(
        "--person", "people", multiple=True, help="Only mentioning this person (repeatable)."
    ),
    click.option(
        "--with", "together", multiple=True, help="Mentioning this person too (repeatable)."
    ),
    click.option("--from", "first", type=Days(0), help="Published from this day, month or year on"),
    click.option("--to", "last", type=Days(1), help="Up to this day, month or year."),
    click.option("--sort", type=click.Choice([sort.value for sort in Sort]), default="relevance"),
    click.option(
        "--no-variants", is_flag=True, help="Only as typed: no abbreviations written out."
    ),
    click.option("--no-recent", is_flag=True, help="Do not prefer recent articles by relevance."),
)


def filtering_options(command: Command) -> Command:
    """Let a command filter and sort as ``search`` does; ``query_of`` reads them."""
    for option in reversed(_FILTERING):
        command = option(command)
    return command


def query_of(text: str, options: Mapping[str, Any]) -> Query:
    """Return the query of *text* under the options of ``filtering_options`` and of ``search``."""
    filters = Filters(
        tuple(options["sections"]),
        tuple(options["people"]),
        options["first"],
        options["last"],
        tuple(options["together"]),
    )
    query = parse(
        text,
        filters=filters,
        sort=Sort(options["sort"]),
        start=options.get("offset", 0),
        size=options.get("limit", 0),
        switches=Switches(
            recent=not options["no_recent"],
            variants=not options["no_variants"],
            explain=options.get("explain", False),
        ),
    )
    return replace(query, people_like=options.get("people_like", ""))


@contextmanager
def reported() -> Iterator[None]:
    """Turn the errors that a user can mend into one line and exit status 1."""
    try:
        yield
    except (
        EngineError,
        IndexingFailed,
        NewsroomError,
        PreparedError,
        StoreError,
        SettingsError,
        SourceError,
    ) as error:
        raise click.ClickException(str(error)) from error


def settings_of(**given: object) -> Settings:
    """Read the settings; options that were given win."""
    with reported():
        return Settings.load(**given)


def archive_in(index_dir: Path | None) -> Archive:
    """Open the archive in *index_dir*, else where the settings say."""
    return open_archive(settings_of(index_dir=index_dir))


def store() -> Store:
    """Open what is kept beside the index."""
    return Store(settings_of().store_file)


def newsroom() -> Newsroom:
    """Open the newsroom's files."""
    return Newsroom(settings_of().newsroom_dir)


def article_pages(settings: Settings) -> Page:
    """Return what makes the address of an article's page, where the archive knows its own."""
    base = settings.base_url

    def page(document: Document) -> str:
        return f"{base}/article/{quote(document.article.id)}" if base else ""

    return page


def print_json(answer: object) -> None:
    """Write *answer* as one line of UTF-8 on standard output, whatever the terminal's encoding."""
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()
