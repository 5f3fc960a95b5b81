"""Arrays on disk, memory-mapped."""

from __future__ import annotations

import mmap
import os
import re
from math import prod
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt
from numpy.lib.format import MAGIC_PREFIX

from search_service.engines.errors import EngineUnavailable

Array = npt.NDArray[Any]

_VERSION: Final = b"\x01\x00"
_HEADER: Final = re.compile(
    rb"\{'descr': '(?P<dtype>[<|]\w+)', 'fortran_order': False, "
    rb"'shape': \((?P<shape>[\d, ]+)\), \} *\n"
)
"""What ``numpy.save`` writes before plain numbers (numpy.lib.format, version 1.0)."""


class Mapped:
    """An attribute that is an array in the folder ``_folder`` of its owner.

    It is mapped when it is first asked for: opening a generation costs the same at any size, and a
    search maps what it reads.
    """

    def __init__(self, name: str) -> None:
        """Take the file ``<name>.npy``."""
        self._file = f"{name}.npy"

    def __set_name__(self, owner: type, attribute: str) -> None:
        self._attribute = attribute

    def __get__(self, instance: Any, owner: type) -> Array:
        array = mapped(instance._folder / self._file)
        instance.__dict__[self._attribute] = array  # found there from now on
        return array


def overwritten(folder: Path) -> list[str]:
    """Return a line for each file of *folder* that does not begin as an array does.

    Files of zeros are what a power cut leaves behind; of each only the first bytes are read.
    """
    wrong = []
    for entry in os.scandir(folder):
        descriptor = os.open(entry.path, os.O_RDONLY)
        try:
            if os.read(descriptor, len(MAGIC_PREFIX)) != MAGIC_PREFIX:
                wrong.append(f"{entry.path} is damaged: it does not begin as an array")
        finally:
            os.close(descriptor)
    return wrong


def mapped(path: Path) -> Array:
    """Map the ``.npy`` file at *path*, read-only, as a plain array.

    NumPy's own ``memmap`` looks for shared memory at every slice, which takes ten times as long
    as the slice itself, and a query takes thousands.

    Raises:
        EngineUnavailable: the file is missing or damaged.
    """
    try:
        with path.open("rb") as file:
            dtype, shape = _header(file)
            if 0 in shape:
                return np.zeros(shape, dtype)
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return np.frombuffer(pages, dtype, prod(shape), file.tell()).reshape(shape)
    except (OSError, ValueError, TypeError) as error:
        raise EngineUnavailable(f"{path} cannot be read: {error}") from None


def _header(file: IO[bytes]) -> tuple[np.dtype[Any], tuple[int, ...]]:
    """Read what stands before the numbers of an array: their type, and how many there are.

    NumPy's own reading compiles the header as Python, half of the time that mapping takes, and a
    generation is a hundred arrays.

    Raises:
        ValueError: it is none of ours.
    """
    begin = file.read(len(MAGIC_PREFIX) + len(_VERSION) + 2)
    length = int.from_bytes(begin[-2:], "little")
    match = _HEADER.fullmatch(file.read(length))
    if begin[:-2] != MAGIC_PREFIX + _VERSION or match is None:
        raise ValueError("it does not begin as an array of ours")
    sizes = filter(None, match["shape"].replace(b" ", b"").split(b","))
    return np.dtype(match["dtype"].decode()), tuple(map(int, sizes))
