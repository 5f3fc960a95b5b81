"""Whether a form of our own was sent: what keeps other sites' pages from writing here."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, request

from search_service.web.context import settings


def require_own_form() -> None:
    """Answer with 403 what another site's page sends.

    Browsers say where a request comes from (https://www.w3.org/TR/fetch-metadata/), older ones
    its origin alone. A program may say anything, and could send what it wants itself as well.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = {urlsplit(address)[:2] for address in (request.host_url, settings().base_url) if address}
    if site is None and origin is None:
        return
    if site not in {None, "same-origin"} or (origin and urlsplit(origin)[:2] not in own):
        abort(403)
