"""WARC: the HTML pages of a crawl. The day of the crawl is not the day of publication."""

from __future__ import annotations

import re
import zlib
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from search_service.article import Article, ArticleError
from search_service.readers.base import Items, Problem, UnreadableError, read_whole
from search_service.readers.html import MAX_PAGE, to_article

_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CUT: Final = "is cut in the middle of a record; the records before it were read"


def read(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the articles of the pages that were answered with status 200; the rest holds none."""
    source = _Stream(stream)
    # Records' HTTP headers are parsed below: the iterator takes a cut within them for the end.
    records = ArchiveIterator(source, no_record_parse=True)
    try:
        for record in records:
            address = record.rec_headers.get_header("WARC-Target-URI")
            try:
                article = _article(record, address)
            except (ArticleError, UnreadableError, *_BROKEN_PAGE) as error:
                article = Problem(path, None, f"{address}: {error}")
            if _is_cut(record):
                source.fault = source.fault or EOFError()
                break
            if article is not None:
                yield article
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError) as error:
        reason = f"has a broken record ({str(error).strip()[:100]}); those before it were read"
        yield Problem(path, None, reason, whole_file=True)
    if isinstance(source.fault, EOFError):
        yield Problem(path, None, _CUT, whole_file=True)
    elif source.fault is not None:
        raise source.fault


_BROKEN_PAGE: Final = (ChunkedDataException, StatusAndHeadersParserException, EOFError, zlib.error)


class _Stream:
    """A stream whose faults are kept: the iterator would take them for the end of the file.

    It reads with read1(), which unlike read() does not lose what stands before a fault.
    """

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream = stream
        self.fault: EOFError | OSError | zlib.error | None = None

    def read(self, size: int) -> bytes:
        try:
            return b"" if self.fault else self._stream.read1(size)
        except (EOFError, OSError, zlib.error) as error:
            self.fault = error
            return b""

    def tell(self) -> int:
        return self._stream.tell()


def _article(record: Any, address: str | None) -> Article | Problem | None:
    """Return the article of a record, None when the record is no page."""
    content_type = (record.content_type or "").lower()
    if record.rec_type == "response" and content_type.startswith("application/http"):
        parser = StatusAndHeadersParser(ArcWarcRecordLoader.HTTP_TYPES, verify=False)
        record.http_headers = parser.parse(record.raw_stream)
        if record.http_headers.get_statuscode() != "200":
            return None
        content_type = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type != "resource":
        return None
    if not content_type.lower().startswith(_PAGES):
        return None
    _check_encoding(record)
    charset = _CHARSET.search(content_type)
    content = read_whole(record.content_stream(), MAX_PAGE)
    return to_article(content, address, charset[1] if charset else None)


def _check_encoding(record: Any) -> None:
    headers = record.http_headers
    encoding = (headers.get_header("Content-Encoding") or "").lower() if headers else ""
    if encoding not in {"", "identity", *BufferedReader.get_supported_decompressors()}:
        raise UnreadableError(f"is compressed as {encoding}; crawl it with gzip")


def _is_cut(record: Any) -> bool:
    """Read *record* to its end; return whether the file ends before."""
    while record.raw_stream.read(2**16):
        pass
    # A record must state its length; one that does not is cut in its own header.
    return record.length is None or bool(getattr(record.raw_stream, "limit", 0))
