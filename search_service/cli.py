"""The command line: one function a command.

Answers go to standard output, progress and messages to standard error. The exit status is 0,
1 when something failed, 2 for wrong use.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Any

import click

from search_service import batch as answers
from search_service.article import VIETNAM
from search_service.engines.base import Generation
from search_service.engines.opening import open_archive
from search_service.indexer import Report
from search_service.indexer import index as build_index
from search_service.options import (
    archive_in,
    filtering_options,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    query_of,
    reported,
    settings_of,
)
from search_service.people import find_people, person_id
from search_service.printing import print_decisions, print_person, print_reports, print_results
from search_service.progress import listening
from search_service.query import MAX_SIZE
from search_service.related import Placement
from search_service.reports import Reports
from search_service.taking import batch, export
from search_service.vietnamese import nfc
from search_service.web.app import create_app
from search_service.web.serving import serve as serve_app
from search_service.wire import (
    Json,
    PersonAnswer,
    abbreviation_json,
    decision_json,
    people_json,
    report_json,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="search-service")
def main() -> None:
    """Search and discovery for a Vietnamese news archive."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--update", is_flag=True, help="Add, change and remove only what differs.")
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
    sources: tuple[Path, ...], update: bool, strict: bool, workers: int, index_dir: Path | None
) -> None:
    """Index the articles of files and folders: saved pages, HTML, JSON Lines, RSS, WARC."""
    archive = archive_in(index_dir)
    started = time.monotonic()
    with reported(), listening() as listener:
        report = build_index(
            archive, sources, listener=listener, update=update, strict=strict, workers=workers
        )
    click.echo(_summary(report, time.monotonic() - started), err=True)


def _summary(report: Report, seconds: float) -> str:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "repeated": report.repeated,
        "kept although missing (their source could not be read whole)": report.kept,
        "problems": report.problems,
    }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    if report.generation is None:
        return f"{told}; nothing differs, the live generation stays."
    generation = report.generation
    return (
        f"{told} in {seconds:.1f} s; generation {generation.name} is live "
        f"with {generation.articles:,} articles."
    )


@main.command()
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


@main.command()
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
    for item in answer["related"]:
        click.echo(f"{item['reason']}  {item['title']}  [{item['id']}]")
        for copy in item["also"]:
            click.echo(f"    also  {copy['source'] or copy['title']}  [{copy['id']}]")


@main.command()
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


@main.command()
@click.option("--why", metavar="PERSON", help="An id or name: the evidence for this person.")
@index_dir_option
@json_option
def persons(why: str | None, index_dir: Path | None, as_json: bool) -> None:
    """Show what was decided about persons: names joined, short names, namesakes."""
    with reported():
        engine = archive_in(index_dir).engine(newsroom().people())
        record = engine.person(nfc(why)) or engine.person(person_id(why)) if why else None
        decisions = [] if why else engine.decisions()
    if why and record is None:
        raise click.ClickException(f"there is no person with the id or name {why!r}")
    if as_json:
        told = [decision_json(one) for one in decisions]
        print_json(PersonAnswer.of(record).as_json() if record else {"decisions": told})
        return
    if record:
        print_person(record)
    print_decisions(decisions)


@main.command()
@click.option("--done", type=click.IntRange(1), metavar="ID", help="Close this report.")
@json_option
def reports(done: int | None, as_json: bool) -> None:
    """Show what readers report and nobody has closed yet, the oldest first."""
    with reported():
        kept = Reports(settings_of().reports_file)
        if done is not None:
            if not kept.close(done):
                raise click.ClickException(f"there is no open report {done}")
            click.echo(f"Report {done} is closed.", err=True)
            return
        waiting = kept.waiting()
    if as_json:
        print_json({"reports": [report_json(report) for report in waiting]})
        return
    print_reports(waiting)


@main.command()
@index_dir_option
@json_option
def abbreviations(index_dir: Path | None, as_json: bool) -> None:
    """Show the abbreviations in effect: shipped, the newsroom's, the archive's own."""
    with reported():
        entries = newsroom().in_effect(archive_in(index_dir).engine().abbreviations())
    if as_json:
        print_json({"abbreviations": [abbreviation_json(entry) for entry in entries]})
        return
    for entry in entries:
        count = f", {entry.articles:,} articles" if entry.articles else ""
        click.echo("\t".join([entry.short, *entry.forms]) + f"\t# {entry.source}{count}")


@main.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8080).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@index_dir_option
def serve(host: str | None, port: int | None, workers: int, index_dir: Path | None) -> None:
    """Serve the archive over HTTP."""
    settings = settings_of(host=host, port=port, index_dir=index_dir)
    archive = open_archive(settings)
    with reported():
        generation = archive.engine().generation
        app = create_app(archive, settings)
    click.echo(
        f"Serving {generation.articles:,} articles at http://{settings.host}:{settings.port}/ "
        "(Ctrl-C stops)",
        err=True,
    )
    try:
        serve_app(app, settings, workers=workers)
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"cannot listen on {place}: {error.strerror}") from error


@main.command()
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


@main.command()
@index_dir_option
def rollback(index_dir: Path | None) -> None:
    """Make the generation before the live one live."""
    with reported():
        generation = archive_in(index_dir).rollback()
    click.echo(f"Generation {generation.name} is live.", err=True)


@main.command()
@index_dir_option
@json_option
def status(index_dir: Path | None, as_json: bool) -> None:
    """Show the generations of the index, and the newsroom's lines that match nothing in it."""
    archive = archive_in(index_dir)
    with reported():
        engine = archive.engine(newsroom().people())
        known = archive.generations()
        pins = [pin for some in newsroom().pins().values() for pin in some]
    for ruling, reason in engine.idle_rulings():
        click.echo(f"{ruling.place}: {reason}", err=True)
    for pin in pins:
        if not (engine.document(pin.article) or engine.document_by_url(pin.article)):
            told = f"{pin.place}: the archive has no article with the id or URL {pin.article!r}"
            click.echo(told, err=True)
    if as_json:
        print_json({"generations": [_generation_json(generation) for generation in known]})
        return
    for generation in known:
        built = generation.built.astimezone(VIETNAM)
        live = "  live" if generation.live else ""
        click.echo(f"{generation.name}  {built:%d/%m/%Y %H:%M}  {generation.articles:,}{live}")


def _generation_json(generation: Generation) -> Json:
    return {
        "name": generation.name,
        "built": generation.built.isoformat(),
        "articles": generation.articles,
        "live": generation.live,
    }


for command in (batch, export):
    main.add_command(command)

if __name__ == "__main__":
    main()
