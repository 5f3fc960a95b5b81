"""Tables as CSV (RFC 4180) that spreadsheets open rightly: UTF-8 with its mark, no formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from search_service.desk.exporting.snapshot import Labels, Snapshot

MIMETYPE: Final = "text/csv"

PART: Final = 64 * 1024
"""Characters that are sent at once: enough for a network, nothing for memory."""

Cell = str | int | float | None

_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula in a spreadsheet (OWASP, "CSV Injection"), full width too."""


def guarded(cell: Cell) -> Cell:
    """Return *cell* so that no spreadsheet runs it: an apostrophe before what begins a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def table(rows: Iterable[Sequence[Cell]], head: Iterable[str] = ()) -> Iterator[bytes]:
    """Yield *rows* as CSV, a part at a time, behind a comment line for each of *head*.

    The first row is the heading. Comments begin with ``# ``.
    """
    buffer = StringIO()
    buffer.write(_MARK)
    writer = csv.writer(buffer)
    for line in head:
        writer.writerow([f"# {line}"])
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        if buffer.tell() >= PART:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def comments(snapshot: Snapshot, labels: Labels) -> Iterator[str]:
    """Yield what stands above a table: where it comes from."""
    for name, value in snapshot.facts(labels):
        yield f"{name}: {value}"
