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
    CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL);
    CREATE TABLE versions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        saved TEXT NOT NULL,
        by TEXT NOT NULL,
        text TEXT NOT NULL
    );
    CREATE TABLE searches (
        day TEXT NOT NULL,
        query TEXT NOT NULL,
        searches INTEGER NOT NULL,
        empty INTEGER NOT NULL,
        seconds REAL NOT NULL,
        slowest REAL NOT NULL,
        clicks INTEGER NOT NULL,
        places INTEGER NOT NULL,
        PRIMARY KEY (day, query)
    ) WITHOUT ROWID;
    CREATE TABLE follows (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        mail TEXT NOT NULL,
        by TEXT NOT NULL,
        saved TEXT NOT NULL,
        seen TEXT NOT NULL
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
