"""Which files the newsroom may keep, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from search_service.newsroom import abbreviations, pins
from search_service.newsroom.tables import Watched

ABBREVIATIONS: Final = "abbreviations.tsv"
PINS: Final = "pins.tsv"


class Newsroom:
    """The tables in one folder, each as its file now says. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Read the tables in *folder*; neither it nor any of them need be there.

        Raises:
            NewsroomError: a table cannot be used.
        """
        self._abbreviations = Watched(folder / ABBREVIATIONS, abbreviations.parse)
        self._pins = Watched(folder / PINS, pins.parse)

    def abbreviations(self) -> Mapping[str, tuple[str, ...]]:
        """Return abbreviation -> its long forms; none: it is not to be taken for one."""
        return self._abbreviations.table()

    def pins(self) -> pins.Pins:
        """Return the articles that stand first for a query; see ``pins.pinned``."""
        return self._pins.table()
