"""Columns of an appended generation: what filters, counts and sorts by is written whole.

These are some 150 bytes an article, put together by NumPy: the base's as they were at the last
merge but for what is gone since, and the segment's behind them. Orders are merged, not sorted
again. The strings of the base stay where they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search_service.engines.arrays.coding import (
    GONE,
    MOMENT_UNDATED,
    UNDATED,
    Codes,
    days_of,
    ranks_of,
    usual_spelling,
)
from search_service.engines.arrays.columns import NONE, Columns, Row
from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.strings import Strings, utf8_order

_LAST = np.iinfo(np.int64).max
"""Stands for the moment of an article without a date: it is last whichever end comes first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an appended generation keeps of the base.

    Attributes:
        known: The columns of the generation before, which has the same base, merged or appended.
        base: The base's columns.
        gone: u32: the numbers of the base whose articles are gone, ascending.
    """

    known: Columns
    base: Columns
    gone: Array

    def sightings(self) -> Array:
        """Return i64: which sightings of the generation before are of articles still there."""
        return self.row_places(self.known.person_offsets)

    def row_places(self, offsets: Array) -> Array:
        """Return i64: the places of rows that begin at *offsets*, of articles still there."""
        there = np.repeat(self.there(), np.diff(offsets[: len(self.base) + 1]))
        return np.flatnonzero(there)

    def row_sizes(self, offsets: Array) -> Array:
        """Return i64[articles of the base]: the sizes of these rows."""
        sizes: Array = np.diff(offsets[: len(self.base) + 1]) * self.there()
        return sizes

    def there(self) -> Array:
        """Return bool[articles of the base]: which are there."""
        there = np.ones(len(self.base), dtype=bool)
        there[self.gone] = False
        return there


def write(folder: Path, kept: Kept, rows: Sequence[Row]) -> None:
    """Write the columns of *kept* and, behind it, of the segment's *rows* to *folder*.

    ``Columns`` maps them behind the base; see there for what is whole and what is the segment's.
    """
    for name, strings in (
        ("ids", [row.id for row in rows]),
        ("urls", [row.url for row in rows]),
        ("titles", [row.title for row in rows]),
        ("fingerprints", [row.fingerprint for row in rows]),
        ("origins", [row.origin for row in rows]),
    ):
        Strings.write(folder, name, strings)
    signatures = [row.signature for row in rows]
    arrays = {
        "by_id": _looked_up(kept, "by_id", "ids", [row.id for row in rows]),
        "by_url": _looked_up(kept, "by_url", "urls", [row.url for row in rows]),
        **_dates(kept, rows),
        "section": _sections(folder, kept, rows),
        **_people(folder, kept, rows),
        **_definitions(folder, kept, rows),
        "signature_offsets": np.cumsum([0, *map(len, signatures)]),
        "signatures": np.frombuffer(b"".join(signatures), dtype=np.uint8),
    }
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)


def _looked_up(kept: Kept, name: str, table: str, values: Sequence[str]) -> Array:
    """Return the numbers of base and segment in the order of their strings in *table*."""
    order: Array = getattr(kept.known, name)
    order = order[order < len(kept.base)]
    return _with(order[kept.there()[order]], getattr(kept.base, table), values, len(kept.base))


def _with(order: Array, strings: Strings, values: Sequence[str], first: int) -> Array:
    """Put the numbers of *values*, from *first* on, into the *order* of numbers of *strings*."""
    places = []
    own = utf8_order(values)
    for place in own.tolist():
        wanted = values[place].encode("utf-8")
        places.append(bisect_left(order, wanted, key=lambda n: strings.encoded(int(n))))
    inserted: Array = np.insert(order, places, own + first).astype(np.uint32)
    return inserted


def _dates(kept: Kept, rows: Sequence[Row]) -> dict[str, Array]:
    size, own = len(kept.base), days_of([row.published for row in rows])
    known = {name: np.array(getattr(kept.known, name)[:size]) for name in own}
    known["day"][kept.gone] = GONE
    known["month"][kept.gone] = UNDATED
    whole = {name: np.concatenate([known[name], own[name]]) for name in own}
    undated = whole["moment"] == MOMENT_UNDATED
    falling = np.where(undated, _LAST, -np.where(undated, 0, whole["moment"]))
    rising = np.where(undated, _LAST, whole["moment"])
    return {
        **whole,
        "newest": _ranks(kept, "newest", falling, rows),
        "oldest": _ranks(kept, "oldest", rising, rows),
    }


def _ranks(kept: Kept, name: str, keys: Array, rows: Sequence[Row]) -> Array:
    """Return the rank of every number by its key, then its id; what is gone comes last."""
    size = len(kept.base)
    order = np.argsort(getattr(kept.known, name)[:size], kind="stable")
    order = order[kept.there()[order]]
    sorted_keys, ids = keys[order], kept.base.ids
    own = sorted(range(len(rows)), key=lambda n: (keys[size + n], rows[n].id))
    places = []
    for number in own:
        low, high = (
            int(np.searchsorted(sorted_keys, keys[size + number], side=side))
            for side in ("left", "right")
        )
        wanted = rows[number].id.encode("utf-8")
        places.append(bisect_left(order, wanted, low, high, key=lambda n: ids.encoded(int(n))))
    whole = np.insert(order, places, np.array(own, dtype=np.int64) + size)
    return ranks_of(np.concatenate([whole, kept.gone.astype(np.int64)]))


def _sections(folder: Path, kept: Kept, rows: Sequence[Row]) -> Array:
    codes = Codes(*kept.base.sections)
    own = np.array([codes[row.section] for row in rows], dtype=np.uint32)
    Strings.write(folder, "sections", list(codes)[len(kept.base.sections) :])
    known = np.array(kept.known.section[: len(kept.base)])
    known[kept.gone] = NONE
    return np.concatenate([known, own])


def _people(folder: Path, kept: Kept, rows: Sequence[Row]) -> dict[str, Array]:
    base, known = kept.base, kept.known
    names = {person for row in rows for person, _, _ in row.people}
    found = {name: base.person_code(name) for name in names}
    new, roles = Codes(), Codes("")
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    own_names, own_roles = [], []
    for row in rows:
        for name, printed, role in row.people:
            code = found[name]
            if code is None:
                spellings[name][printed] += 1
                code = len(base.person_ids) + new[name]
            own_names.append(code)
            own_roles.append(len(base.role_names) + roles[role] if role else NONE)
    Strings.write(folder, "person_ids", new)
    Strings.write(folder, "person_names", (usual_spelling(spellings[name]) for name in new))
    Strings.write(folder, "role_names", roles)
    sightings = kept.sightings()
    sizes = [len(row.people) for row in rows]
    return {
        "by_person": _with(base.by_person, base.person_ids, list(new), len(base.person_ids)),
        "person_offsets": _offsets(kept.row_sizes(known.person_offsets), sizes),
        "persons": _behind(known.persons[sightings], own_names),
        "roles": _behind(known.roles[sightings], own_roles),
    }


def _definitions(folder: Path, kept: Kept, rows: Sequence[Row]) -> dict[str, Array]:
    known, first = kept.known, len(kept.base.shorts)
    every = [definition for row in rows for definition in row.definitions]
    Strings.write(folder, "shorts", (short for short, _ in every))
    Strings.write(folder, "longs", (form for _, form in every))
    sizes = [len(row.definitions) for row in rows]
    places = kept.row_places(known.definition_offsets)
    return {
        "definition_offsets": _offsets(kept.row_sizes(known.definition_offsets), sizes),
        "definitions": _behind(known.definitions[places], range(first, first + len(every))),
    }


def _offsets(known: Array, own: Sequence[int]) -> Array:
    return np.cumsum(np.concatenate([[0], known, np.array(own, dtype=np.int64)]), dtype=np.int64)


def _behind(known: Array, own: Sequence[int]) -> Array:
    return np.concatenate([known, np.array(own, dtype=np.uint32)])
