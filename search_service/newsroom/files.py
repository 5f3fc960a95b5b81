"""Which files the newsroom may keep, and what each says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from search_service.engines.records import Definition
from search_service.identity import Rulings
from search_service.newsroom import abbreviations, partners, people, pins
from search_service.newsroom.abbreviations import Abbreviations, Entry, in_effect
from search_service.newsroom.tables import Parse, Watched
from search_service.newsroom.variants import Spellings

ABBREVIATIONS: Final = "abbreviations.tsv"
PINS: Final = "pins.tsv"
PEOPLE: Final = "people.tsv"
PARTNERS: Final = "partners.tsv"

PARSERS: Final[Mapping[str, Parse[object]]] = {
    PEOPLE: people.parse,
    PINS: pins.parse,
    ABBREVIATIONS: abbreviations.parse,
    PARTNERS: partners.parse,
}
"""Every table by the name of its file, and what finds out whether it can be used."""

_DIGITS: Final = 8
"""Hexadecimal digits of a state: it tells the files as they are from what they were."""


class Newsroom:
    """The tables in one folder, each as its file now says. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Read the tables in *folder*; neither it nor any of them need be there.

        Raises:
            NewsroomError: a table cannot be used.
        """
        self._abbreviations = Watched(folder / ABBREVIATIONS, abbreviations.parse)
        self._spellings: tuple[Abbreviations, Sequence[Definition], Spellings] | None = None
        self._pins = Watched(folder / PINS, pins.parse)
        self._people = Watched(folder / PEOPLE, people.parse)
        self._partners = Watched(folder / PARTNERS, partners.parse)

    def abbreviations(self) -> Abbreviations:
        """Return abbreviation -> its long forms; none: it is not to be taken for one."""
        return self._abbreviations.table()

    def in_effect(self, mined: Sequence[Definition]) -> tuple[Entry, ...]:
        """Return the abbreviations in effect, those *mined* from an archive among them."""
        return in_effect(self.abbreviations(), mined)

    def spellings(self, mined: Sequence[Definition]) -> Spellings:
        """Return the spellings that are in effect beside those *mined* from an archive.

        They are put together anew when the file has changed or another *mined* is given.
        """
        own, known = self.abbreviations(), self._spellings
        if known is None or known[0] is not own or known[1] is not mined:
            table = {entry.short: entry.forms for entry in in_effect(own, mined)}
            known = self._spellings = (own, mined, Spellings(table))
        return known[2]

    def state(self) -> str:
        """Return what changes whenever a table does: the same in every process."""
        tables = (self._abbreviations, self._pins, self._people, self._partners)
        states = tuple(table.state() for table in tables)
        return hashlib.sha256(repr(states).encode()).hexdigest()[:_DIGITS]

    def pins(self) -> pins.Pins:
        """Return the articles that stand first for a query; see ``pins.pinned``."""
        return self._pins.table()

    def people(self) -> Rulings:
        """Return what is said of persons: the same object until the file changes."""
        return self._people.table()

    def partners(self) -> Mapping[str, str]:
        """Return the sites that may embed and ask beside those of the settings, name -> origin."""
        return self._partners.table()
