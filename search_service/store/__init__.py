"""What cannot be built again from the articles: kept in one SQLite file beside the index.

``Store`` opens the file and brings its tables up to date; each kind of record has a module of
its own on top of it. An index is never in it, and it is never in an index.
"""

from search_service.store.file import Store, StoreError

__all__ = ["Store", "StoreError"]
