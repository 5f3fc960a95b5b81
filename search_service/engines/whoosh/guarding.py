"""Noticing that a file of an open generation is no longer what was opened.

What is mapped into memory changes with its file: who writes into one changes answers, and who
cuts one ends the process that reads beyond its new end.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from search_service.engines.whoosh.manifest import State

PAUSE: Final = 0.2
"""Seconds between two looks: one takes 0.4 ms, which is a five-hundredth of the time."""


class Guard:
    """What the files of a generation were like when it was opened."""

    def __init__(self, folder: Path, states: Mapping[str, State]) -> None:
        """Take the *states* of all files in *folder*, as ``manifest.look`` saw them."""
        self._states = {f"{folder}/{name}": state for name, state in states.items()}
        self._looked = time.monotonic()
        self._whole = True

    def whole(self) -> bool:
        """Tell whether no file has been written to, replaced or removed since."""
        now = time.monotonic()
        if self._whole and now - self._looked >= PAUSE:
            self._looked = now
            self._whole = self._unchanged()
        return self._whole

    def _unchanged(self) -> bool:
        try:
            return all(_state(path) == state for path, state in self._states.items())
        except OSError:
            return False


def _state(path: str) -> State:
    found = os.stat(path)  # noqa: PTH116 - twice as fast as Path.stat, and there are 150 files
    return State(found.st_ino, found.st_size, found.st_mtime_ns)
