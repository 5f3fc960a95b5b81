"""Partners: the other sites that may embed related news and ask the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search_service.newsroom.tables import NewsroomError, Row
from search_service.setting_types import MAX_NAME, MAX_PARTNERS, origin


def parse(rows: Sequence[Row]) -> Mapping[str, str]:
    """Return the partners of *rows*, name -> origin: a name, a tab, the address of its site.

    Raises:
        NewsroomError: a line cannot be read, or there are too many.
    """
    partners: dict[str, str] = {}
    for row in rows:
        if len(row.cells) != 2 or not 0 < len(row.cells[0]) <= MAX_NAME:
            raise NewsroomError(
                f"{row.place}: write a name, a tab, and an origin, as https://bao.example"
            )
        try:
            partners[row.cells[0]] = origin(row.cells[1])
        except ValueError as error:
            raise NewsroomError(f"{row.place}: {error}") from None
    if len(partners) > MAX_PARTNERS:
        raise NewsroomError(f"{rows[-1].place}: no more than {MAX_PARTNERS} partners")
    return partners
