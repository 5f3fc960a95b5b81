"""The commands for what other programs send: publishing it, and the tokens that they need."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from types import FrameType

import click

from search_service.article import VIETNAM
from search_service.cli.building import summary
from search_service.cli.options import index_dir_option, reported, settings_of, store
from search_service.engines.errors import EngineError
from search_service.engines.opening import open_archive
from search_service.indexer import IndexingFailed
from search_service.publishing import Publisher
from search_service.readers import SourceError
from search_service.store import Store, StoreError
from search_service.store.articles import Articles
from search_service.store.tokens import Scope, Tokens


@click.command()
@click.option("--watch", is_flag=True, help="Go on, and publish whatever is new, until stopped.")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 86_400),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look.",
)
@index_dir_option
def publish(watch: bool, every: float, index_dir: Path | None) -> None:
    """Make what was accepted over HTTP, and what the setting `sources` names, searchable."""
    settings = settings_of(index_dir=index_dir)
    articles = Articles(Store(settings.store_file))
    publisher = Publisher(open_archive(settings, checked=True), articles, settings.sources)
    if not watch:
        with reported():
            _publish(publisher)
        return
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    click.echo(f"Looking every {every:g} s (Ctrl-C stops)", err=True)
    _keep_publishing(publisher, every, stop)


class _Stop:
    """Ends the program on a signal: at once, and after what is under way where it cannot.

    Python only prints what is raised while it removes an object, or calls back by itself.
    """

    def __init__(self) -> None:
        self.told = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.told = True
        raise SystemExit(0)


def _keep_publishing(publisher: Publisher, every: float, stop: _Stop) -> None:
    told = ""
    while not stop.told:
        try:
            _publish(publisher)
            told = ""
        except (EngineError, IndexingFailed, SourceError, StoreError) as error:
            # A full disk and another's build pass; what is due stays due.
            if str(error) != told:
                click.echo(f"Not published, trying again: {error}", err=True)
            told = str(error)
        time.sleep(every)


def _publish(publisher: Publisher) -> None:
    started = time.monotonic()
    report = publisher.publish()
    if report and report.generation:
        click.echo(summary(report, time.monotonic() - started), err=True)


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that programs need to send articles."""


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it is for (repeatable).",
)
def add(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it, once: what is kept cannot be turned back into it."""
    with reported():
        secret = Tokens(store()).add(name, map(Scope, scopes))
    click.echo(secret)
    click.echo("Keep it now: it is not shown again.", err=True)


@token.command("list")
def listed() -> None:
    """List the tokens, those that are revoked too."""
    with reported():
        tokens = Tokens(store()).all()
    if not tokens:
        click.echo("There is no token.", err=True)
    for one in tokens:
        times = {"created": one.created, "used": one.used, "revoked": one.revoked}
        told = [
            f"{what} {moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
            for what, moment in times.items()
            if moment
        ]
        click.echo("\t".join([one.name, " ".join(sorted(one.scopes)), *told]))


@token.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Make a token worthless at once."""
    with reported():
        if not Tokens(store()).revoke(name):
            raise click.ClickException(f"there is no token {name!r} that holds")
    click.echo(f"The token {name!r} is worth nothing any more.", err=True)
