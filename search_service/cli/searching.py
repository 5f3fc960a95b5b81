"""The commands that ask the archive: one question, one answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from search_service import batch as answers
from search_service.cli.options import (
    archive_in,
    filtering_options,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    query_of,
    reported,
)
from search_service.cli.printing import print_results
from search_service.people import find_people
from search_service.query import MAX_SIZE
from search_service.related import Placement
from search_service.wire import people_json


@click.command()
@click.argument("query")
@filtering_options
@click.option("--person-q", "people_like", default="", help="List only persons called so.")
@click.option("--limit", type=click.IntRange(0, MAX_SIZE), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True)
@click.option("--explain", is_flag=True, help="Show where the score of each article comes from.")
@index_dir_option
@json_option
def search(query: str, index_dir: Path | None, as_json: bool, **options: Any) -> None:
    """Search the archive; an empty QUERY finds every article."""
    with reported():
        answer = answers.search(archive_in(index_dir), newsroom(), query_of(query, options))
    if as_json:
        print_json(answer)
        return
    print_results(answer)


@click.command()
@click.argument("article")
@click.option("--limit", type=click.IntRange(1, answers.MAX_RELATED), default=5, show_default=True)
@click.option(
    "--placement",
    type=click.Choice([placement.value for placement in Placement]),
    default=Placement.ANY.value,
    show_default=True,
    help="the closest; only earlier ones; or the story's newest first",
)
@index_dir_option
@json_option
def related(
    article: str, limit: int, placement: str, index_dir: Path | None, as_json: bool
) -> None:
    """Show the articles related to ARTICLE, an id or a URL."""
    with reported():
        answer = answers.related_to(
            archive_in(index_dir), newsroom(), article, limit, Placement(placement)
        )
    if as_json:
        print_json(answer)
        return
    if not answer["related"]:
        click.echo("No article is related closely enough.", err=True)
    for item in answer["related"]:
        click.echo(f"{item['reason']}  {item['title']}  [{item['id']}]")
        for copy in item["also"]:
            click.echo(f"    also  {copy['source'] or copy['title']}  [{copy['id']}]")


@click.command()
@click.argument("text_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def people(text_file: Path, as_json: bool) -> None:
    """Show the persons mentioned in one text."""
    try:
        text = text_file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{text_file} cannot be read as UTF-8 text: {error}") from error
    found = find_people(text)
    if as_json:
        print_json(people_json(found))
        return
    for person in found:
        click.echo(f"{person.name} ({len(person.mentions)})  {person.role or ''}".rstrip())
