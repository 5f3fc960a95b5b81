"""The embedded engine keeps the contract of every engine."""

from __future__ import annotations

import pytest

from tests.engines.contract import EngineContract, MakeArchive


class TestWhooshEngine(EngineContract):
    @pytest.fixture
    def make(self, make_archive: MakeArchive) -> MakeArchive:
        return make_archive
