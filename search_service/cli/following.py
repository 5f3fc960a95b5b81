"""The commands that follow searches and mail what is new."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import click

from search_service.cli.options import (
    archive_in,
    article_pages,
    filtering_options,
    index_dir_option,
    json_option,
    newsroom,
    print_json,
    query_of,
    reported,
    settings_of,
    store,
)
from search_service.cli.printing import counted
from search_service.desk.following import address, mails, news, text, watched
from search_service.grammar import typed
from search_service.settings import Settings
from search_service.store.follows import Follow, Follows
from search_service.wire import Json

_WAIT: Final = 30.0
"""Seconds that the mail server may take for an answer."""


@click.command()
@click.argument("query", required=False)
@click.option("--name", help="What to call it (default: the query).")
@click.option("--mail", default="", help="Where `digest` sends what is new.")
@click.option("--drop", type=click.IntRange(1), metavar="ID", help="Follow this one no longer.")
@filtering_options
@index_dir_option
@json_option
def follow(
    query: str | None,
    name: str | None,
    mail: str,
    drop: int | None,
    index_dir: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Follow a search under a name; without QUERY, show what is followed."""
    with reported():
        kept = Follows(store())
        if drop is not None:
            if not kept.remove(drop):
                raise click.ClickException(f"nothing with the number {drop} is followed")
        elif query is not None:
            wanted = typed(query_of(query, options))
            engine = archive_in(index_dir).engine(newsroom().people())
            there = [one.article.id for one in watched(engine, newsroom(), wanted)]
            sent = _address(mail) if mail else ""
            kept.add(wanted, name=name or wanted or "Tất cả bài", mail=sent, seen=there)
        known = kept.all()
    if as_json:
        print_json({"follows": [_json(one) for one in known]})
        return
    if not known:
        click.echo("Nothing is followed.", err=True)
    base = settings_of().base_url
    for one in known:
        click.echo(f"{one.id}  {one.name}  [{one.query}]  {one.mail}".rstrip())
        click.echo(f"    {base}{_feed(one)}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Print what is new; send and remember nothing.")
@index_dir_option
def digest(dry_run: bool, index_dir: Path | None) -> None:
    """Mail what is new to those who follow a search; to be run by a timer."""
    settings = settings_of(index_dir=index_dir)
    with reported():
        kept = Follows(store())
        engine = archive_in(index_dir).engine(newsroom().people())
        told = [news(engine, newsroom(), one) for one in kept.all() if one.mail or dry_run]
    page = article_pages(settings)
    if dry_run:
        for one in filter(lambda one: one.fresh, told):
            click.echo(f"{text(one, page)}\n")
        return
    if not (settings.smtp_url.get_secret_value() and settings.mail_from):
        raise click.ClickException("set smtp_url and mail_from first, or use --dry-run")
    sent = 0
    with _mail_server(settings) as server:
        for message, listed in mails(
            told, sender=settings.mail_from, archive=settings.site_name, page=page
        ):
            server.send_message(message)
            # Only now: what could not be sent is new again the next time.
            with reported():
                kept.told({one.follow.id: one.seen for one in listed})
            sent += 1
    click.echo(f"{counted(sent, 'mail')} sent.", err=True)


@contextmanager
def _mail_server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Sign in to the mail server; a name and password go over an encrypted connection alone."""
    url = urlsplit(settings.smtp_url.get_secret_value())
    host, secure = url.hostname or "", ssl.create_default_context()
    where = f"the mail server {host}:{url.port or 'default port'}"
    try:
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, url.port or 465, timeout=_WAIT, context=secure
            )
        else:
            server = smtplib.SMTP(host, url.port or 25, timeout=_WAIT)
        with server:
            if url.username:
                if url.scheme == "smtp":
                    server.starttls(context=secure)
                server.login(unquote(url.username), unquote(url.password or ""))
            yield server
    except (OSError, smtplib.SMTPException) as error:
        raise click.ClickException(f"{where}: {error}") from error


def _address(mail: str) -> str:
    try:
        return address(mail)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--mail") from None


def _feed(one: Follow) -> str:
    """Return where the private feed is, below the archive's address."""
    return f"/followed/{one.key}.atom"


def _json(one: Follow) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "mail": one.mail,
        "feed": _feed(one),
        "saved": one.saved.isoformat(),
    }
