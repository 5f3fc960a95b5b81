"""Opening the archive that the settings name."""

from __future__ import annotations

from search_service.engines.base import Archive
from search_service.engines.whoosh.archive import WhooshArchive
from search_service.settings import Settings


def open_archive(settings: Settings, *, checked: bool = False) -> Archive:
    """Return the archive of the configured engine; nothing is read or built yet.

    With *checked* it reads nothing whose checksums are wrong, at the price of reading all of a
    generation once: for what runs long and is trusted by many.
    """
    return WhooshArchive(settings.index_dir, keep=settings.keep_generations, checked=checked)
