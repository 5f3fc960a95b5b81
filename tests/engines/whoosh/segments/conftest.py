"""An archive that was appended to, and one of the same articles built of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from search_service.document import AnalysedDocument, analyse
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.engines.whoosh.engine import WhooshEngine
from search_service.engines.whoosh.segments import appending
from search_service.readers import Problem, Reading
from tests.conftest import SAMPLE
from tests.engines.whoosh.segments.appended import NEW, REMOVED, REPLACED, written


@pytest.fixture(scope="module")
def documents() -> list[AnalysedDocument]:
    articles = (item for _, item in Reading([SAMPLE]) if not isinstance(item, Problem))
    known = {article.id: article for article in articles}
    return [analyse(article, "sample") for article in known.values()]


@pytest.fixture(scope="module")
def replaced(documents: Sequence[AnalysedDocument]) -> AnalysedDocument:
    article = documents[REPLACED].document.article
    update = {"title": "Tít mới về đê Sông Gianh", "section": "Mục mới", "published": None}
    return analyse(article.model_copy(update=update), "sample")


@pytest.fixture(scope="module")
def folder(
    documents: list[AnalysedDocument],
    replaced: AnalysedDocument,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """An archive appended to in two steps; the second one replaces and removes."""
    folder = tmp_path_factory.mktemp("appended")
    archive = WhooshArchive(folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(appending, "LEAST", 50)
        patched.setattr(appending, "SHARE", 0.5)
        new, before = documents[::NEW], [one for n, one in enumerate(documents) if n % NEW]
        written(archive, before, update=False)
        written(archive, new[:5])
        removed = documents[REMOVED].document.article.id
        written(archive, [*new[5:], replaced], removed=[removed])
    return folder


@pytest.fixture(scope="module")
def appended(folder: Path) -> WhooshEngine:
    return WhooshArchive(folder).engine()


@pytest.fixture(scope="module")
def rebuilt(
    documents: list[AnalysedDocument],
    replaced: AnalysedDocument,
    tmp_path_factory: pytest.TempPathFactory,
) -> WhooshEngine:
    """An archive of the same articles, built of all of them."""
    archive = WhooshArchive(tmp_path_factory.mktemp("rebuilt"))
    kept = [one for n, one in enumerate(documents) if n not in {REPLACED, REMOVED}]
    written(archive, [*kept, replaced], update=False)
    return archive.engine()
