"""What a request works with: settings, the newsroom's files, one engine from end to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, g

from search_service.engines.base import Archive, Engine
from search_service.newsroom import Newsroom
from search_service.settings import Settings

_EXTENSION: Final = "search_service"


@dataclass(frozen=True, slots=True)
class _Service:
    archive: Archive
    settings: Settings
    newsroom: Newsroom


def install(app: Flask, archive: Archive, settings: Settings) -> None:
    """Give *app* the archive it serves, its settings and the newsroom's files.

    Raises:
        NewsroomError: one of these files cannot be used.
    """
    app.extensions[_EXTENSION] = _Service(archive, settings, Newsroom(settings.newsroom_dir))


def settings() -> Settings:
    """Return the settings of the running app."""
    return _service().settings


def newsroom() -> Newsroom:
    """Return the newsroom's files, each as it is now."""
    return _service().newsroom


def engine() -> Engine:
    """Return this request's engine, opened at the first call.

    Raises:
        IndexMissing, IndexOutdated, EngineUnavailable: answered with 503.
    """
    if "engine" not in g:
        g.engine = _service().archive.engine()
    opened: Engine = g.engine
    return opened


def _service() -> _Service:
    service: _Service = current_app.extensions[_EXTENSION]
    return service
