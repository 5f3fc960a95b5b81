"""What a request works with: settings, the newsroom's files, one engine from end to end."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from flask import Flask, current_app, g, request

from search_service.engines.base import Archive, Engine
from search_service.newsroom import Newsroom
from search_service.settings import Settings
from search_service.store import Store

_EXTENSION: Final = "search_service"

AS_OF: Final = "as_of"
"""The parameter of an address that names the state of the archive it is about."""

STATED: Final = frozenset(
    {
        *("pages.search", "pages.article", "trend.page", "words.page", "concordances.page"),
        *("stories.page", "exports.file", "citations.file", "batches.page", "batches.send"),
        *("api.search", "api_desk.trend", "api_desk.words", "api_desk.story"),
    }
)
"""Endpoints that take it; at all others it means nothing."""

_DIGITS: Final = 12
"""Hexadecimal digits of a fingerprint: 48 bits tell a handful of installations apart."""


@dataclass(frozen=True, slots=True)
class _Service:
    archive: Archive
    settings: Settings
    newsroom: Newsroom
    store: Store
    fingerprint: str


def install(app: Flask, archive: Archive, settings: Settings) -> None:
    """Give *app* the archive it serves, its settings and the newsroom's files.

    Raises:
        NewsroomError: one of these files cannot be used.
    """
    shaping = f"{version('search-service')} {settings.model_dump_json()}"
    app.extensions[_EXTENSION] = _Service(
        archive,
        settings,
        Newsroom(settings.newsroom_dir),
        Store(settings.store_file),
        hashlib.sha256(shaping.encode()).hexdigest()[:_DIGITS],
    )


def settings() -> Settings:
    """Return the settings of the running app."""
    return _service().settings


def fingerprint() -> str:
    """Return what changes with the release and the settings: the same in every worker."""
    return _service().fingerprint


def newsroom() -> Newsroom:
    """Return the newsroom's files, each as it is now."""
    return _service().newsroom


def partners() -> Mapping[str, str]:
    """Return the sites that may embed and ask, name -> origin; none: all may."""
    return {**settings().partners, **newsroom().partners()}


def store() -> Store:
    """Return what is kept beside the index."""
    return _service().store


def as_of() -> str:
    """Return the generation that this request's address names, empty for the live one."""
    return request.args.get(AS_OF, "").strip() if request.endpoint in STATED else ""


def engine() -> Engine:
    """Return this request's engine, opened at the first call: of the generation it names.

    Raises:
        GenerationGone: the generation is no longer kept; answered with 410.
        IndexMissing, IndexOutdated, EngineUnavailable: answered with 503.
    """
    if "engine" not in g:
        g.engine = _service().archive.engine(newsroom().people(), name=as_of())
    opened: Engine = g.engine
    return opened


def forget() -> None:
    """Let the archive go of what it can put together again."""
    _service().archive.forget()


def _service() -> _Service:
    service: _Service = current_app.extensions[_EXTENSION]
    return service
