"""What the base of a generation decided about names, for deciding who is meant behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from search_service.engines.arrays.mapped import Array
from search_service.engines.arrays.persons.resolved import Resolved
from search_service.identity import NOBODY, Holder


class Persons:
    """The persons of a base, and whose its sightings are; see ``identity.Decided``."""

    def __init__(self, resolved: Resolved, names: Array, owners: Array, roles: Array) -> None:
        """Look at the sightings of the articles that are still there.

        Args:
            resolved: The base's persons, as they were decided.
            names: Code of the name of each sighting.
            owners: Place of the person of each, or NOBODY.
            roles: Code of the role of each.
        """
        self._resolved = resolved
        self._names = names
        self._owners = owners
        self._roles = roles

    def __len__(self) -> int:
        return len(self._resolved.people)

    def place(self, person: str) -> int | None:
        """Return the place of the person with this id."""
        return self._resolved.ids.find(person)

    def id(self, person: int) -> str:
        """Return the id of a person."""
        return self._resolved.ids[person]

    def holders(self, names: Collection[str]) -> Mapping[str, Sequence[Holder]]:
        """Return whose each of *names* is; a name that is nobody's is left out."""
        columns = self._resolved.columns
        found_codes = ((columns.person_code(name), name) for name in names)
        codes = {code: name for code, name in found_codes if code is not None}
        wanted = np.zeros(len(columns.person_ids), dtype=bool)
        wanted[list(codes)] = True
        found = np.flatnonzero(wanted[self._names] & (self._owners != NOBODY))
        sightings: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        pairs = zip(self._names[found].tolist(), self._owners[found].tolist(), strict=True)
        for sighting, pair in zip(found.tolist(), pairs, strict=True):
            sightings[pair].append(sighting)
        holders: defaultdict[str, list[Holder]] = defaultdict(list)
        for (code, person), some in sightings.items():
            roles = {columns.role_names[role] for role in set(self._roles[some].tolist())}
            holders[codes[code]].append(Holder(person, len(some), roles))
        return holders
