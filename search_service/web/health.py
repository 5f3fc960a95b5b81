"""Health for the machines that watch the service."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from search_service.web.context import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process is up, whatever the state of the index."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer with the generation that is served; 503 when there is none to open."""
    generation = engine().generation
    return jsonify(status="ready", generation=generation.name, articles=generation.articles)
