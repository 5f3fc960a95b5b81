"""What a reader at a terminal sees of a search."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from search_service.wire import Json


def print_results(answer: Json) -> None:
    """Print an answer of ``wire.results_json``: a line a hit, and why it stands where it does."""
    click.echo(f"{answer['total']:,} articles")
    if answer["variants"]:
        click.echo(f"Searched for too: {', '.join(answer['variants'])}")
    if answer["suggestion"]:
        click.echo(f"Did you mean: {answer['suggestion']}")
    for hit in answer["hits"]:
        published = (hit["published"] or "undated")[:10]
        click.echo(f"{published}  {hit['section'] or '-'}  {hit['title']}  [{hit['id']}]")
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
    return table
