"""Moments as newspapers print them: ``Thứ Ba, 25/10/2022 15:21'(GMT+7)`` -> a datetime."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from search_service.article import FIRST_YEAR, LAST_YEAR, VIETNAM

LONGEST_STAMP: Final = 80
"""Characters: no date line is longer, and the pattern is not tried on paragraphs."""

STAMP_LINES: Final = 40
"""Lines at the top of a saved page among which its date lines stand."""

_TIME = r"\d{1,2}\s*(?::|h|g|giờ)\s*\d{2}(?::\d{2})?\s*(?:['’′]|phút)?"
_STAMP = re.compile(
    rf"""
    (?:(?:đăng|xuất\ bản|cập\ nhật)(?:\s+(?:lúc|ngày))?\s*:?\s*)?
    (?P<before>{_TIME})?                                              [\s,;|–-]*
    (?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|t[2-7]|cn)?   [\s,;|–-]*
    (?:ngày\s+)?
    (?P<day>\d{{1,2}})   (?:\s*[/.-]\s*|\s+tháng\s+)
    (?P<month>\d{{1,2}}) (?:\s*[/.-]\s*|,?\s+năm\s+)
    (?P<year>\d{{4}})                                                 [\s,;|–-]*
    (?:lúc\s+)?(?P<after>{_TIME})?\s*
    \(?\s*(?P<name>GMT|UTC)?\s*(?P<offset>[+-]\s*\d{{1,2}}(?::?\d{{2}})?)?\s*\)?
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date line.

    Attributes:
        moment: When; midnight where there is no time of day; None when there is no such day.
        timed: Whether the line gives a time of day.
    """

    moment: datetime | None
    timed: bool


def read_stamp(line: str) -> Stamp | None:
    """Return the moment that *line* consists of, None when the line is anything else.

    A line without a zone is on Vietnam's clock.
    """
    line = unicodedata.normalize("NFC", line).strip("\ufeff \t\r\xa0")
    match = _STAMP.fullmatch(line) if len(line) <= LONGEST_STAMP else None
    if match is None:
        return None
    time = match["after"] or match["before"]
    hour, minute = map(int, re.findall(r"\d+", time)[:2]) if time else (0, 0)
    try:
        day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=VIETNAM)
        moment = day.replace(hour=hour, minute=minute, tzinfo=_zone(match))
    except ValueError:
        return Stamp(None, timed=bool(time))
    return Stamp(moment, timed=bool(time))


def read_moment(text: str) -> datetime | None:
    """Return the moment written in a page's or feed's metadata, None when it cannot be one.

    ISO 8601, the form of e-mail (``Tue, 25 Oct 2022 15:21:00 +0700``) and newspapers' own are
    read; empty and zeroed dates are none.
    """
    text = text.strip()
    moment: datetime | None = None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, TypeError):
            moment = read(text)
            break
    else:
        stamp = read_stamp(text)
        moment = stamp.moment if stamp else None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def has_stamp(text: str) -> bool:
    """Return whether one of the first lines of *text* is a date line, as saved pages have it."""
    return any(read_stamp(line) for line in text.splitlines()[:STAMP_LINES])


def _zone(match: re.Match[str]) -> timezone:
    if not match["offset"]:
        return timezone.utc if match["name"] else VIETNAM  # noqa: UP017 - a timezone, as VIETNAM
    digits = re.sub(r"\D", "", match["offset"])
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if match["offset"].startswith("-") else offset)
