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
    """
    CREATE TABLE articles (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        fingerprint TEXT NOT NULL,
        record TEXT,
        accepted TEXT NOT NULL
    );
    CREATE TABLE tokens (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        digest TEXT NOT NULL UNIQUE,
        scopes TEXT NOT NULL,
        created TEXT NOT NULL,
        used TEXT,
        revoked TEXT
    );
    """,
)
"""Scripts by number: ``PRAGMA user_version`` of a file says how many of them it has had."""
