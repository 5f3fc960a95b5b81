"""Days and moments as a Vietnamese newspaper prints them, always on Vietnam's clock."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_datetime, get_day_names
from babel.numbers import format_decimal, format_percent

from search_service.article import VIETNAM
from search_service.results import RoleSpan
from search_service.web.i18n import language

# "Thứ Ba, 25/10/2022 15:21 (GMT+7)", the form of the newspaper's own pages.
_DAY: Final = {"vi": "EEEE, dd/MM/yyyy", "en": "EEEE, d MMMM yyyy"}
_MOMENT: Final = {
    "vi": "EEEE, dd/MM/yyyy HH:mm '(GMT+7)'",
    "en": "EEEE, d MMMM yyyy, HH:mm '(GMT+7)'",
}
_SHORT: Final = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_MONTH: Final = {"vi": "'tháng' M 'năm' yyyy", "en": "MMMM yyyy"}
_MONTH_NAME: Final = {"vi": "'Tháng' M", "en": "MMMM"}


def full(moment: datetime) -> str:
    """Return the day and time; the day alone at midnight, when the time is not known."""
    local = moment.astimezone(VIETNAM)
    patterns = _DAY if local.time() == time(0) else _MOMENT
    return format_datetime(local, patterns[language()], locale=language())


def day(moment: date) -> str:
    """Return a day in figures: ``25/10/2022``."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(VIETNAM).date()
    return _formatted(moment, _SHORT[language()], language())


def month(first: date) -> str:
    """Return the month of a day within a sentence: ``tháng 10 năm 2022``."""
    return _formatted(first, _MONTH[language()], language())


def month_name(first: date) -> str:
    """Return the month of a day without its year: ``Tháng 10``."""
    return _formatted(first, _MONTH_NAME[language()], language())


def weekdays() -> list[tuple[str, str]]:
    """Return the short and the full name of each day of the week, Monday first."""
    short = get_day_names("narrow" if language() == "en" else "short", locale=language())
    full_names = get_day_names("wide", locale=language())
    return [(short[number], full_names[number]) for number in range(7)]


def number(value: int) -> str:
    """Return a number with the language's separators: ``1.234``."""
    return _number(value, language())


def figure(value: float) -> str:
    """Return a number with two places behind the language's decimal sign: ``1,25``."""
    return format_decimal(value, format="#,##0.00", locale=language())


def percent(value: float) -> str:
    """Return a share 0..1 in hundredths with at most two places: ``0,25%``."""
    return format_percent(value, format="#,##0.##%", locale=language())


def plain(value: float) -> str:
    """Return a number with the places that it has: ``1.234``, ``2,5``."""
    return format_decimal(value, locale=language())


def span(role: RoleSpan) -> str:
    """Return the days between which a role was printed; empty when none is known."""
    if role.first is None or role.last is None:
        return ""
    if role.first == role.last:
        return day(role.first)
    return f"{day(role.first)} – {day(role.last)}"


# A page prints a hundred numbers and days, most of them often; Babel takes 0.1 ms for each.


@lru_cache(maxsize=1 << 14)
def _formatted(moment: date, pattern: str, locale: str) -> str:
    return format_date(moment, pattern, locale=locale)


@lru_cache(maxsize=1 << 12)
def _number(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)
