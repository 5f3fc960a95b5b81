"""An answer that some shard is missing from is refused, however it is missing."""

from __future__ import annotations

import pytest

pytest.importorskip("opensearchpy", reason="the extra 'opensearch' is not installed")

from search_service.engines.errors import EngineUnavailable
from search_service.engines.opensearch.cluster import Body, whole


def answer(total: int, successful: int, failed: int) -> Body:
    shards = {"total": total, "successful": successful, "skipped": 0, "failed": failed}
    return {"timed_out": False, "_shards": shards, "hits": {"total": {"value": 7}}}


def test_an_answer_of_all_shards_is_whole() -> None:
    assert whole(answer(3, 3, 0))["hits"]["total"]["value"] == 7


@pytest.mark.parametrize("failed", [1, 0], ids=["failed", "held by no node that is there"])
def test_an_answer_without_a_shard_is_refused(failed: int) -> None:
    with pytest.raises(EngineUnavailable, match="1 of 3 shards"):
        whole(answer(3, 2, failed))
