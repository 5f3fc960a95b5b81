"""The commands that show what was decided, by whom, and what readers say of it."""

from __future__ import annotations

from pathlib import Path

import click

from search_service.cli.options import (
    archive_in,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    reported,
    store,
)
from search_service.cli.printing import counted, print_decisions, print_person, print_reports
from search_service.people import person_id
from search_service.store.reports import Reports
from search_service.vietnamese import nfc
from search_service.wire import PersonAnswer, abbreviation_json, decision_json, report_json


@click.command()
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
    elif not decisions:
        click.echo("No two names were joined, and no name is two persons'.", err=True)
    print_decisions(decisions)


@click.command()
@click.option("--done", type=click.IntRange(1), metavar="ID", help="Close this report.")
@json_option
def reports(done: int | None, as_json: bool) -> None:
    """Show what readers report and nobody has closed yet, the oldest first."""
    with reported():
        kept = Reports(store())
        if done is not None:
            if not kept.close(done):
                raise click.ClickException(f"there is no open report {done}")
            click.echo(f"Report {done} is closed.", err=True)
            return
        waiting = kept.waiting()
    if as_json:
        print_json({"reports": [report_json(report) for report in waiting]})
        return
    if not waiting:
        click.echo("No report is open.", err=True)
    print_reports(waiting)


@click.command()
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
        count = f", {counted(entry.articles, 'article')}" if entry.articles else ""
        click.echo("\t".join([entry.short, *entry.forms]) + f"\t# {entry.source}{count}")
