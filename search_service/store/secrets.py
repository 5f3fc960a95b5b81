"""Secrets that the service makes for itself, once, and shares between its processes."""

from __future__ import annotations

from secrets import token_bytes
from typing import Final

from search_service.store.file import Store

_BYTES: Final = 32


def secret(store: Store, name: str) -> bytes:
    """Return the secret *name*, made at the first call.

    Raises:
        StoreError: it can be neither made nor read.
    """
    with store.opened() as file, file:
        file.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, token_bytes(_BYTES)))
        (value,) = file.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
    return bytes(value)
