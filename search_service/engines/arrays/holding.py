"""The engines that an archive holds open: the live one, an earlier one, and one that is ruled."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

from search_service.engines.arrays.unsearched import Unsearched
from search_service.identity import NO_RULINGS, Rulings

Held = TypeVar("Held", bound=Unsearched)


class Holding(Generic[Held]):
    """Half of an archive; see ``engines.base.Archive``."""

    def __init__(self) -> None:
        """Hold none."""
        self._engine: Held | None = None
        self._earlier: Held | None = None
        self._ruled: tuple[Held, Rulings, Held] | None = None
        self._opening = threading.Lock()

    def _as_ruled(self, engine: Held, rulings: Rulings) -> Held:
        """Return *engine* with its persons as *rulings* say; they are recoded once for each."""
        if not rulings:
            return engine
        known = self._ruled
        if known is None or known[0] is not engine or known[1] is not rulings:
            known = self._ruled = (engine, rulings, engine.ruled(rulings))
        return known[2]

    def forget(self) -> None:
        """Let go of what was put together for queries and rulings, and of earlier generations.

        Whoever is answering a request goes on with what it has.
        """
        if self._opening.acquire(blocking=False):  # else what is opened has nothing yet
            try:
                self._earlier = self._ruled = None
                if self._engine is not None:
                    self._engine = self._engine.ruled(NO_RULINGS)
            finally:
                self._opening.release()
