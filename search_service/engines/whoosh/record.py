"""The Whoosh index of record: every article whole, added, removed and committed.

The only module that touches Whoosh. It holds no tokens: those are in ``postings.py``, from which an
update takes them back.
"""

from __future__ import annotations

import pickle  # for its error alone  # nosec B403
import struct
import threading
import weakref
import zlib
from contextlib import ExitStack, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from whoosh import fields, index, reading  # noqa: F401 - else imported with the first index
from whoosh.codec import whoosh3  # noqa: F401 - likewise
from whoosh.filedb.filetables import FileFormatError

from search_service.document import Document, from_json, to_json
from search_service.engines.errors import EngineUnavailable

_MEMORY: Final = 256
"""Megabytes Whoosh may pool before it sorts to disk; more does not make it faster."""

_COMPRESSION: Final = 1
"""zlib's fastest level: news text shrinks to 45 %, level 6 takes it to 40 % for thrice the time."""


_SEGMENT: Final = 1 << 30
"""Bytes of articles in a segment: Whoosh's columns end at 4 GB, half a million pages of news."""


def _schema() -> fields.Schema:
    # A column keeps bytes as they are; a stored field is pickled and packed a second time.
    return fields.Schema(id=fields.ID(unique=True, stored=True), record=fields.COLUMN())


class RecordWriter:
    """Writes one new state of the index of record; nothing counts before ``commit``."""

    def __init__(self, folder: Path, *, update: bool) -> None:
        """Start in *folder*: an empty index, or with *update* the one whose files are there."""
        self._index = index.open_dir(folder) if update else index.create_in(folder, _schema())
        self._update = update
        self._begin()

    def _begin(self) -> None:
        # A compound segment would be copied whole into every reader's private memory.
        self._writer: Any = self._index.writer(limitmb=_MEMORY, compound=False)
        self._written = 0

    def add(self, document: Document) -> None:
        """Add an article that is not there."""
        stored = zlib.compress(to_json(document).encode("utf-8"), _COMPRESSION)
        if self._written + len(stored) > _SEGMENT:
            self._writer.commit(merge=False)
            self._begin()
        self._written += len(stored)
        self._writer.add_document(id=document.article.id, record=stored)

    def remove(self, article_id: str) -> None:
        """Remove the article with this id."""
        self._writer.delete_by_term("id", article_id)

    def commit(self) -> None:
        """Write everything. The articles of a new index have numbers in the order of adding."""
        self._writer.commit(merge=self._update)

    def numbers(self) -> dict[str, int]:
        """Return each article's id with its Whoosh document number; reads all of them."""
        with self._index.reader() as reader:
            return {stored["id"]: number for number, stored in reader.iter_docs()}

    def cancel(self) -> None:
        """Give up what was not committed."""
        if self._writer.is_closed:  # committed, and then something else went wrong
            return
        # Where the disk is full, so is it for the buffers that Whoosh empties on closing; what its
        # commit has closed by then is a ValueError.
        with suppress(OSError, ValueError):
            self._writer.cancel()


class RecordReader:
    """Reads stored articles. Safe to call from several threads: Whoosh's files are not.

    The index is opened when the first article is read: what is counted and ranked needs none.
    """

    def __init__(self, folder: Path) -> None:
        """Read the index in *folder*."""
        self._folder = folder
        self._lock = threading.Lock()
        self._opened = ExitStack()
        self.close = weakref.finalize(self, self._opened.close)
        """Close the index's files, at the latest when nobody uses this reader any more."""

    @cached_property
    def _reader(self) -> Any:
        return self._opened.enter_context(index.open_dir(self._folder).reader())

    @cached_property
    def _records(self) -> Any:
        return self._reader.column_reader("record", translate=False)

    def document(self, number: int) -> Document:
        """Return the article with this Whoosh document number.

        Raises:
            EngineUnavailable: its stored form is damaged, or the index's files are.
        """
        try:
            with self._lock:
                record = self._records[number]
            return from_json(zlib.decompress(record))
        except _DAMAGE as error:
            raise EngineUnavailable(f"article {number} cannot be read: {error!r}") from error

    def __len__(self) -> int:
        with self._lock:
            return int(self._reader.doc_count())


# What damaged files have been seen to raise, in Whoosh, zlib, pickle and JSON.
_DAMAGE: Final = (
    OSError, EOFError, ValueError, KeyError, IndexError, AttributeError, TypeError, zlib.error,
    index.IndexError, ImportError, struct.error, pickle.UnpicklingError, FileFormatError,
)  # fmt: skip
