"""What a request works with: the settings, and one engine from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask, current_app, g

from search_service.engines.base import Archive, Engine
from search_service.settings import Settings

_EXTENSION: Final = "search_service"


@dataclass(frozen=True, slots=True)
class _Service:
    archive: Archive
    settings: Settings


def install(app: Flask, archive: Archive, settings: Settings) -> None:
    """Give *app* the archive it serves and its settings."""
    app.extensions[_EXTENSION] = _Service(archive, settings)


def settings() -> Settings:
    """Return the settings of the running app."""
    return _service().settings


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
