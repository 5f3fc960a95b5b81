"""Tokens of programs that may do more than read, each with a name and what it is for.

Kept is a digest, never the token: it has 256 random bits, so nothing slower than SHA-256 is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from search_service.store.file import Store, StoreError

PREFIX: Final = "kho_"
"""What every token begins with: programs that look for lost secrets know it by that."""

_BYTES: Final = 32
_SEEN: Final = timedelta(minutes=1)
"""How exactly it is kept when a token was last used: a write for each request would double them."""

MAX_NAME: Final = 80
"""Longest name of a token, in characters: it stands on one line of a list."""


class Scope(StrEnum):
    """What a token is for."""

    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed; the secret is known to its holder alone.

    Attributes:
        used: When it was last used, to the minute; None if never.
        revoked: Since when it is worth nothing; None while it holds.
    """

    name: str
    scopes: frozenset[Scope]
    created: datetime
    used: datetime | None
    revoked: datetime | None


class Tokens:
    """The tokens of a store."""

    def __init__(self, store: Store) -> None:
        """Keep tokens in *store*; nothing is read or written yet."""
        self._store = store

    def add(self, name: str, scopes: Iterable[Scope]) -> str:
        """Make a token called *name* and return it: the only time that it can be read.

        Raises:
            StoreError: a token that holds has this name, or the file cannot be written.
        """
        if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
            raise StoreError(f"a token's name is 1 to {MAX_NAME} printable characters")
        secret = PREFIX + secrets.token_urlsafe(_BYTES)
        with self._store.opened() as file, file:
            file.execute("BEGIN IMMEDIATE")
            held = "SELECT 1 FROM tokens WHERE name = ? AND revoked IS NULL"
            if file.execute(held, (name,)).fetchone():
                raise StoreError(
                    f"there is a token {name!r} already; revoke it or take another name"
                )
            file.execute(
                "INSERT INTO tokens (name, digest, scopes, created) VALUES (?, ?, ?, ?)",
                (name, _digest(secret), " ".join(sorted(set(scopes))), _now()),
            )
        return secret

    def revoke(self, name: str) -> bool:
        """Make the token called *name* worthless at once; return whether there was one that held.

        Raises:
            StoreError: the file cannot be written.
        """
        if not self._store.exists():
            return False
        with self._store.opened() as file, file:
            done = file.execute(
                "UPDATE tokens SET revoked = ? WHERE name = ? AND revoked IS NULL", (_now(), name)
            )
            return done.rowcount > 0

    def all(self) -> list[Token]:
        """Return every token there ever was, the oldest first.

        Raises:
            StoreError: the file cannot be read.
        """
        if not self._store.exists():
            return []
        with self._store.opened() as file:
            rows = file.execute(
                "SELECT name, scopes, created, used, revoked FROM tokens ORDER BY id"
            )
            return [
                Token(name, _scopes(scopes), datetime.fromisoformat(created), *map(_moment, rest))
                for name, scopes, created, *rest in rows
            ]

    def scopes(self, secret: str) -> frozenset[Scope] | None:
        """Return what the token *secret* is for, None where no token that holds is it.

        Raises:
            StoreError: the file cannot be read.
        """
        if not self._store.exists():
            return None
        digest = _digest(secret)
        with self._store.opened() as file:
            held = file.execute(
                "SELECT id, digest, scopes, used FROM tokens WHERE revoked IS NULL"
            ).fetchall()
            # All are compared, each in a time that does not depend on where they differ.
            fitting = [row for row in held if hmac.compare_digest(row[1], digest)]
            if not fitting:
                return None
            number, _, scopes, used = fitting[0]
            if used is None or datetime.now(UTC) - datetime.fromisoformat(used) > _SEEN:
                with file:
                    file.execute("UPDATE tokens SET used = ? WHERE id = ?", (_now(), number))
        return _scopes(scopes)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _scopes(written: str) -> frozenset[Scope]:
    """Return the scopes in *written* that this release knows."""
    return frozenset(scope for scope in Scope if scope in written.split())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
