"""JSON Lines, one article a line; a JSON array or objects printed over several lines as well."""

from __future__ import annotations

import codecs
import json
import re
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

from search_service.article import Article, ArticleError
from search_service.readers.base import (
    Items,
    Problem,
    UnreadableError,
    decode,
    read_whole,
)

MAX_LINE: Final = 16 * 2**20
"""Bytes of one line: the longest field with every letter escaped (six bytes), and room besides."""

_SPACE = re.compile(r"[\s,]*")
# Control characters inside texts are a common fault of exports; Article removes them.
_DECODER: Final = json.JSONDecoder(strict=False)


def read(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the articles of *stream*, and a Problem for each line that holds none."""
    first = _first_line(stream)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or first[:1] == b"[":
        return _document(stream, path)
    return _document(stream, path) if first == b"{" else _lines(stream, path)


def _first_line(stream: BufferedIOBase) -> bytes:
    """Return the beginning of the first line that is not blank, and go back to the start."""
    line = b""
    while not line:
        raw = stream.readline(MAX_LINE)
        line = raw.removeprefix(codecs.BOM_UTF8).strip()
        if not raw:
            break
    stream.seek(0)
    return line


def _lines(stream: BufferedIOBase, path: Path) -> Items:
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE:
            _skip_line(stream, raw)
            yield Problem(path, number, f"is longer than {MAX_LINE // 2**20} MB; it is left out")
        elif line := (raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw).strip():
            if number == 1 and _tells_of_export(line):
                continue
            yield _line(line, path, number)


def _tells_of_export(line: bytes) -> bool:
    """Tell whether *line* only says where the lines behind it were exported from."""
    try:
        record = _DECODER.decode(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return False  # what is wrong with it is told when it is read as an article
    return isinstance(record, dict) and set(record) == {"export"}


def _skip_line(stream: BufferedIOBase, raw: bytes) -> None:
    """Read on to the end of the line, holding only a piece of it."""
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(2**20)


def _line(line: bytes, path: Path, number: int) -> Article | Problem:
    try:
        return _article(_DECODER.decode(line.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        return Problem(path, number, _reason(error))


def _article(record: Any) -> Article:
    if not isinstance(record, dict):
        kind = type(record).__name__
        raise ArticleError(f'is not an object but {kind}; write each article as {{"body": …}}')
    return Article.from_record(record)


def _reason(error: ValueError | RecursionError) -> str:
    match error:
        case ArticleError():
            return str(error)
        case UnicodeDecodeError():
            return f"is not UTF-8 at byte {error.start + 1:,} of the line; save the file as UTF-8"
        case json.JSONDecodeError():
            return f"is not JSON: {error.msg} at character {error.colno:,}"
        case RecursionError():
            return "is not JSON that can be read: nested too deeply"
        case _:  # json's only other error is Python's refusal of numbers over 4,300 digits
            return "is not JSON that can be read: a number has thousands of digits"


def _document(stream: BufferedIOBase, path: Path) -> Items:
    """Yield the articles of an array, or of objects printed over several lines each."""
    try:
        text = decode(read_whole(stream))
    except UnreadableError as error:
        yield Problem(path, None, str(error), whole_file=True)
        return
    line, counted, place = 1, 0, _next(text, 0)
    closing = "]" if text[place] == "[" else ""
    place = _next(text, place + len(closing))
    while text[place : place + 1] != closing:
        line, counted = line + text.count("\n", counted, place), place
        try:
            record, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            at = error.lineno if isinstance(error, json.JSONDecodeError) else line
            yield Problem(path, at, _reason(error), whole_file=True)
            return
        try:
            yield _article(record)
        except ArticleError as error:
            yield Problem(path, line, str(error))
        place = _next(text, place)


def _next(text: str, place: int) -> int:
    """Return where the next value begins: after white space and a comma."""
    match = _SPACE.match(text, place)
    return match.end() if match else place
