"""Columns: what each article is filtered, counted and sorted by, as arrays by article number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search_service.article import VIETNAM
from search_service.document import Document
from search_service.engines.arrays.coding import GONE, MOMENT_UNDATED
from search_service.engines.arrays.mapped import Array, Mapped
from search_service.engines.arrays.strings import Strings

NONE: Final = 0
"""The code of "no section" and "no role": the first string of either table is empty."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article's values, as they enter the columns.

    Attributes:
        people: (id of the name, name as printed most fully, role or "") of each person.
        definitions: The abbreviations explained, each with its long form.
        signature: By which copies of its text are told, empty for a short one.
    """

    id: str
    url: str
    title: str
    section: str
    published: datetime | None
    people: tuple[tuple[str, str, str], ...]
    fingerprint: str
    origin: str
    definitions: tuple[tuple[str, str], ...] = ()
    signature: bytes = b""

    @classmethod
    def of(
        cls,
        document: Document,
        definitions: tuple[tuple[str, str], ...] = (),
        signature: bytes = b"",
    ) -> Row:
        """Take the values of *document*, the abbreviations it explains, its text's signature."""
        article = document.article
        return cls(
            id=article.id,
            url=article.url or "",
            title=article.title,
            section=article.section or "",
            published=article.published,
            people=tuple((person.id, person.name, person.role or "") for person in document.people),
            fingerprint=article.fingerprint(),
            origin=document.origin,
            definitions=definitions,
            signature=signature,
        )


class Columns:
    """The columns of one generation, memory-mapped.

    Behind a base the arrays are of all articles, each string table and the signatures of those
    behind it. A number whose article is gone has no persons and no definitions, and is in none of
    the orders for lookups.

    Attributes:
        gone: u32: the numbers whose articles are gone, ascending.
        ids, urls, titles, fingerprints, origins: A string for each article.
        by_id, by_url, by_person: u32: places in the order of those strings, for lookups.
        section: u32: code into ``sections``; NONE for none.
        day: i32: ordinal of the day in Vietnam, UNDATED for none.
        month: i32: year * 12 + month - 1 likewise.
        moment: i64: seconds since 1970, the least i64 for none.
        newest, oldest: u32: each article's rank by date (undated last), then id.
        person_offsets: i64[articles + 1]: where each article's persons begin in ``persons``.
        persons, roles: u32: codes into ``person_ids``/``person_names`` and ``role_names``: what
            each article prints, a sighting. Who they are across articles is in ``people.py``.
        shorts, longs: A string for each definition of an abbreviation.
        definition_offsets: i64[articles + 1]: where each article's begin in ``definitions``.
        definitions: u32: places in ``shorts`` and ``longs``.
        signature_offsets: i64[articles + 1]: where each article's begins in ``signatures``, u8.
    """

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        """Map the columns that ``gathering`` wrote to *folder*, or ``extending`` behind *base*."""
        self._folder = folder
        self.base = Columns(base) if base else None
        for name in STRING_TABLES:
            setattr(self, name, Strings.of(folder, name, base))

    ids: Strings
    urls: Strings
    titles: Strings
    fingerprints: Strings
    origins: Strings
    sections: Strings
    person_ids: Strings
    person_names: Strings
    role_names: Strings
    shorts: Strings
    longs: Strings
    by_id = Mapped("by_id")
    by_url = Mapped("by_url")
    by_person = Mapped("by_person")
    section = Mapped("section")
    day = Mapped("day")
    month = Mapped("month")
    moment = Mapped("moment")
    newest = Mapped("newest")
    oldest = Mapped("oldest")
    person_offsets = Mapped("person_offsets")
    persons = Mapped("persons")
    roles = Mapped("roles")
    definition_offsets = Mapped("definition_offsets")
    definitions = Mapped("definitions")
    signature_offsets = Mapped("signature_offsets")
    signatures = Mapped("signatures")

    def __len__(self) -> int:
        return len(self.section)

    @cached_property
    def gone(self) -> Array:
        """The numbers whose articles are gone."""
        numbers = np.flatnonzero(self.day == GONE) if self.base else np.zeros(0)
        return numbers.astype(np.uint32)

    def number(self, article_id: str) -> int | None:
        """Return the number of the article with this id."""
        return _look_up(self.ids, self.by_id, article_id)

    def number_by_url(self, url: str) -> int | None:
        """Return the number of the article published at *url*."""
        return _look_up(self.urls, self.by_url, url) if url else None

    def behind(self, article_id: str) -> Array:
        """Return the numbers of the articles whose ids come after *article_id*, in that order."""
        wanted = article_id.encode("utf-8", "replace")
        place = bisect_right(
            range(len(self.by_id)), wanted, key=lambda n: self.ids.encoded(int(self.by_id[n]))
        )
        following: Array = self.by_id[place:]
        return following

    def person_code(self, person: str) -> int | None:
        """Return the code of the name with this id."""
        return _look_up(self.person_ids, self.by_person, person)

    def people_of(self, number: int) -> tuple[tuple[str, str, str], ...]:
        """Return (id of the name, name, role or "") of the persons that an article prints."""
        row = range(self.person_offsets[number], self.person_offsets[number + 1])
        return tuple(
            (
                self.person_ids[int(self.persons[place])],
                self.person_names[int(self.persons[place])],
                self.role_names[int(self.roles[place])],
            )
            for place in row
        )

    def definitions_of(self, number: int) -> tuple[tuple[str, str], ...]:
        """Return (abbreviation, long form) of those that an article explains."""
        row = range(self.definition_offsets[number], self.definition_offsets[number + 1])
        codes = [int(self.definitions[place]) for place in row]
        return tuple((self.shorts[code], self.longs[code]) for code in codes)

    def row(self, number: int) -> Row:
        """Return an article's values as they entered the columns (a person's name: the label)."""
        return Row(
            id=self.ids[number],
            url=self.urls[number],
            title=self.titles[number],
            section=self.sections[int(self.section[number])],
            published=self.published(number),
            people=self.people_of(number),
            fingerprint=self.fingerprints[number],
            origin=self.origins[number],
            definitions=self.definitions_of(number),
            signature=self.signature(number),
        )

    def published(self, number: int) -> datetime | None:
        """Return when an article was published, to the second."""
        moment = int(self.moment[number])
        return None if moment == MOMENT_UNDATED else datetime.fromtimestamp(moment, VIETNAM)

    def signature(self, number: int) -> bytes:
        """Return the signature of an article's text, empty for a short one."""
        if self.base is not None:
            if number < len(self.base):
                return self.base.signature(number)
            number -= len(self.base)
        row = slice(self.signature_offsets[number], self.signature_offsets[number + 1])
        return self.signatures[row].tobytes()


STRING_TABLES: Final = (
    "ids", "urls", "titles", "fingerprints", "origins", "sections",
    "person_ids", "person_names", "role_names", "shorts", "longs",
)  # fmt: skip


def _look_up(strings: Strings, order: Array, value: str) -> int | None:
    wanted = value.encode("utf-8", "replace")
    place = bisect_left(range(len(order)), wanted, key=lambda n: strings.encoded(int(order[n])))
    if place < len(order) and strings.encoded(int(order[place])) == wanted:
        return int(order[place])
    return None
