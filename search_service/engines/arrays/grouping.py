"""Putting values in the order of small keys, in time that grows with their number alone.

Turning texts round, from the terms of each article to the articles of each term, is transposing a
sparse matrix: SciPy counts the keys and puts each value in its place, several times as fast as
sorting does.
"""

from __future__ import annotations

import numpy as np

from search_service.engines.arrays.mapped import Array


def grouped(keys: Array, values: Array, size: int) -> tuple[Array, Array]:
    """Return *values* by ascending key, those of one key in the order given.

    Args:
        keys: Integers from 0 up to, but without, *size*; fewer than 2 ** 31.
        values: As many.
        size: Number of keys, at most 2 ** 31.

    Returns:
        The values, and i64[size + 1]: where each key's begin.
    """
    if not len(keys):
        return values[:0], np.zeros(size + 1, dtype=np.int64)
    from scipy.sparse import csr_array  # noqa: PLC0415 - 30 MB that no reader of an index needs

    # Of 32 bits all of them, or SciPy widens them all: that takes half as long again.
    keys, ends = keys.astype(np.int32, copy=False), np.array([0, len(keys)], dtype=np.int32)
    rows = csr_array((values, keys, ends), shape=(1, size)).tocsc()
    return rows.data, rows.indptr.astype(np.int64)


def order_of(keys: Array, size: int) -> tuple[Array, Array]:
    """Return the places of *keys* by ascending key, as ``grouped`` puts them."""
    return grouped(keys, np.arange(len(keys), dtype=np.int32), size)


def distinct(values: Array) -> Array:
    """Return the different *values*, ascending.

    By sorting: ``numpy.unique`` asks a hash table since NumPy 2.3, which takes four times as long
    where ten thousand values differ, and more than ten times where a million do.
    """
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def changes(*arrays: Array) -> Array:
    """Return the places where any of *arrays* has another value than before, the first included."""
    fresh = np.zeros(len(arrays[0]), dtype=bool)
    fresh[:1] = True
    for values in arrays:
        fresh[1:] |= values[1:] != values[:-1]
    return np.flatnonzero(fresh)
