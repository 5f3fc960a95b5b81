"""The command line: one function a command.

Answers go to standard output, progress and messages to standard error. The exit status is 0,
1 when something failed, 2 for wrong use.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from search_service import batch as answers
from search_service.article import VIETNAM
from search_service.engines.base import Archive, EngineError, Generation
from search_service.engines.opening import open_archive
from search_service.grammar import parse, parse_days
from search_service.indexer import IndexingFailed, Report
from search_service.indexer import index as build_index
from search_service.newsroom import Newsroom, NewsroomError
from search_service.people import find_people, person_id
from search_service.printing import print_decisions, print_person, print_reports, print_results
from search_service.progress import listening
from search_service.query import MAX_SIZE, Filters, Query, Sort, Switches
from search_service.readers import SourceError
from search_service.related import Placement
from search_service.reports import Reports, ReportsError
from search_service.settings import Settings, SettingsError
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

Command = Callable[..., Any]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="search-service")
def main() -> None:
    """Search and discovery for a Vietnamese news archive."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)


def _index_dir(command: Command) -> Command:
    return click.option(
        "--index-dir", type=click.Path(path_type=Path), help="Where the index is (default: index)."
    )(command)


def _as_json(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")(command)


@contextmanager
def _reported() -> Iterator[None]:
    """Turn the errors that a user can mend into one line and exit status 1."""
    try:
        yield
    except (
        EngineError,
        IndexingFailed,
        NewsroomError,
        ReportsError,
        SettingsError,
        SourceError,
    ) as error:
        raise click.ClickException(str(error)) from error


def _settings(**given: object) -> Settings:
    with _reported():
        return Settings.load(**given)


def _archive(index_dir: Path | None) -> Archive:
    return open_archive(_settings(index_dir=index_dir))


def _newsroom() -> Newsroom:
    return Newsroom(_settings().newsroom_dir)


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
@_index_dir
def index(
    sources: tuple[Path, ...], update: bool, strict: bool, workers: int, index_dir: Path | None
) -> None:
    """Index the articles of files and folders: saved pages, HTML, JSON Lines, RSS, WARC."""
    archive = _archive(index_dir)
    started = time.monotonic()
    with _reported(), listening() as listener:
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


class _Days(click.ParamType[date]):
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


@main.command()
@click.argument("query")
@click.option("--section", "sections", multiple=True, help="Only this section (repeatable).")
@click.option("--person", "people", multiple=True, help="Only mentioning this person (repeatable).")
@click.option("--with", "together", multiple=True, help="Mentioning this person too (repeatable).")
@click.option("--person-q", "people_like", default="", help="List only persons called so.")
@click.option("--from", "first", type=_Days(0), help="Published from this day, month or year on.")
@click.option("--to", "last", type=_Days(1), help="Published up to this day, month or year.")
@click.option("--sort", type=click.Choice([sort.value for sort in Sort]), default="relevance")
@click.option("--no-variants", is_flag=True, help="Only as typed: no abbreviations written out.")
@click.option("--limit", type=click.IntRange(0, MAX_SIZE), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True)
@click.option("--no-recent", is_flag=True, help="Do not prefer recent articles by relevance.")
@click.option("--explain", is_flag=True, help="Show where the score of each article comes from.")
@_index_dir
@_as_json
def search(query: str, index_dir: Path | None, as_json: bool, **options: Any) -> None:
    """Search the archive; an empty QUERY finds every article."""
    with _reported():
        answer = answers.search(_archive(index_dir), _newsroom(), _query(query, options))
    if as_json:
        _print_json(answer)
        return
    print_results(answer)


def _query(text: str, options: Mapping[str, Any]) -> Query:
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
        start=options["offset"],
        size=options["limit"],
        switches=Switches(
            recent=not options["no_recent"],
            variants=not options["no_variants"],
            explain=options["explain"],
        ),
    )
    return replace(query, people_like=options["people_like"])


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
@_index_dir
@_as_json
def related(
    article: str, limit: int, placement: str, index_dir: Path | None, as_json: bool
) -> None:
    """Show the articles related to ARTICLE, an id or a URL."""
    with _reported():
        answer = answers.related_to(
            _archive(index_dir), _newsroom(), article, limit, Placement(placement)
        )
    if as_json:
        _print_json(answer)
        return
    for item in answer["related"]:
        click.echo(f"{item['reason']}  {item['title']}  [{item['id']}]")
        for copy in item["also"]:
            click.echo(f"    also  {copy['source'] or copy['title']}  [{copy['id']}]")


