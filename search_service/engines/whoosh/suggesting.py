"""Completions of what is being typed, from a suffix array over names, sections and titles."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from search_service.engines.whoosh.arrays import Array, mapped
from search_service.engines.whoosh.strings import Strings
from search_service.results import Suggestion
from search_service.vietnamese import fold, syllables

_KINDS: Final = ("person", "section", "title")
_LONGEST: Final = 60
"""Letters of a title that can be completed from: nobody types on after that."""

_CONSIDERED: Final = 20_000
"""Entries looked at for one completion: the letter "t" alone begins far more syllables."""


class Entry(NamedTuple):
    """Something that can be suggested: *value* is a person's or article's id, a section's name."""

    kind: str
    value: str
    label: str
    articles: int


class Suggester:
    """Finds entries by the beginning of any of their syllables, with or without marks."""

    def __init__(self, folder: Path) -> None:
        """Map what ``write`` wrote to *folder*."""
        self._values = Strings(folder, "suggest.values")
        self._labels = Strings(folder, "suggest.labels")
        self._keys = Strings(folder, "suggest.keys")
        self._kinds = mapped(folder / "suggest.kinds.npy")
        self._counts = mapped(folder / "suggest.counts.npy")
        self._entries = mapped(folder / "suggest.entries.npy")
        self._starts = mapped(folder / "suggest.starts.npy")

    @staticmethod
    def write(folder: Path, entries: Iterable[Entry]) -> None:
        """Write *entries* and the order of all their suffixes to *folder*."""
        known = list(entries)
        keys = [_key(entry.label)[:_LONGEST] for entry in known]
        suffixes = sorted(
            (key[start:].encode("utf-8"), number, len(key[:start].encode("utf-8")))
            for number, key in enumerate(keys)
            for start in _beginnings(key)
        )
        Strings.write(folder, "suggest.values", (entry.value for entry in known))
        Strings.write(folder, "suggest.labels", (entry.label for entry in known))
        Strings.write(folder, "suggest.keys", keys)
        arrays: dict[str, Array] = {
            "kinds": np.array([_KINDS.index(entry.kind) for entry in known], dtype=np.uint8),
            "counts": np.array([entry.articles for entry in known], dtype=np.uint32),
            "entries": np.array([number for _, number, _ in suffixes], dtype=np.uint32),
            "starts": np.array([start for _, _, start in suffixes], dtype=np.uint16),
        }
        for name, values in arrays.items():
            np.save(folder / f"suggest.{name}.npy", values)

    def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most *limit* completions of *text*: people, then sections, then titles."""
        typed = " ".join(syllables(text))
        if not typed:
            return ()
        prefix = _key(text).encode("utf-8")
        places = range(len(self._entries))
        first = bisect_left(places, prefix, key=self._suffix)
        last = bisect_left(places, prefix + b"\xff", key=self._suffix)
        numbers = np.unique(self._entries[first : min(last, first + _CONSIDERED)])
        order = np.lexsort((numbers, -self._counts[numbers].astype(np.int64), self._kinds[numbers]))
        # What was typed with marks must stand so: folding found all markings of it.
        unmarked = typed == fold(typed)
        chosen: list[Suggestion] = []
        for number in map(int, numbers[order]):
            label = self._labels[number]
            if unmarked or f" {typed}" in f" {' '.join(syllables(label))}":
                kind = _KINDS[int(self._kinds[number])]
                count = int(self._counts[number])
                chosen.append(Suggestion(kind, self._values[number], label, count))
            if len(chosen) == limit:
                break
        return tuple(chosen)

    def _suffix(self, place: int) -> bytes:
        return self._keys.encoded(int(self._entries[place]))[int(self._starts[place]) :]


def _key(text: str) -> str:
    return " ".join(fold(syllable) for syllable in syllables(text))


def _beginnings(key: str) -> list[int]:
    return [0, *(place + 1 for place, letter in enumerate(key) if letter == " ")] if key else []
