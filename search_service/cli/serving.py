"""The command that serves the archive."""

from __future__ import annotations

from pathlib import Path

import click

from search_service.cli.options import (
    index_dir_option,
    reported,
    settings_of,
)
from search_service.cli.printing import counted
from search_service.engines.opening import open_archive
from search_service.settings import Settings
from search_service.web import logs, metrics
from search_service.web.app import create_app
from search_service.web.serving import serve as serve_app


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8080).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@index_dir_option
def serve(host: str | None, port: int | None, workers: int, index_dir: Path | None) -> None:
    """Serve the archive over HTTP."""
    settings = settings_of(host=host, port=port, index_dir=index_dir)
    logs.configure(settings.log_format, settings.log_level)
    with metrics.shared(workers):
        _serve(settings, workers)


def _serve(settings: Settings, workers: int) -> None:
    archive = open_archive(settings, checked=True)
    with reported():
        generation = archive.engine().generation
        app = create_app(archive, settings)
    served = counted(generation.articles, "article")
    address = f"http://{settings.host}:{settings.port}/"
    try:
        serve_app(
            app,
            settings,
            workers=workers,
            listening=lambda: click.echo(f"Serving {served} at {address} (Ctrl-C stops)", err=True),
        )
    except OSError as error:
        place = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"cannot listen on {place}: {error.strerror}") from error
