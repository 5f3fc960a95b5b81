"""The content security policy: what a page may load, and who may frame it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_DIRECTIVES: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def content_security_policy(**changed: Iterable[str]) -> str:
    """Return the policy of every answer, some directives *changed* (``frame_src`` is frame-src)."""
    given = {name.replace("_", "-"): " ".join(sources) for name, sources in changed.items()}
    return "; ".join(f"{name} {sources}" for name, sources in (_DIRECTIVES | given).items())
