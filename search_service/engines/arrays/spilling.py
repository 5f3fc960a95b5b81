"""Rows that are brought together from many blocks, with the memory of one block.

Each block's rows are put into files as they come, by key. Then ranges of keys are read from all
blocks, put together, and written one behind another: every file is read and written from its
beginning to its end, whatever its size (Knuth: The Art of Computer Programming 3, section 5.4).
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import numpy as np

from search_service.engines.arrays.mapped import Array

TOGETHER: Final = 1 << 22
"""Values that are put together at a time: 100 MB of rows of three numbers."""


class Scratch:
    """Numbers in a file without a name, which the system removes whatever ends the process."""

    def __init__(self, folder: Path | None, kind: Any) -> None:
        """Make it on the disk of *folder*, or where temporary files are, for values of *kind*."""
        self._kind = np.dtype(kind)
        self._file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - as long as this lives
        weakref.finalize(self, self._file.close)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def append(self, values: Array) -> None:
        """Write *values* behind all that are there."""
        self.put(self._size, values)

    def put(self, start: int, values: Array) -> None:
        """Write *values* over those from *start* on."""
        self._file.seek(start * self._kind.itemsize)
        written = np.ascontiguousarray(values, dtype=self._kind).data.cast("B")
        while len(written):  # the system may take a part
            written = written[self._file.write(written) or 0 :]
        self._size = max(self._size, start + len(values))

    def read(self, start: int, number: int) -> Array:
        """Return the *number* values from *start* on."""
        self._file.seek(start * self._kind.itemsize)
        values: Array = np.empty(number, dtype=self._kind)
        left = values.data.cast("B")
        while len(left):
            taken = self._file.readinto(left)
            if not taken:
                raise EOFError("a temporary file is shorter than what was written to it")
            left = left[taken:]
        return values

    def save(self, path: Path) -> None:
        """Write all as the ``.npy`` file *path*."""
        with saved(path, self._kind, len(self)) as file:
            self.copy_to(file)

    def copy_to(self, file: IO[bytes]) -> None:
        """Write all to *file*."""
        for start in range(0, len(self), TOGETHER):
            file.write(self.read(start, min(TOGETHER, len(self) - start)).data)


class Spill:
    """Rows of several arrays, one row a key, of which every block has a part."""

    def __init__(self, folder: Path, kinds: Sequence[Any], keys: int) -> None:
        """Use files on the disk of *folder*.

        Args:
            folder: Where there is room.
            kinds: The type of each array's values.
            keys: Number of keys.
        """
        self._folder = folder
        self.kinds = [np.dtype(kind) for kind in kinds]
        self._files = [Scratch(folder, kind) for kind in kinds]
        self._own = Scratch(folder, np.uint32)
        self._begins: list[int] = []
        self.sizes = np.zeros(keys, dtype=np.int64)

    def add(self, sizes: Array, values: Sequence[Array]) -> None:
        """Add a block: how many values each key has, and the values by key, once an array."""
        self.sizes += sizes
        self._begins.append(len(self._files[0]))
        self._own.append(sizes)
        for file, own in zip(self._files, values, strict=True):
            file.append(own)

    def ranges(self) -> Iterator[tuple[int, int, list[Array]]]:
        """Yield (first key, last key + 1, values by key, once an array) of ranges of keys.

        A range has at most TOGETHER values, or is of one key.
        """
        begins = np.array(self._begins, dtype=np.int64)
        for first, last in cut(np.append(0, np.cumsum(self.sizes)), TOGETHER):
            yield first, last, self._range(first, last, begins)

    def save(self, names: Sequence[str]) -> None:
        """Write the arrays *names* to the folder."""
        total = int(self.sizes.sum())
        paths = [self._folder / f"{name}.npy" for name in names]
        with ExitStack() as closing:
            files = [
                closing.enter_context(saved(path, kind, total))
                for path, kind in zip(paths, self.kinds, strict=True)
            ]
            for _, _, values in self.ranges():
                for file, own in zip(files, values, strict=True):
                    own.tofile(file)

    def _range(self, first: int, last: int, begins: Array) -> list[Array]:
        """Put together the keys from *first* to *last*; *begins* goes on behind what was read."""
        sizes = self.sizes[first:last]
        together = [np.empty(int(sizes.sum()), dtype=kind) for kind in self.kinds]
        free = np.cumsum(sizes) - sizes
        for block in range(len(begins)):
            own = self._own.read(block * len(self.sizes) + first, last - first).astype(np.int64)
            number = int(own.sum())
            places = np.repeat(free - (np.cumsum(own) - own), own) + np.arange(number)
            for file, values in zip(self._files, together, strict=True):
                values[places] = file.read(int(begins[block]), number)
            free += own
            begins[block] += number
        return together


def cut(begins: Array, most: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of runs that have *most* values; one may have more alone.

    Args:
        begins: i64[things + 1]: where the values of each begin.
        most: Values of a run.
    """
    first, things = 0, len(begins) - 1
    while first < things:
        last = int(np.searchsorted(begins, begins[first] + most, side="right")) - 1
        last = min(max(last, first + 1), things)
        yield first, last
        first = last


@contextmanager
def saved(path: Path, kind: Any, size: int) -> Iterator[IO[bytes]]:
    """Open an ``.npy`` file of *size* values, which are to be written from beginning to end."""
    described = {"descr": np.dtype(kind).str, "fortran_order": False, "shape": (size,)}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, described)
        yield file
