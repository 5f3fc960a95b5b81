"""Arrays on disk, memory-mapped."""

from __future__ import annotations

import mmap
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.format import read_array_header_1_0, read_magic

from search_service.engines.base import EngineUnavailable

Array = npt.NDArray[Any]


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


def mapped(path: Path) -> Array:
    """Map the ``.npy`` file at *path*, read-only, as a plain array.

    NumPy's own ``memmap`` looks for shared memory at every slice, which takes ten times as long
    as the slice itself, and a query takes thousands.

    Raises:
        EngineUnavailable: the file is missing or damaged.
    """
    try:
        with path.open("rb") as file:
            read_magic(file)
            shape, _, dtype = read_array_header_1_0(file)
            if 0 in shape:
                return np.zeros(shape, dtype)
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            return np.frombuffer(pages, dtype, prod(shape), file.tell()).reshape(shape)
    except (OSError, ValueError, EOFError) as error:
        raise EngineUnavailable(f"{path} cannot be read: {error}") from None
