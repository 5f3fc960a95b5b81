"""Tables of strings on disk: UTF-8 text end to end and where each string begins."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, overload

import numpy as np

from search_service.engines.arrays.mapped import Array, mapped
from search_service.engines.arrays.packing import packed_table
from search_service.engines.arrays.spilling import Scratch, saved

_WAITING: Final = 1 << 20
"""Bytes of text that wait in memory."""


class Strings(Sequence[str]):
    """A read-only table of strings, memory-mapped: opening costs the same at any size."""

    def __init__(self, folder: Path, name: str) -> None:
        """Take the table *name* written by ``write`` to *folder*; it is mapped when it is read."""
        self._folder = folder
        self._name = name

    @classmethod
    def of(cls, folder: Path, name: str, base: Path | None = None) -> Strings:
        """Return the table *name* of *folder*, behind that of *base* where there is one."""
        own = cls(folder, name)
        return JoinedStrings(cls(base, name), own) if base else own

    @cached_property
    def _text(self) -> memoryview:
        return mapped(self._folder / f"{self._name}.text.npy").data

    @cached_property
    def _offsets(self) -> Array:
        return mapped(self._folder / f"{self._name}.offsets.npy")

    @staticmethod
    def write(folder: Path, name: str, values: Iterable[str]) -> None:
        """Write *values* as the table *name* in *folder*: ``.text.npy`` and ``.offsets.npy``."""
        table = StringsWriter(folder)
        for value in values:
            table.append(value)
        table.write(folder, name)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def encoded(self, index: int) -> bytes:
        """Return string *index* as UTF-8."""
        return bytes(self._text[self._offsets[index] : self._offsets[index + 1]])

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.encoded(index % len(self)).decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        offsets = self._offsets.tolist()
        for start, end in pairwise(offsets):
            yield bytes(self._text[start:end]).decode("utf-8")

    def places(self, value: str) -> Array:
        """Return i64: the places of all strings that are *value*, ascending."""
        wanted = np.frombuffer(value.encode("utf-8"), dtype=np.uint8)
        found = np.flatnonzero(np.diff(self._offsets) == len(wanted))
        text, starts = np.asarray(self._text), self._offsets
        for distance, byte in enumerate(wanted.tolist()):
            found = found[text[starts[found] + distance] == byte]
        return found

    def packed(self) -> Array:
        """Return i64, ascending: the short words among the strings as numbers (``packing``)."""
        return packed_table(np.asarray(self._text), self._offsets)

    def find(self, value: str) -> int | None:
        """Return the place of *value* in a table that was written in ``utf8_order``, or None."""
        wanted = value.encode("utf-8", "replace")
        place = bisect_left(range(len(self)), wanted, key=self.encoded)
        return place if place < len(self) and self.encoded(place) == wanted else None


class StringsWriter:
    """Collects a table of strings; the text waits in a file once there is more than a little."""

    def __init__(self, folder: Path | None) -> None:
        """Use a file on the disk of *folder*, or where temporary files are."""
        self._folder = folder
        self._file: Scratch | None = None
        self._waiting = bytearray()
        self._sizes = array("I")

    def append(self, value: str) -> None:
        """Add the next string."""
        encoded = value.encode("utf-8")
        self._sizes.append(len(encoded))
        self._waiting += encoded
        if len(self._waiting) > _WAITING:
            self._file = self._file or Scratch(self._folder, np.uint8)
            self._file.append(np.frombuffer(bytes(self._waiting), dtype=np.uint8))
            self._waiting.clear()

    def write(self, folder: Path, name: str) -> None:
        """Write the table *name* to *folder*."""
        sizes = np.array(self._sizes, dtype=np.int64)
        offsets = np.append(0, np.cumsum(sizes))
        np.save(folder / f"{name}.offsets.npy", offsets)
        with saved(folder / f"{name}.text.npy", np.uint8, int(offsets[-1])) as text:
            if self._file is not None:
                self._file.copy_to(text)
            text.write(self._waiting)


class JoinedStrings(Strings):
    """Two tables, one behind the other."""

    def __init__(self, first: Strings, second: Strings) -> None:
        """Put *second* behind *first*; in ``find`` each is in an order of its own."""
        self._first = first
        self._second = second

    @cached_property
    def _begin(self) -> int:
        return len(self._first)

    def __len__(self) -> int:
        return self._begin + len(self._second)

    def encoded(self, index: int) -> bytes:
        """Return string *index* as UTF-8."""
        if index < self._begin:
            return self._first.encoded(index)
        return self._second.encoded(index - self._begin)

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._second)

    def find(self, value: str) -> int | None:
        """Return the place of *value* in the first table that has it, or None."""
        place = self._first.find(value)
        if place is None and (behind := self._second.find(value)) is not None:
            place = self._begin + behind
        return place

    def places(self, value: str) -> Array:
        """Return i64: the places of all strings that are *value*, ascending."""
        behind = self._second.places(value) + self._begin
        return np.concatenate([self._first.places(value), behind])


def utf8_order(values: Iterable[str]) -> Array:
    """Return the places of *values* in the order of their UTF-8 bytes, as ``find`` needs them."""
    encoded = [value.encode("utf-8") for value in values]
    return np.array(sorted(range(len(encoded)), key=encoded.__getitem__), dtype=np.int64)
