"""The parameters of an address, read one by one; what cannot be used is remembered by name."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from werkzeug.datastructures import MultiDict

from search_service.engines.base import MAX_WINDOW
from search_service.grammar import parse, parse_days, without_filters
from search_service.query import MAX_CHARACTERS, Filters, Query, Sort, Switches
from search_service.vietnamese import nfc
from search_service.web.i18n import marked

MAX_VALUES: Final = 50
"""Most values of one filter: as many as a facet lists."""

MAX_VALUE: Final = 200
"""Longest value of a filter, in characters; the longest real ones are names of ministries."""

Arguments = MultiDict[str, str]

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BadParameter:
    """A parameter that was not used as given.

    Attributes:
        name: Its name in the address.
        value: What it said, shortened for printing.
        expected: What it takes, in the source language; to be translated where it is shown.
        numbers: The figures that ``expected`` names in braces.
    """

    name: str
    value: str
    expected: str
    numbers: Mapping[str, int] = field(default_factory=dict)


class ParameterError(ValueError):
    """Parameters that the API refuses; ``problems`` names each."""

    def __init__(self, problems: tuple[BadParameter, ...]) -> None:
        super().__init__(", ".join(problem.name for problem in problems))
        self.problems = problems


def cursor(article_id: str) -> str:
    """Return the cursor that goes on behind an article: opaque, safe in an address."""
    return urlsafe_b64encode(article_id.encode()).decode().rstrip("=")


class Reader:
    """Reads parameters one by one and remembers those it could not use."""

    def __init__(self, args: Arguments) -> None:
        self._args = args
        self.problems: list[BadParameter] = []

    def refuse(self) -> None:
        """Raise ParameterError if anything could not be used."""
        if self.problems:
            raise ParameterError(tuple(self.problems))

    def text(self) -> str:
        """Return ``q``, cut to what is read of a query."""
        text = self._args.get("q", "")
        if len(text) > MAX_CHARACTERS:
            self.report("q", text, marked("nhiều nhất 1.000 ký tự; phần sau đã được bỏ"))
        return text[:MAX_CHARACTERS]

    def texts(self, most: int) -> tuple[str, ...]:
        """Return each ``q`` that is not blank, at most *most* of them, cut likewise."""
        given = [value for value in self._args.getlist("q") if value.strip()]
        if len(given) > most:
            self.report("q", given[most], marked("nhiều nhất {most} lần tìm"), most=most)
        for value in given[:most]:
            if len(value) > MAX_CHARACTERS:
                self.report("q", value, marked("nhiều nhất 1.000 ký tự; phần sau đã được bỏ"))
        return tuple(value[:MAX_CHARACTERS] for value in given[:most])

    def choice(self, name: str, kind: type[_Choice]) -> _Choice | None:
        """Return one of the values of *kind*, None where none is named."""
        value = self._args.get(name, "").strip()
        if value and value not in set(kind):
            self.report(name, value, "|".join(kind))
            return None
        return kind(value) if value else None

    def page(self, size: int) -> Query:
        """Return the query of a page, filters written in its text among its filters."""
        page = self.whole("page", 1, least=1, most=max(1, MAX_WINDOW // size))
        text, filters, sort = self.text(), self.filters(), self.sort()
        switches = self.switches()
        filters = self.ordered(parse(text, filters=filters).filters)
        query = parse(
            without_filters(text),
            filters=filters,
            sort=sort,
            start=(page - 1) * size,
            size=size,
            switches=switches,
        )
        return replace(query, people_like=self.people_like())

    def people_like(self) -> str:
        """Return what the persons listed are called, empty for all."""
        value = " ".join(nfc(self._args.get("person_q", "")).split())
        if len(value) > MAX_VALUE:
            self.report("person_q", value, marked("một phần tên, không quá 200 ký tự"))
        return value[:MAX_VALUE]

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number *least*..*most*."""
        value = self._args.get(name, "").strip()
        if not value:
            return default
        # Only digits: int() would also take "1_000", "+1" and other scripts' digits.
        if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
            return int(value)
        expected = marked("một số nguyên từ {least} đến {most}")
        self.report(name, value, expected, least=least, most=most)
        return default

    def cursor(self) -> str:
        """Return the id that ``cursor`` stands for, empty without one."""
        value = self._args.get("cursor", "").strip()
        try:
            text = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        except ValueError:
            text = ""
        if value and (not text or cursor(text) != value):
            self.report("cursor", value, marked("giá trị next của câu trả lời trước"))
            return ""
        return text

    def sort(self) -> Sort:
        """Return the order that is asked for."""
        value = self._args.get("sort", "").strip()
        if value and value not in set(Sort):
            self.report("sort", value, marked("relevance, newest hoặc oldest"))
            return Sort.RELEVANCE
        return Sort(value or Sort.RELEVANCE)

    def switches(self) -> Switches:
        """Return what is turned off or on."""
        return Switches(
            recent=self._switch("recent", default=True),
            variants=self._switch("variants", default=True),
            explain=self._switch("explain", default=False),
        )

    def _switch(self, name: str, *, default: bool) -> bool:
        value = self._args.get(name, "").strip()
        if value and value not in {"0", "1"}:
            self.report(name, value, marked("1 (có) hoặc 0 (không)"))
            return default
        return value == "1" if value else default

    def filters(self) -> Filters:
        """Return the filters by section, person and day."""
        first, last = self._days("from"), self._days("to")
        return Filters(
            sections=self._values("section"),
            people=self._values("person"),
            together=self._values("with"),
            first=first[0] if first else None,
            last=last[1] if last else None,
        )

    def ordered(self, filters: Filters) -> Filters:
        """Leave out the last day when it comes before the first."""
        if filters.first and filters.last and filters.first > filters.last:
            self.report("to", str(filters.last), marked("một ngày không sớm hơn from"))
            return replace(filters, last=None)
        return filters

    def _days(self, name: str) -> tuple[date, date] | None:
        value = self._args.get(name, "").strip()
        days = parse_days(value)
        if value and days is None:
            expected = marked("một ngày, tháng hoặc năm, như 25/10/2022, 2022-10 hoặc 2022")
            self.report(name, value, expected)
        return days

    def _values(self, name: str) -> tuple[str, ...]:
        given = [" ".join(nfc(value).split()) for value in self._args.getlist(name)]
        values = tuple(dict.fromkeys(value for value in given if value))
        if len(values) > MAX_VALUES or any(len(value) > MAX_VALUE for value in values):
            expected = marked("nhiều nhất 50 giá trị, mỗi giá trị không quá 200 ký tự")
            self.report(name, max(values, key=len), expected)
        return tuple(value for value in values if len(value) <= MAX_VALUE)[:MAX_VALUES]

    def report(self, name: str, value: str, expected: str, **numbers: int) -> None:
        """Remember that *name* cannot be used as given; see BadParameter."""
        shown = value if len(value) <= 40 else value[:39] + "…"
        self.problems.append(BadParameter(name, shown, expected, numbers))
