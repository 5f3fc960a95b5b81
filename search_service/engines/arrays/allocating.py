"""Memory that a build uses again: what it frees stays with the process until the build has ended.

A build makes and drops arrays of tens of megabytes by the thousand. The GNU C library gives each
back to the system, which clears every page before it hands it out once more: a tenth of a build's
time. Other C libraries are left as they are (man 3 mallopt).
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any, Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_MMAP_MAX: Final = -4
"""What ``mallopt`` calls them in malloc.h."""

_NEVER: Final = -1
_MOST_MAPPED: Final = 1 << 16
"""Arrays that have pages of their own, as the library begins with."""

_LARGE: Final = 32 << 20
"""Bytes from which on an array has pages of its own, and half of those kept at the end: what the
library comes to by itself where large arrays are made."""


def keep_freed() -> None:
    """Keep what is freed from now on, to be used again."""
    if library := _gnu():
        library.mallopt(_MMAP_MAX, 0)
        library.mallopt(_TRIM_THRESHOLD, _NEVER)


def return_freed() -> None:
    """Give back to the system what was kept, and from now on what is freed."""
    if library := _gnu():
        library.mallopt(_MMAP_MAX, _MOST_MAPPED)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_TRIM_THRESHOLD, 2 * _LARGE)
        library.malloc_trim(0)


@cache
def _gnu() -> Any:
    """Return the C library, or None where it is another one."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "gnu_get_libc_version") else None
