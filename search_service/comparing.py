"""Comparing: two engines of the same articles, asked the same; what differs, query by query."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from search_service.answering import asked
from search_service.document import Document
from search_service.engines.base import Engine
from search_service.grammar import parse
from search_service.newsroom import Newsroom
from search_service.query import Filters, Query, Sort
from search_service.results import Facet
from search_service.sampling import article_at
from search_service.schema import FACETS
from search_service.vietnamese import fold, syllables

FIRST: Final = 20
"""Hits whose order is compared: two pages, and few readers see a third."""

LEAST_TAU: Final = 0.9
"""Mean rank correlation below which the orders count as different: scores of two engines are
rounded differently, and articles that are nearly alike change places."""

EXAMPLES: Final = 5
"""Ids named of articles that one engine finds and the other does not."""

_SEED: Final = 1
_MENTIONED: Final = 3
"""Fewest articles of a person who is asked for."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What two engines made of one query.

    Attributes:
        text: The query, with its filters, to be told.
        totals: Articles found by each.
        missing: Ids that the first finds and the second does not, at most EXAMPLES.
        extra: Likewise, the other way round.
        facets: For each value that is counted differently, ``facet value``, its two counts.
        tau: How alike the order of the first hits is, -1..1; see ``tau``.
    """

    text: str
    totals: tuple[int, int]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    facets: Mapping[str, tuple[int, int]]
    tau: float

    @property
    def same(self) -> bool:
        """Whether both found the same articles and counted them alike."""
        return not (self.missing or self.extra or self.facets) and len(set(self.totals)) == 1


def compare(
    first: Engine, second: Engine, queries: Sequence[Query], newsroom: Newsroom
) -> Iterator[Compared]:
    """Ask both engines each of *queries*, as a reader's page does, and compare what they found."""
    for query in queries:
        yield _compared(first, second, query, newsroom)


def _compared(first: Engine, second: Engine, query: Query, newsroom: Newsroom) -> Compared:
    engines = first, second
    queries = [asked(engine, replace(query, size=FIRST), newsroom) for engine in engines]
    found = [e.search(q, facets=FACETS) for e, q in zip(engines, queries, strict=True)]
    missing, extra = _differing(
        *(engine.ids(query) for engine, query in zip(engines, queries, strict=True))
    )
    return Compared(
        told(query),
        (found[0].total, found[1].total),
        missing,
        extra,
        {
            f"{name} {value}": counts
            for name in FACETS
            for value, counts in _counted(found[0].facets[name], found[1].facets[name])
        },
        tau(*([hit.document.article.id for hit in one.hits] for one in found)),
    )


def _differing(
    first: Sequence[str], second: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    here, there = set(first), set(second)
    return tuple(sorted(here - there)[:EXAMPLES]), tuple(sorted(there - here)[:EXAMPLES])


def _counted(first: Facet, second: Facet) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the values counted differently.

    Where more values are than are listed, those of the lowest count may be others in each list.
    """
    counts = [{bucket.value: bucket.count for bucket in one.buckets} for one in (first, second)]
    for value in sorted(counts[0].keys() | counts[1].keys()):
        here, there = (one.get(value, 0) for one in counts)
        cut = first.truncated and second.truncated and 0 in (here, there)
        if here != there and not (cut and max(here, there) == min(counts[0].values())):
            yield value, (here, there)


def tau(first: Sequence[str], second: Sequence[str]) -> float:
    """Return Kendall's rank correlation of two lists that may have different members.

    What stands in one list alone ranks below all of the other; two that stand in the same list
    alone tell nothing. R. Fagin, R. Kumar, D. Sivakumar, "Comparing Top k Lists" (2003), with the
    optimistic penalty.

    Returns:
        1 for the same order, -1 for the opposite one; 1 where there is nothing to compare.
    """
    places = [{name: place for place, name in enumerate(one)} for one in (first, second)]
    agreeing = pairs = 0
    for one, other in combinations(dict.fromkeys([*first, *second]), 2):
        orders = [_order(known, one, other) for known in places]
        if 0 not in orders:
            pairs += 1
            agreeing += orders[0] == orders[1]
    return 2 * agreeing / pairs - 1 if pairs else 1.0


def _order(places: Mapping[str, int], one: str, other: str) -> int:
    """Return -1 where *one* stands before *other*, 1 behind it, 0 where neither is there."""
    below = len(places)
    here, there = places.get(one, below), places.get(other, below)
    return (here > there) - (here < there)


def told(query: Query) -> str:
    """Write *query* with its filters and order."""
    filters = [f"section={section}" for section in query.filters.sections]
    order = [query.sort.value] if query.sort is not Sort.RELEVANCE else []
    return " ".join([query.text, *(f"[{part}]" for part in filters + order)]).strip()


def drawn(engine: Engine, number: int) -> list[Query]:
    """Return *number* queries made of titles and persons of *engine*, always the same of the same.

    Every article; titles, whole and in part, marked and not; words side by side, a phrase, a word
    in a section, the newest first; names of persons.
    """
    chosen = random.Random(_SEED)  # noqa: S311 # nosec B311 - examples are no secrets
    queries = [parse("")]
    names = engine.people(least=_MENTIONED, size=number)
    total = engine.generation.articles
    while len(queries) < number and total:
        document = article_at(engine, chosen.randrange(total))
        if document:
            queries += _of(document, chosen)
        if names:
            queries.append(parse(chosen.choice(names).label))
    return queries[:number]


def _of(document: Document, chosen: random.Random) -> Iterator[Query]:
    article = document.article
    words = syllables(article.title) or ["tin"]
    start = chosen.randrange(max(1, len(words) - 1))
    pair = " ".join(words[start : start + 2])
    yield parse(article.title)
    yield parse(" ".join(words[start : start + 4]))
    yield parse(pair)
    yield parse(fold(pair))
    yield parse(f'"{pair}"')
    sections = (article.section,) if article.section else ()
    yield parse(words[start], filters=Filters(sections))
    yield parse(pair, sort=Sort.NEWEST)
