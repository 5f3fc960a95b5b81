"""The same archive with other days: none known, or the undated articles dated at random."""

import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from search_service.document import Document
from search_service.engines.base import Engine
from search_service.engines.records import Neighbour, Neighbourhood

Redated = Callable[[Neighbour], datetime | None]


def undated(engine: Engine) -> Engine:
    """Return *engine* as if no article had a date."""
    return cast(Engine, _Redating(engine, lambda _: None))


def dated_at_random(engine: Engine, moments: Sequence[datetime]) -> Engine:
    """Return *engine* as if each article without a date had one of *moments*, always the same."""

    def moment(neighbour: Neighbour) -> datetime | None:
        chosen = random.Random(zlib.crc32(neighbour.id.encode()))
        return neighbour.published or chosen.choice(moments)

    return cast(Engine, _Redating(engine, moment))


class _Redating:
    """An engine whose neighbours have other days than their articles; all else is its own."""

    def __init__(self, engine: Engine, moment: Redated) -> None:
        self._engine = engine
        self._moment = moment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def neighbours(self, document: Document, **options: Any) -> Neighbourhood:
        found = self._engine.neighbours(document, **options)
        articles = tuple(replace(one, published=self._moment(one)) for one in found.articles)
        return replace(found, articles=articles)
