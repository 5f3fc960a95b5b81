"""The command that says who may sign in to the staff pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search_service.cli.options import reported, settings_of
from search_service.newsroom import NewsroomError
from search_service.newsroom.tables import replace, written
from search_service.newsroom.users import changed


@click.command()
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take the user out: signed out at once, everywhere.")
def user(name: str, remove: bool) -> None:
    """Give NAME a password for the staff pages, a new one to whoever has one already.

    The file is the setting staff_users. The password is asked for, or read from standard input.
    """
    path = settings_of().staff_users
    if path is None:
        raise click.ClickException("set staff_users to the file that users are kept in first")
    password = None if remove else _password()
    with reported():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Nobody else on this machine has any business with it.
            replace(path, changed(_text(path), name, password).encode(), mode=0o600)
        except OSError as error:
            raise NewsroomError(f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"{name} {'may no longer' if remove else 'may now'} sign in.", err=True)


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\n")


def _text(path: Path) -> str:
    try:
        return written(path)
    except FileNotFoundError:
        return ""
