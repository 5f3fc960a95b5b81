"""Who may sign in to the staff pages: names with the hashes of their passwords, in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from werkzeug.security import check_password_hash, generate_password_hash

from search_service.newsroom.tables import NewsroomError, Row, Watched

LEAST_PASSWORD: Final = 12
"""Shortest password, in characters: NIST SP 800-63B-4 asks for 8, with limits on guessing, as
there are here; a desk that many may try earns some more."""

MOST_PASSWORD: Final = 256
"""Longest password, in characters: hashing must not become a way to keep the service busy."""

MAX_NAME: Final = 80

_NOBODY: Final = generate_password_hash("nobody's password")
"""What the password for an unknown name is compared with, so that it takes as long."""


class Users:
    """The users of one file, as it is now. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Read *path*, which need not be there: then nobody can sign in.

        Raises:
            NewsroomError: it cannot be used.
        """
        self._table = Watched(path, parse)

    def hash_of(self, name: str) -> str | None:
        """Return the hash of the user's password, None for nobody's."""
        return self._table.table().get(name)

    def admits(self, name: str, password: str) -> bool:
        """Tell whether this is the user's password; it takes as long for a name that is none."""
        known = self.hash_of(name)
        fits = check_password_hash(known or _NOBODY, password[:MOST_PASSWORD])
        return fits and known is not None


def parse(rows: Sequence[Row]) -> Mapping[str, str]:
    """Return the users of *rows*, name -> hash.

    Raises:
        NewsroomError: a line was not made by ``line``.
    """
    users: dict[str, str] = {}
    for row in rows:
        if len(row.cells) != 2 or not row.cells[0] or row.cells[1].count("$") != 2:
            raise NewsroomError(f"{row.place}: let search-service user NAME write this line")
        users[row.cells[0]] = row.cells[1]
    return users


def changed(text: str, name: str, password: str | None) -> str:
    """Return the *text* of a file of users with this user's password, or without the user.

    Raises:
        NewsroomError: the name or the password cannot be used.
    """
    if not 0 < len(name) <= MAX_NAME or any(map(str.isspace, name)) or name.startswith("#"):
        raise NewsroomError(f"a name is one word of up to {MAX_NAME} characters")
    kept = [line for line in text.splitlines() if line.split("\t")[0] != name]
    if password is None and len(kept) == len(text.splitlines()):
        raise NewsroomError(f"there is no user {name}")
    if password is not None:
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise NewsroomError(
                f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters; four words do well"
            )
        kept.append(f"{name}\t{generate_password_hash(password)}")
    return "".join(f"{line}\n" for line in kept)
