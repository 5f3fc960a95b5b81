"""Who may do more than read: programs that show a token (RFC 6750)."""

from __future__ import annotations

from typing import Final

from flask import request

from search_service.store.tokens import Scope, Tokens
from search_service.web.context import store

REALM: Final = "search-service"


class NotAuthorized(Exception):
    """A request without a token that is for it.

    Attributes:
        status: 401 where no token holds, 403 where one does but is for something else.
        challenge: What the header WWW-Authenticate says.
    """

    def __init__(self, status: int, challenge: str) -> None:
        super().__init__(challenge)
        self.status = status
        self.challenge = challenge


def require(scope: Scope) -> None:
    """Let only a program go on that shows a token for *scope*.

    Raises:
        NotAuthorized: it does not.
        StoreError: the tokens cannot be read.
    """
    secret = _shown()
    if not secret:
        raise NotAuthorized(401, f'Bearer realm="{REALM}"')
    scopes = Tokens(store()).scopes(secret)
    if scopes is None:
        raise NotAuthorized(401, f'Bearer realm="{REALM}", error="invalid_token"')
    if scope not in scopes:
        told = f'error="insufficient_scope", scope="{scope.value}"'
        raise NotAuthorized(403, f'Bearer realm="{REALM}", {told}')


def _shown() -> str:
    """Return the token of this request: the bearer's, or the password of an address.

    Some systems take no header of their own, but ``https://any:TOKEN@host/``. A token is never
    taken from a query: these stand in the logs of every server on the way.
    """
    shown = request.authorization
    if shown is None:
        return ""
    return (shown.token if shown.type == "bearer" else shown.password) or ""
