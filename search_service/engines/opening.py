"""Opening the archive that the settings name."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from search_service.engines.base import Archive
from search_service.engines.errors import EngineUnavailable
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings

CLUSTER: Final = "cluster"
"""The folder in ``index_dir`` for what this machine has of a cluster's generations."""


def open_archive(settings: Settings, *, checked: bool = False) -> Archive:
    """Return the archive of the configured engine; nothing is read or built yet.

    With *checked* it reads nothing whose checksums are wrong, at the price of reading all of a
    generation once: for what runs long and is trusted by many. A cluster checks its own files.

    Raises:
        EngineUnavailable: the engine's library is not installed.
    """
    if settings.engine == "opensearch":
        return _cluster(settings)
    return WhooshArchive(settings.index_dir, keep=settings.keep_generations, checked=checked)


def _cluster(settings: Settings) -> Archive:
    if find_spec("opensearchpy") is None:
        raise EngineUnavailable(
            "the setting engine is opensearch and its client is not installed; "
            "install it, in a checkout of this release: pip install '.[opensearch]'"
        )
    # Imported here: the client takes a third of a second, and is not there for everybody.
    from search_service.engines.opensearch.archive import OpenSearchArchive  # noqa: PLC0415
    from search_service.engines.opensearch.cluster import Connection  # noqa: PLC0415
    from search_service.engines.opensearch.writing import Layout  # noqa: PLC0415

    connection = Connection(
        settings.opensearch_urls,
        user=settings.opensearch_user,
        password=settings.opensearch_password.get_secret_value(),
        ca=settings.opensearch_ca,
        certificate=settings.opensearch_certificate,
        key=settings.opensearch_key,
        timeout=settings.opensearch_timeout,
    )
    layout = Layout(
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
        keep=settings.keep_generations,
    )
    # Beside generations of the embedded engine, which are none of the cluster's.
    folder = settings.index_dir / CLUSTER
    return OpenSearchArchive(connection, folder, prefix=settings.opensearch_prefix, layout=layout)
