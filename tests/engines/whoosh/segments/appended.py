"""Writing to an archive, and what of the sample is appended, replaced and removed."""

from __future__ import annotations

from collections.abc import Sequence

from search_service.document import AnalysedDocument
from search_service.engines.whoosh.archive import WhooshArchive

NEW = 7
"""One in so many articles of the sample is appended."""

REPLACED, REMOVED = 40, 51
"""Numbers of an article that is replaced, and of one that is removed."""


def written(
    archive: WhooshArchive,
    documents: Sequence[AnalysedDocument],
    *,
    removed: Sequence[str] = (),
    update: bool = True,
) -> str:
    with archive.writer(update=update) as writer:
        for document in documents:
            writer.add(document)
        for article_id in removed:
            writer.remove(article_id)
        return writer.publish().name
