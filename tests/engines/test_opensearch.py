"""The engine of a cluster under the contract of all engines: a real cluster of three nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search_service.engines.base import Engine
from tests.engines.contract import RECORDS, EngineContract, MakeArchive

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from tests.engines.opensearch.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(
    opensearch_urls: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    workshop = Workshop(opensearch_urls, tmp_path_factory.mktemp("cluster"), "contract")
    yield workshop
    workshop.clear()


class TestOpenSearch(EngineContract):
    @pytest.fixture
    def make(self, workshop: Workshop) -> MakeArchive:
        return workshop.make

    @pytest.fixture
    def engine(self, workshop: Workshop) -> Engine:
        return workshop.make(RECORDS).engine()
