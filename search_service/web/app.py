"""The application factory: what is set once, before the first request."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Flask
from werkzeug.routing import PathConverter

import search_service
from search_service.engines.base import Archive
from search_service.settings import Settings
from search_service.web import (
    admitting,
    api,
    api_desk,
    assets,
    batches,
    builder,
    caching,
    chips,
    citations,
    concordances,
    downloads,
    errors,
    exports,
    feeds,
    followed,
    headers,
    health,
    i18n,
    identifying,
    logs,
    memory,
    metrics,
    oembed,
    opensearch,
    pages,
    partners,
    pictures,
    present,
    publishing,
    rate,
    recording,
    reference,
    reporting,
    sitemap,
    staff,
    states,
    stories,
    structured,
    trend,
    widget,
    words,
)
from search_service.web.context import install

PACKAGE: Final = Path(search_service.__file__).resolve().parent

MAX_BODY: Final = 1024 * 1024
"""Largest request body read, in bytes: the longest text that may be posted, as escaped JSON."""


class ArticleIdConverter(PathConverter):
    """Any text as an article's identifier, slashes and a leading slash included."""

    regex = ".+?"
    part_isolating = False


def template_folder() -> Path:
    """Return where the templates are: in the package when installed, beside it in a checkout."""
    installed = PACKAGE / "templates"
    return installed if installed.is_dir() else PACKAGE.parent / "templates"


def _flask() -> Flask:
    """Return an app that knows no address yet, set up as all answers need it."""
    app = Flask(
        __name__,
        template_folder=str(template_folder()),
        static_folder=str(PACKAGE / "static"),
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Vietnamese stays readable
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of the contract
    app.url_map.merge_slashes = False  # an identifier may hold two slashes: https://...
    app.url_map.converters["article_id"] = ArticleIdConverter
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def create_app(archive: Archive, settings: Settings) -> Flask:
    """Return the web app over *archive*.

    Each request asks the archive for its engine once, so a new generation is served as soon as
    it is published, and one request never mixes two.

    Raises:
        NewsroomError: a file of the newsroom cannot be used.
    """
    app = _flask()
    install(app, archive, settings)
    app.config["API_RATE_LIMIT"] = settings.api_rate_limit
    app.config["THREADS"] = settings.threads
    for part in (
        metrics,
        logs,  # before all that may refuse a request
        admitting,
        i18n,
        assets,
        states,
        present,
        chips,
        structured,
        errors,
        caching,
        rate,
        partners,
        downloads,
        recording,
        memory,
    ):
        part.init_app(app)
    for room in (
        *(pages, identifying, reporting, pictures, feeds, followed, opensearch, sitemap),
        *(api, api_desk, publishing, reference, health, metrics),
        *(widget, oembed, builder),
        *(trend, words, concordances, stories, exports, citations, batches),
    ):
        app.register_blueprint(room.blueprint)
    staff.init_app(app)
    headers.init_app(app, settings)
    return app
