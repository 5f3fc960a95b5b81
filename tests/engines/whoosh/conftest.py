"""An archive of three articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_service.engines.whoosh.archive import WhooshArchive
from tests.engines.whoosh.generated import build, records


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def archive(folder: Path) -> WhooshArchive:
    archive = WhooshArchive(folder, keep=3)
    build(archive, records(1, 2, 3))
    return archive
