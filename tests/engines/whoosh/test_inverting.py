"""Postings turned over and written, within the room there is."""

from __future__ import annotations

import os
from pathlib import Path

from search_service.engines.whoosh import inverting


def test_a_file_to_be_filled_has_its_room_on_disk_before_it_is_mapped(tmp_path: Path) -> None:
    """A write into a map ends the process where the disk turns out to be full."""
    filled = inverting._created(tmp_path, "docs", 3_000_000)
    (path,) = tmp_path.iterdir()
    with path.open("rb") as file:
        os.fsync(file.fileno())
    assert path.stat().st_blocks * 512 >= filled.nbytes
    assert filled.shape == (3_000_000,)
    assert not filled.any()
