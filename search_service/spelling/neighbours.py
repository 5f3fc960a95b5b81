"""Words that an archive has, near those of a query that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search_service.engines.base import Engine
from search_service.engines.records import SpellingModel
from search_service.grammar import parse
from search_service.query import Query
from search_service.spelling.readings import mended
from search_service.vietnamese import is_marked

WORDS: Final = 4
"""Words of a query that are looked at, the first different ones; each costs up to FOR_EACH
searches."""

FOR_EACH: Final = 3
"""Words named in the place of one that the archive does not have."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A word to search for, and how many articles that finds under the same filters."""

    text: str
    articles: int


def nearest(engine: Engine, query: Query) -> list[Nearby]:
    """Return the words of *query* that find something alone, and others near those that do not.

    Args:
        engine: Where *query* was searched for.
        query: What found nothing; its phrases count as words.
    """
    typed = [*query.tokens, *(token for phrase in query.phrases for token in phrase.tokens)]
    found: dict[str, int] = {}
    for token in list(dict.fromkeys(typed))[:WORDS]:
        if total := _articles(engine, query, token):
            found[token] = total
            continue
        for text in _alike(engine.spelling(), token):
            if total := _articles(engine, query, text):
                found[text] = total
    return [Nearby(text, articles) for text, articles in found.items()]


def _alike(model: SpellingModel, token: str) -> Iterator[str]:
    """Yield what *token* may have been meant to be, the fewest slips and then the commonest."""
    readings = mended(model, token, 0, marks=is_marked(token), keys=False, letters=True)
    whole = {r.spelling.text: r for r in readings if r.stop - r.start == len(token)}
    others = [reading for text, reading in whole.items() if text != token]
    others.sort(key=lambda r: (r.cost, -r.spelling.frequency, r.spelling.text))
    yield from (reading.spelling.text for reading in others[:FOR_EACH])


def _articles(engine: Engine, query: Query, text: str) -> int:
    return engine.search(parse(text, filters=query.filters, size=0)).total
