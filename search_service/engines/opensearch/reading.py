"""Reading many articles: page behind page of one state of an index."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from search_service.document import Document, from_json
from search_service.engines.errors import EngineUnavailable
from search_service.engines.opensearch.cluster import Body, Cluster
from search_service.engines.opensearch.mapping import RECORD

PAGE: Final = 500
"""Articles of a page: some megabytes."""

KEPT: Final = "2m"
"""How long the cluster keeps a state for the next page; each page begins it anew."""


def document_of(hit: Body) -> Document:
    """Return the article that a *hit* stores."""
    return from_json(hit["_source"][RECORD])


def every(cluster: Cluster, index: str, body: Body, *, page: int = PAGE) -> Iterator[Body]:
    """Yield every hit of a search, in its order, however many.

    A point in time keeps what is read as it was; the sort values of one page's last hit are where
    the next page begins, which costs the same at any depth.

    Args:
        cluster: Is asked page by page.
        index: The index.
        body: The search; its sort must tell any two articles apart.
        page: Hits asked for at a time.
    """
    with cluster.asking():
        opened = cluster.client.create_pit(index=index, params={"keep_alive": KEPT})
    point = {"id": opened["pit_id"], "keep_alive": KEPT}
    try:
        after: list[Any] = []
        while True:
            asked = {**body, "size": page, "pit": point, "track_total_hits": False}
            if after:
                asked["search_after"] = after
            hits = cluster.search("", asked)["hits"]["hits"]
            yield from hits
            if len(hits) < page:
                return
            after = hits[-1]["sort"]
    finally:
        # It ends by itself; a cluster that went away while it was read said so already.
        with suppress(EngineUnavailable), cluster.asking():
            cluster.client.delete_pit(body={"pit_id": [point["id"]]})
