"""Arrays on disk: what is written is what is mapped, and anything else is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search_service.engines.arrays.mapped import Array, mapped
from search_service.engines.errors import EngineUnavailable


@pytest.mark.parametrize(
    "array",
    [
        np.arange(5, dtype=np.uint32),
        np.arange(6, dtype=np.int64).reshape(2, 3),
        np.array([1.5, -2.0], dtype=np.float32),
        np.array([1, 2, 255], dtype=np.uint8),
        np.array([True, False]),
        np.zeros(0, dtype=np.uint16),
        np.zeros((0, 4), dtype=np.float64),
    ],
)
def test_an_array_is_mapped_as_it_was_saved(tmp_path: Path, array: Array) -> None:
    np.save(tmp_path / "one.npy", array)
    found = mapped(tmp_path / "one.npy")
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert (found == array).all()


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\0" * 200,
        b"\x93NUMPY\x01\x00\x10\x00 not a header  \n",
        b"\x93NUMPY\x01\x00\x76\x00" + b"{'descr': '<zz', 'fortran_order': False, 'shape': (3,), }"
        b"                                                            \n" + b"\0" * 24,
    ],
)
def test_what_is_no_array_is_refused(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "one.npy").write_bytes(written)
    with pytest.raises(EngineUnavailable, match=r"one\.npy cannot be read"):
        mapped(tmp_path / "one.npy")


def test_an_array_that_was_cut_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.arange(1000))
    (tmp_path / "one.npy").write_bytes((tmp_path / "one.npy").read_bytes()[:500])
    with pytest.raises(EngineUnavailable, match=r"one\.npy cannot be read"):
        mapped(tmp_path / "one.npy")


def test_objects_are_refused_before_anything_is_unpickled(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(EngineUnavailable):
        mapped(tmp_path / "one.npy")
