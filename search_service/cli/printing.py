"""What a reader at a terminal sees of a search, of a person, of what readers report."""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.console import Console
from rich.table import Table

from search_service.identity import Decision, Kind
from search_service.results import PersonRecord
from search_service.store.reports import Report
from search_service.wire import Json


def counted(number: int, noun: str) -> str:
    """Return how many of a noun, which takes an s unless it is one: *1 article*."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def print_results(answer: Json) -> None:
    """Print an answer of ``wire.results_json``: a line a hit, and why it stands where it does."""
    click.echo(counted(answer["total"], "article"))
    if answer["variants"]:
        click.echo(f"Searched for too: {', '.join(answer['variants'])}")
    if answer["suggestion"]:
        click.echo(f"Did you mean: {answer['suggestion']}")
    for hit in answer["hits"]:
        published = (hit["published"] or "undated")[:10]
        pinned = "  pinned" if hit["pinned"] else ""
        click.echo(f"{published}  {hit['section'] or '-'}  {hit['title']}  [{hit['id']}]{pinned}")
        if "explanation" in hit:
            Console(soft_wrap=True).print(_explained(hit))


def _explained(hit: Json) -> Table:
    """Return the parts of a score, a row each; they add up to its last line."""
    table = Table(show_footer=True, title_justify="left")
    table.add_column("part", "score")
    table.add_column("text")
    table.add_column("adds", f"{hit['score']:.4f}", justify="right")
    for heading in ("weight", "idf", "frequency", "articles"):
        table.add_column(heading, justify="right")
    for term in hit["explanation"]["terms"]:
        text, markings = term["text"], [one for one in term["markings"] if one != term["text"]]
        table.add_row(
            term["kind"],
            f"{text} ({', '.join(markings)})" if markings else text,
            *(f"{term[name]:.4f}" for name in ("value", "weight", "idf", "frequency")),
            f"{term['articles']:,}",
        )
    if bonus := hit["explanation"]["recency"]:
        age = f"{counted(bonus['days'], 'day')} before the newest article"
        table.add_row("recency", age, f"{bonus['value']:.4f}", f"{bonus['factor']:.4f}")
    return table


def print_person(record: PersonRecord) -> None:
    """Print what is known of a person, and why several names are taken for one person."""
    click.echo(f"{record.label}  [{record.id}]  {counted(record.count, 'article')}")
    for form in record.forms:
        click.echo(f"  printed as {form.name}: {form.count:,}  {_some(form.examples)}")
    for decision in record.decisions:
        click.echo(f"  {_told(decision)}  {_some(decision.examples)}")
    for namesake in record.namesakes:
        click.echo(f"  namesake: {namesake.label}: {namesake.count:,}  [{namesake.value}]")
    for ruling in record.rulings:
        said = ", ".join((ruling.about, *ruling.others, *ruling.articles))
        click.echo(f"  newsroom: {ruling.place}: {ruling.verb}: {said}")


def _some(examples: tuple[str, ...]) -> str:
    return f"[{', '.join(examples)}]" if examples else ""


def _told(decision: Decision) -> str:
    """Return a decision with the figures that it was made by."""
    name, articles = decision.name, counted(decision.articles, "article")
    seen = counted(decision.seen, "article")
    told = {
        Kind.SPELLING: f"{name}: a spelling of the same name, {articles}",
        Kind.SHORT: f"{name} alone in {articles}: of {decision.seen:,} with a longer "
        f"name that ends so, {decision.agreeing:,} print this one",
        Kind.TITLED: f"{name}: the same name with words before it, {articles}",
        Kind.NAMESAKES: f"{name}: {decision.articles:,} of {seen}, as {decision.note}; "
        f"the name is {decision.agreeing} persons'",
        Kind.INITIALS: f"{name}: initials, nobody's across articles",
    }
    return f"{decision.kind}: {told[decision.kind]}"


def print_decisions(decisions: Iterable[Decision]) -> None:
    """Print decisions about persons, a line each."""
    for one in decisions:
        click.echo(f"{_told(one)}  [{one.person or 'nobody'}]")


def print_reports(reports: Iterable[Report]) -> None:
    """Print what readers report."""
    for report in reports:
        about = " ".join(filter(None, (report.person, report.article)))
        click.echo(f"{report.id}  {report.received:%Y-%m-%d}  {report.subject}  {about}")
        if report.text:
            click.echo(f"    {report.text}")