@main.command()
@click.argument("text_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_as_json
def people(text_file: Path, as_json: bool) -> None:
    """Show the persons mentioned in one text."""
    try:
        text = text_file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{text_file} cannot be read as UTF-8 text: {error}") from error
    found = find_people(text)
    if as_json:
        _print_json(people_json(found))
        return
    for person in found:
        click.echo(f"{person.name} ({len(person.mentions)})  {person.role or ''}".rstrip())


@main.command()
@click.option("--why", metavar="PERSON", help="An id or name: the evidence for this person.")
@_index_dir
@_as_json
def persons(why: str | None, index_dir: Path | None, as_json: bool) -> None:
    """Show what was decided about persons: names joined, short names, namesakes."""
    with _reported():
        engine = _archive(index_dir).engine(_newsroom().people())
        record = engine.person(nfc(why)) or engine.person(person_id(why)) if why else None
        decisions = [] if why else engine.decisions()
    if why and record is None:
        raise click.ClickException(f"there is no person with the id or name {why!r}")
    if as_json:
        told = [decision_json(one) for one in decisions]
        _print_json(PersonAnswer.of(record).as_json() if record else {"decisions": told})
        return
    if record:
        print_person(record)
    print_decisions(decisions)


@main.command()
@click.option("--done", type=click.IntRange(1), metavar="ID", help="Close this report.")
@_as_json
def reports(done: int | None, as_json: bool) -> None:
    """Show what readers report and nobody has closed yet, the oldest first."""
    with _reported():
        kept = Reports(_settings().reports_file)
        if done is not None:
            if not kept.close(done):
                raise click.ClickException(f"there is no open report {done}")
            click.echo(f"Report {done} is closed.", err=True)
            return
        waiting = kept.waiting()
    if as_json:
        _print_json({"reports": [report_json(report) for report in waiting]})
        return
    print_reports(waiting)


@main.command()
@_index_dir
@_as_json
def abbreviations(index_dir: Path | None, as_json: bool) -> None:
    """Show the abbreviations in effect: shipped, the newsroom's, the archive's own."""
    with _reported():
        entries = _newsroom().in_effect(_archive(index_dir).engine().abbreviations())
    if as_json:
        _print_json({"abbreviations": [abbreviation_json(entry) for entry in entries]})
        return
    for entry in entries:
        count = f", {entry.articles:,} articles" if entry.articles else ""
        click.echo("\t".join([entry.short, *entry.forms]) + f"\t# {entry.source}{count}")


@main.command()
@click.argument("queries", type=click.File("r", encoding="utf-8"))
@_index_dir
def batch(queries: Iterator[str], index_dir: Path | None) -> None:
    """Answer a file of JSON Lines: {"id", "q", ...} or {"id", "related", "limit", "placement"}."""
    archive = _archive(index_dir)
    with _reported():
        archive.engine()
        newsroom = _newsroom()
    failed = 0
    for line in queries:
        if line.strip():
            answer = answers.answer(archive, newsroom, line)
            failed += "error" in answer
            _print_json(answer)
    if failed:
        raise click.ClickException(f"{failed} lines could not be answered; see their error")


@main.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8080).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@_index_dir
def serve(host: str | None, port: int | None, workers: int, index_dir: Path | None) -> None:
    """Serve the archive over HTTP."""
    settings = _settings(host=host, port=port, index_dir=index_dir)
    archive = open_archive(settings)
    with _reported():
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
@_index_dir
def verify(index_dir: Path | None) -> None:
    """Re-read the live generation and compare it with its checksums."""
    with _reported():
        wrong = _archive(index_dir).verify()
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        raise click.ClickException(
            "the live generation is damaged; go back (search-service rollback) or index again"
        )
    click.echo("The live generation is whole.", err=True)


@main.command()
@_index_dir
def rollback(index_dir: Path | None) -> None:
    """Make the generation before the live one live."""
    with _reported():
        generation = _archive(index_dir).rollback()
    click.echo(f"Generation {generation.name} is live.", err=True)


@main.command()
@_index_dir
@_as_json
def status(index_dir: Path | None, as_json: bool) -> None:
    """Show the generations of the index, and the newsroom's lines that match nothing in it."""
    archive = _archive(index_dir)
    with _reported():
        newsroom = _newsroom()
        engine = archive.engine(newsroom.people())
        known = archive.generations()
        pins = [pin for some in newsroom.pins().values() for pin in some]
    for ruling, reason in engine.idle_rulings():
        click.echo(f"{ruling.place}: {reason}", err=True)
    for pin in pins:
        if not (engine.document(pin.article) or engine.document_by_url(pin.article)):
            told = f"{pin.place}: the archive has no article with the id or URL {pin.article!r}"
            click.echo(told, err=True)
    if as_json:
        _print_json({"generations": [_generation_json(generation) for generation in known]})
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


def _print_json(answer: object) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
