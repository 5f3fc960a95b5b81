"""Gathering the columns of a build article by article, in a few dozen bytes of memory for each.

Texts wait in files, codes in arrays; in memory as texts are the ids, and once each the names, roles
and sections that are printed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self

import numpy as np

from search_service.article import VIETNAM
from search_service.engines.arrays.coding import MOMENT_UNDATED, UNDATED, Codes, ranks_of
from search_service.engines.arrays.columns import Row
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.strings import Strings, StringsWriter, utf8_order
from search_service.identity import Sighting

_TEXTS: Final = ("urls", "titles", "fingerprints", "origins")

_PRINTED_BITS: Final = 32


class Rows:
    """The values of all articles of a build.

    Attributes:
        numbers: Each article's id with its number.
        printed: The names of persons as they are printed, with their codes.
        printings: u32: of every sighting the code of the name printed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Keep texts in files on the disk of *folder*, or where temporary files are."""
        self.numbers: dict[str, int] = {}
        self.printed = Codes()
        self.printings = array("I")
        self._texts = {name: StringsWriter(folder) for name in _TEXTS}
        self._sections, self._section = Codes(""), array("I")
        self._moments, self._days, self._months = array("q"), array("i"), array("i")
        self._names, self._roles = Codes(), Codes("")
        self._named, self._in_role, self._people = array("I"), array("I"), array("I")
        self._definitions: dict[tuple[str, str], int] = {}
        self._defined, self._explained = array("I"), array("I")
        self._signatures, self._signed = bytearray(), array("I")

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """Gather *rows*."""
        gathered = cls()
        for row in rows:
            gathered.add(row)
        return gathered

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, row: Row) -> None:
        """Add the next article.

        Raises:
            ValueError: it is there.
        """
        if self.numbers.setdefault(row.id, len(self.numbers)) != len(self._section):
            raise ValueError(f"article {row.id} was added twice")
        for name, value in zip(
            _TEXTS, (row.url, row.title, row.fingerprint, row.origin), strict=True
        ):
            self._texts[name].append(value)
        self._section.append(self._sections[row.section])
        self._date(row)
        self._people.append(len(row.people))
        for name, printed, role in row.people:
            self._named.append(self._names[name])
            self.printings.append(self.printed[printed])
            self._in_role.append(self._roles[role])
        known = self._definitions
        self._defined.append(len(row.definitions))
        self._explained.extend(known.setdefault(one, len(known)) for one in row.definitions)
        self._signed.append(len(row.signature))
        self._signatures += row.signature

    def _date(self, row: Row) -> None:
        published = row.published
        local = published.astimezone(VIETNAM) if published else None
        self._moments.append(int(published.timestamp()) if published else MOMENT_UNDATED)
        self._days.append(local.toordinal() if local else UNDATED)
        self._months.append(local.year * 12 + local.month - 1 if local else UNDATED)

    def sightings(self) -> Iterator[Sighting]:
        """Yield every person of every article as found there."""
        names, printed, roles = list(self._names), list(self.printed), list(self._roles)
        sections = list(self._sections)
        places = iter(zip(self._named, self.printings, self._in_role, strict=True))
        for number, article in enumerate(self.numbers):
            day, section = self._days[number], sections[self._section[number]]
            for _ in range(self._people[number]):
                name, shown, role = next(places)
                yield Sighting(article, names[name], printed[shown], roles[role], day, section)

    def sizes(self) -> Array:
        """Return i64[articles]: how many persons each has."""
        return np.array(self._people, dtype=np.int64)

    def write(self, folder: Path) -> None:
        """Write what ``Columns`` maps to *folder*."""
        Strings.write(folder, "ids", self.numbers)
        for name, texts in self._texts.items():
            texts.write(folder, name)
        Strings.write(folder, "sections", self._sections)
        Strings.write(folder, "person_ids", self._names)
        Strings.write(folder, "person_names", self._usual())
        Strings.write(folder, "role_names", self._roles)
        Strings.write(folder, "shorts", (short for short, _ in self._definitions))
        Strings.write(folder, "longs", (form for _, form in self._definitions))
        by_id = utf8_order(self.numbers)
        arrays = {
            "by_id": by_id.astype(np.uint32),
            "by_url": utf8_order(Strings(folder, "urls")).astype(np.uint32),
            "by_person": utf8_order(self._names).astype(np.uint32),
            "section": np.array(self._section, dtype=np.uint32),
            "day": np.array(self._days, dtype=np.int32),
            "month": np.array(self._months, dtype=np.int32),
            **self._ranked(by_id),
            "person_offsets": _offsets(self._people),
            "persons": np.array(self._named, dtype=np.uint32),
            "roles": np.array(self._in_role, dtype=np.uint32),
            "definition_offsets": _offsets(self._defined),
            "definitions": np.array(self._explained, dtype=np.uint32),
            "signature_offsets": _offsets(self._signed),
            "signatures": np.frombuffer(self._signatures, dtype=np.uint8),
        }
        for name, values in arrays.items():
            np.save(folder / f"{name}.npy", values)

    def _ranked(self, by_id: Array) -> dict[str, Array]:
        """Return the moments, and the ranks by them: undated articles stand last in either."""
        moments = np.array(self._moments, dtype=np.int64)
        undated = moments == MOMENT_UNDATED
        ids = ranks_of(by_id)
        falling = -np.where(undated, 0, moments)
        return {
            "moment": moments,
            "newest": ranks_of(np.lexsort((ids, falling, undated))),
            "oldest": ranks_of(np.lexsort((ids, moments, undated))),
        }

    def _usual(self) -> list[str]:
        """Return of each person the name printed most often, of several the first by letters."""
        both = np.array(self._named, dtype=np.int64) << _PRINTED_BITS
        keys, counts = np.unique(both | np.array(self.printings, np.int64), return_counts=True)
        printed = list(self.printed)
        best: list[tuple[int, str]] = [(0, "")] * len(self._names)
        persons, codes = keys >> _PRINTED_BITS, keys & ((1 << _PRINTED_BITS) - 1)
        for person, code, count in zip(
            persons.tolist(), codes.tolist(), counts.tolist(), strict=True
        ):
            best[person] = min(best[person], (-count, printed[code]))
        return [name for _, name in best]


def _offsets(sizes: array[int]) -> Array:
    return np.append(0, np.cumsum(np.array(sizes, dtype=np.int64)))
