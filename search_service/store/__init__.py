"""What cannot be built again from the articles: kept in one SQLite file beside the index.

``Store`` opens the file and brings its tables up to date; each kind of record has a module of
its own on top of it. An index is never in it, and it is never in an index.
"""

from search_service.store.articles import Accepted, Articles, Outcome
from search_service.store.file import Store, StoreError
from search_service.store.reports import KEPT, MAX_TEXT, Report, Reports, Subject
from search_service.store.tokens import Scope, Token, Tokens

__all__ = [
    "KEPT",
    "MAX_TEXT",
    "Accepted",
    "Articles",
    "Outcome",
    "Report",
    "Reports",
    "Scope",
    "Store",
    "StoreError",
    "Subject",
    "Token",
    "Tokens",
]
