"""The tables of the store, as the steps by which an older file becomes a newer one.

A step that has been released is never changed: what it made is mended by a later one.
"""

from typing import Final

MIGRATIONS: Final = (
    """
    CREATE TABLE reports (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        received TEXT NOT NULL,
        subject TEXT NOT NULL,
        person TEXT NOT NULL,
        article TEXT NOT NULL,
        text TEXT NOT NULL,
        closed TEXT
    );
    """,
)
"""Scripts by number: ``PRAGMA user_version`` of a file says how many of them it has had."""
