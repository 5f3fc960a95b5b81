"""What an engine cannot do, whichever one runs; each error says what to do about it."""

from __future__ import annotations


class EngineError(Exception):
    """Something an engine cannot do; the message says what and what to do."""


class QueryError(EngineError):
    """The query asks for something there is not (the web answers 400)."""


class IndexMissing(EngineError):
    """No generation has been built (503; the message says how to build one)."""


class IndexOutdated(EngineError):
    """The generation was built by another schema or analyzer (503; says how to rebuild)."""


class GenerationGone(EngineError):
    """The generation asked for by its name is not kept (410: no retry will find it)."""


class EngineUnavailable(EngineError):
    """The index cannot be read now (503, retry)."""


class IndexBusy(EngineError):
    """Another process is writing this index."""
