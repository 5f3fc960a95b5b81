"""Arrays on disk, memory-mapped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search_service.engines.base import EngineUnavailable

Array = npt.NDArray[Any]


def mapped(path: Path) -> Array:
    """Map the ``.npy`` file at *path*, read-only, as a plain array.

    NumPy's own ``memmap`` looks for shared memory at every slice, which takes ten times as long
    as the slice itself, and a query takes thousands.

    Raises:
        EngineUnavailable: the file is missing or damaged.
    """
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except (OSError, ValueError, EOFError) as error:
        raise EngineUnavailable(f"{path} cannot be read: {error}") from None
