"""The sightings of an archive, looked up by name, person and article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from search_service.identity.records import EXAMPLES, Sighting


class Sightings:
    """All sightings, in an order that does not depend on how they were read.

    Attributes:
        all: By article, then by name.
        places: Where each of ``all`` stood in what was given.
        by_name: name -> places in ``all``.
        by_article: article -> places in ``all``.
    """

    def __init__(self, sightings: Sequence[Sighting]) -> None:
        """Take the sightings of all articles; of one article each name is there once."""
        self.places = sorted(range(len(sightings)), key=lambda n: sightings[n][:2])
        self.all = [sightings[place] for place in self.places]
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.by_article: dict[str, list[int]] = defaultdict(list)
        for number, sighting in enumerate(self.all):
            self.by_name[sighting.name].append(number)
            self.by_article[sighting.article].append(number)

    def articles(self, numbers: Iterable[int]) -> set[str]:
        """Return the articles of some sightings."""
        return {self.all[number].article for number in numbers}

    def companions(self, numbers: Iterable[int]) -> set[str]:
        """Return the names that stand in the articles of some sightings, their own not."""
        numbers = set(numbers)
        own = {self.all[number].name for number in numbers}
        near = {
            self.all[other].name
            for article in self.articles(numbers)
            for other in self.by_article[article]
        }
        return near - own

    def printed(self, numbers: Iterable[int]) -> str:
        """Return the spelling printed most often; of equals the first in order."""
        counts = Counter([self.all[number].printed for number in numbers])
        return min(counts, key=lambda text: (-counts[text], text))

    def examples(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of some articles: those published first, undated ones last."""
        first = sorted(numbers, key=lambda n: (not self.all[n].day, self.all[n].day, n))
        return tuple(self.all[number].article for number in first[:EXAMPLES])
