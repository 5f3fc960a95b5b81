"""The commands that keep what cannot be built again."""

from __future__ import annotations

from pathlib import Path

import click

from search_service.article import VIETNAM
from search_service.cli.options import reported, settings_of
from search_service.settings import settings_path
from search_service.store import Store, StoreError
from search_service.store.archiving import SETTINGS, back_up, put_back, put_file, unpacked


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def backup(file: Path, force: bool) -> None:
    """Write all that cannot be built again to one file: store, newsroom's files, settings."""
    settings = settings_of()
    store = Store(settings.store_file)
    with reported():
        names = back_up(file, store, settings.newsroom_dir, settings_path(), force=force)
    click.echo(f"{file} has {', '.join(names)}.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there.")
def restore(file: Path, force: bool) -> None:
    """Put back what `backup` wrote, on this machine or another; then build the index again."""
    place = settings_path()
    with reported(), unpacked(file, settings_of().store_file.absolute().parent) as content:
        # On a new machine the settings say where the rest belongs.
        moved_in = SETTINGS in content.names and not place.exists()
        if moved_in:
            put_file(content.folder / SETTINGS, place)
        try:
            settings = settings_of()
            put_back(content, Store(settings.store_file), settings.newsroom_dir, force=force)
        except (StoreError, click.ClickException):
            if moved_in:
                place.unlink()
            raise
    if SETTINGS in content.names and not moved_in:
        click.echo(f"{place} stays; the one in the backup was left out.", err=True)
    click.echo(
        f"Restored as of {content.made.astimezone(VIETNAM):%d/%m/%Y %H:%M}. Build the index again: "
        "search-service index SOURCE..., or search-service publish where all articles were sent.",
        err=True,
    )
