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

import numpy as np
from whoosh import fields, index, reading
from whoosh.codec import whoosh3  # noqa: F401 - else imported with the first index
from whoosh.filedb.filetables import FileFormatError

from search_service.document import Document, from_json, to_utf8
from search_service.engines.arrays.mapped import Array
from search_service.engines.errors import EngineUnavailable

_MEMORY: Final = 256
"""Megabytes Whoosh may pool before it sorts to disk; more does not make it faster."""

_COMPRESSION: Final = 1
"""zlib's fastest level: news text shrinks to 45 %, level 6 takes it to 40 % for thrice the time."""


_SEGMENT: Final = 1 << 30
"""Bytes of articles in a segment: Whoosh's columns end at 4 GB, half a million pages of news."""

WASTED: Final = 1 / 4
"""Share of a segment's articles that may be removed ones before a merge rewrites it: reading all
that are left takes a second for some thousand."""


def _schema() -> fields.Schema:
    # A column keeps bytes as they are; a stored field is pickled and packed a second time.
    return fields.Schema(id=fields.ID(unique=True, stored=True), record=fields.COLUMN())


class RecordWriter:
    """Writes one new state of the index of record; nothing counts before ``commit``."""

    def __init__(self, folder: Path, *, update: bool) -> None:
        """Start in *folder*: an empty index, or with *update* the one whose files are there."""
        self._index = index.open_dir(folder) if update else index.create_in(folder, _schema())
        self._own = 0
        self._begin()

    def _begin(self) -> None:
        # A compound segment would be copied whole into every reader's private memory.
        self._writer: Any = self._index.writer(limitmb=_MEMORY, compound=False)
        self._written = 0

    def add(self, document: Document) -> None:
        """Add an article that is not there."""
        stored = zlib.compress(to_utf8(document), _COMPRESSION)
        if self._written and self._written + len(stored) > _SEGMENT:
            self._writer.commit(merge=False)
            self._own += 1
            self._begin()
        self._written += len(stored)
        self._writer.add_document(id=document.article.id, record=stored)

    def remove(self, article_id: str) -> None:
        """Remove the article with this id."""
        self._writer.delete_by_term("id", article_id)

    def commit(self, *, reclaim: bool = False) -> tuple[Array, int]:
        """Write everything; nothing is read of segments that stay as they are.

        A segment is merged with what comes behind it once that has as many articles, so there are
        few and an article is rewritten seldom. With *reclaim* one of which WASTED is removed is
        rewritten too.

        Returns:
            u32: the new document number of each old one, for those that were not removed; and the
            number of the first article added, which the others follow.
        """
        merge = _Merge(own=self._own, reclaim=reclaim)
        self._writer.commit(mergetype=merge)
        return merge.numbers, merge.first

    def cancel(self) -> None:
        """Give up what was not committed."""
        if self._writer.is_closed:  # committed, and then something else went wrong
            return
        # Where the disk is full, so is it for the buffers that Whoosh empties on closing; what its
        # commit has closed by then is a ValueError.
        with suppress(OSError, ValueError):
            self._writer.cancel()


class _Merge:
    """Whoosh's merge policy: decides which segments are merged, and how documents are numbered.

    Attributes:
        numbers, first: See ``RecordWriter.commit``.
    """

    def __init__(self, *, own: int, reclaim: bool) -> None:
        """Take the last *own* segments for this build's: they are full, and none is merged."""
        self._own = own
        self._reclaim = reclaim
        self.numbers: Array = np.zeros(0, dtype=np.uint32)
        self.first = 0

    def __call__(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Add the segments to be merged to the one that is written; return the others."""
        sizes = [segment.doc_count_all() for segment in segments]
        added = writer.docnum
        before = len(segments) - self._own
        kept = len(segments) if self._own else self._kept(segments, sizes, added)
        self.first = sum(sizes[: min(kept, before)])
        self.numbers = np.arange(sum(sizes[:before]), dtype=np.uint32)
        old, new = self.first, self.first + added
        for segment, size in zip(segments[kept:], sizes[kept:], strict=True):
            there = [number for number in range(size) if not segment.is_deleted(number)]
            self.numbers[old + np.array(there, dtype=np.int64)] = range(new, new + len(there))
            old, new = old + size, new + len(there)
            reader = reading.SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
        return segments[:kept]

    def _kept(self, segments: list[Any], sizes: list[int], added: int) -> int:
        """Return how many of the first segments stay as they are."""
        kept, behind = len(segments), added
        while kept and sizes[kept - 1] <= behind:
            kept -= 1
            behind += sizes[kept]
        wasted = (
            number
            for number, (segment, size) in enumerate(zip(segments, sizes, strict=True))
            if self._reclaim and segment.deleted_count() > WASTED * size
        )
        return min(kept, *wasted, kept)


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
