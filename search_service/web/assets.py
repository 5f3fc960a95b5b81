"""Static files under addresses that carry a digest of their content, so they are kept for long."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, request

DIGEST_LENGTH: Final = 12
"""Hexadecimal digits of SHA-256 in an address: 48 bits tell a handful of versions apart."""

FOREVER: Final = "public, max-age=31536000, immutable"
BRIEFLY: Final = "public, max-age=300"


def init_app(app: Flask) -> None:
    """Add the digest to every address of a static file, and the cache headers to its answer."""
    folder = Path(app.static_folder or "")
    digests = {path.name: _digest(path) for path in folder.iterdir() if path.is_file()}

    @app.url_defaults
    def add_digest(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in digests:
            values["v"] = digests[values["filename"]]

    @app.after_request
    def cache(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in {200, 304}:
            name = (request.view_args or {}).get("filename", "")
            current = request.args.get("v") == digests.get(name)
            response.headers["Cache-Control"] = FOREVER if current else BRIEFLY
            # A sandboxed frame of ours has no origin, so these are not its own.
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:DIGEST_LENGTH]
