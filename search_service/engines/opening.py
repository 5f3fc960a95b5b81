"""Opening the archive that the settings name."""

from __future__ import annotations

from search_service.engines.base import Archive
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings


def open_archive(settings: Settings) -> Archive:
    """Return the archive of the configured engine; nothing is read or built yet."""
    return WhooshArchive(settings.index_dir, keep=settings.keep_generations)
