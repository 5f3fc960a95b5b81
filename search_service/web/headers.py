"""What every answer tells the browser to keep from."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from search_service.settings import Settings
from search_service.web.partners import SHARED
from search_service.web.policy import content_security_policy

ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}

YEAR: Final = 31_536_000
"""Seconds for which a browser that came by HTTPS comes by nothing else. Only this host: names below
it are not ours to speak for."""


def init_app(app: Flask, settings: Settings) -> None:
    """Put them on every answer of *app* that does not say otherwise itself."""
    policy = content_security_policy(img_src=["'self'", "data:", *settings.picture_origins])

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        for name, value in ALWAYS.items():
            headers.setdefault(name, value)
        shared = request.path.startswith(SHARED)
        headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
        )
        if "frame-ancestors 'none'" in headers["Content-Security-Policy"]:
            headers.setdefault("X-Frame-Options", "DENY")  # for what does not read the policy
        if request.is_secure:  # said over plain HTTP it would not count (RFC 6797, 7.2)
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        return response
