"""A search as an address and back: the only place that knows the names of the parameters.

``q`` the text, ``section``, ``person`` and ``with`` (repeatable), ``from`` and ``to`` (a day, month
or year), ``sort``, ``recent``, ``variants`` and ``explain`` (1 or 0), ``person_q`` what the persons
listed are called; a page adds ``page``, a feed ``page`` and ``limit``, the API ``limit`` and
``offset``.
"""

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
from search_service.query import MAX_CHARACTERS, MAX_SIZE, Filters, Query, Sort, Switches
from search_service.related import Placement
from search_service.vietnamese import nfc
from search_service.web.i18n import LANGUAGES, marked

MAX_VALUES: Final = 50
"""Most values of one filter: as many as a facet lists."""

MAX_VALUE: Final = 200
"""Longest value of a filter, in characters; the longest real ones are names of ministries."""

DEFAULT_LIMIT: Final = 10

DEFAULT_HARVEST: Final = 50
"""Articles of one part of a harvest: whole ones, some 200 KB."""
FEED_LIMIT: Final = 30
"""Entries of a feed: a day of one newspaper's section; readers ask every few hours."""

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


def read_page(args: Arguments, *, size: int) -> tuple[Query, tuple[BadParameter, ...]]:
    """Return the query of a page's address; what could not be read is left out and reported.

    Filters written in the text (``mục:"Thời sự"``) become filters like any other, so that the
    page can show them as such.
    """
    reader = _Reader(args)
    return reader.page(size), tuple(reader.problems)


def read_feed(args: Arguments) -> Query:
    """Return the query of a feed's address: that of a page, newest first unless it says otherwise.

    Raises:
        ParameterError: a parameter cannot be read; a feed has no place to say so.
    """
    reader = _Reader(args)
    query = reader.page(reader.whole("limit", FEED_LIMIT, least=1, most=MAX_SIZE))
    reader.refuse()
    sort = query.sort if args.get("sort", "").strip() else Sort.NEWEST
    return replace(query, sort=sort, switches=replace(query.switches, explain=False))


def read_api(args: Arguments) -> Query:
    """Return the query of an API address.

    Raises:
        ParameterError: a parameter cannot be read; nothing is guessed.
    """
    reader = _Reader(args)
    limit = reader.whole("limit", DEFAULT_LIMIT, least=0, most=MAX_SIZE)
    offset = reader.whole("offset", 0, least=0, most=MAX_WINDOW - limit)
    text, filters, sort = reader.text(), reader.ordered(reader.filters()), reader.sort()
    switches, people_like = reader.switches(), reader.people_like()
    reader.refuse()
    query = parse(
        text,
        filters=filters,
        sort=sort,
        start=offset,
        size=limit,
        switches=switches,
    )
    return replace(query, people_like=people_like)


def read_harvest(args: Arguments) -> tuple[Query, str]:
    """Return what to harvest and the id behind which to go on, of an API address.

    Raises:
        ParameterError: a parameter cannot be read; nothing is guessed.
    """
    reader = _Reader(args)
    limit = reader.whole("limit", DEFAULT_HARVEST, least=1, most=MAX_SIZE)
    after = reader.cursor()
    text, filters = reader.text(), reader.ordered(reader.filters())
    switches = reader.switches()
    reader.refuse()
    return parse(text, filters=filters, size=limit, switches=switches), after


def cursor(article_id: str) -> str:
    """Return the cursor that goes on behind an article: opaque, safe in an address."""
    return urlsafe_b64encode(article_id.encode()).decode().rstrip("=")


def read_address(args: Arguments) -> str:
    """Return ``url`` of an API address; raise ParameterError for what is no web address."""
    url = args.get("url", "").strip()
    if not url.lower().startswith(("http://", "https://")):
        expected = marked("địa chỉ của một bài, bắt đầu bằng http:// hoặc https://")
        raise ParameterError((BadParameter("url", url[:200], expected),))
    return url


def check_language(args: Arguments) -> None:
    """Raise ParameterError for a language there is not; a page is Vietnamese then."""
    value = args.get("lang", "").strip()
    if value and value not in LANGUAGES:
        raise ParameterError((BadParameter("lang", value[:40], marked("vi hoặc en")),))


def read_choice(args: Arguments, name: str, default: _Choice) -> _Choice:
    """Return one of the values of *default*'s kind; raise ParameterError for anything else."""
    value = args.get(name, "").strip()
    kind = type(default)
    if value and value not in set(kind):
        expected = "|".join(kind)
        raise ParameterError((BadParameter(name, value[:40], expected),))
    return kind(value) if value else default


def read_placement(args: Arguments) -> Placement:
    """Return ``placement`` of an API address; raise ParameterError for anything else."""
    value = args.get("placement", "").strip()
    if value and value not in set(Placement):
        expected = marked("any, earlier hoặc newest")
        raise ParameterError((BadParameter("placement", value[:40], expected),))
    return Placement(value or Placement.ANY)


def read_text(args: Arguments) -> str:
    """Return ``q`` of an API address; raise ParameterError when it is too long."""
    reader = _Reader(args)
    text = reader.text()
    reader.refuse()
    return text


def read_words(args: Arguments) -> tuple[Query, tuple[BadParameter, ...]]:
    """Return the query whose words an article's address asks to mark, and what was left out."""
    reader = _Reader(args)
    return parse(without_filters(reader.text())), tuple(reader.problems)


def read_limit(args: Arguments, *, default: int, most: int) -> int:
    """Return ``limit`` of an API address, 1..*most*; raise ParameterError for anything else."""
    reader = _Reader(args)
    limit = reader.whole("limit", default, least=1, most=most)
    reader.refuse()
    return limit


def read_whole(args: Arguments, name: str, default: int, *, most: int) -> int:
    """Return a whole number 1..*most* of an API address; raise ParameterError for anything else."""
    reader = _Reader(args)
    number = reader.whole(name, default, least=1, most=most)
    reader.refuse()
    return number


def read_page_number(args: Arguments, *, size: int) -> int:
    """Return ``page`` of a page's address, 1 when it cannot be read."""
    return _Reader(args).whole("page", 1, least=1, most=max(1, MAX_WINDOW // size))


def write(query: Query) -> list[tuple[str, str]]:
    """Return the parameters of the page that shows *query*; defaults are left out."""
    filters = query.filters
    pairs = [("q", query.text)] if query.text else []
    pairs += [("section", value) for value in filters.sections]
    pairs += [("person", value) for value in filters.people]
    pairs += [("with", value) for value in filters.together]
    pairs += [("from", filters.first.isoformat())] if filters.first else []
    pairs += [("to", filters.last.isoformat())] if filters.last else []
    pairs += [("sort", query.sort.value)] if query.sort is not Sort.RELEVANCE else []
    switches = query.switches
    pairs += [] if switches.recent else [("recent", "0")]
    pairs += [("explain", "1")] if switches.explain else []
    pairs += [] if switches.variants else [("variants", "0")]
    pairs += [("person_q", query.people_like)] if query.people_like else []
    if query.size and query.start >= query.size:
        pairs.append(("page", str(query.start // query.size + 1)))
    return pairs


_PAGE_ONLY: Final = frozenset({"sort", "explain", "person_q"})


def write_feed(query: Query) -> list[tuple[str, str]]:
    """Return the parameters of the feed of *query*, as ``read_feed`` takes them."""
    pairs = [(name, value) for name, value in write(query) if name not in _PAGE_ONLY]
    pairs += [("sort", query.sort.value)] if query.sort is not Sort.NEWEST else []
    return pairs + ([("limit", str(query.size))] if query.size != FEED_LIMIT else [])


def write_words(query: Query) -> dict[str, str]:
    """Return the parameters of an article's page that marks the words of *query* there."""
    return {"q": query.text} if query.ranked else {}


def spelt(query: Query, *, with_variants: bool) -> Query:
    """Return the first page of *query* with the variants of its words, or as typed alone."""
    switches = replace(query.switches, variants=with_variants)
    return replace(query, start=0, variants=(), switches=switches)


def without_section(query: Query, value: str) -> Query:
    """Return the first page of *query* without one chosen section."""
    return in_sections(query, *(name for name in query.filters.sections if name != value))


def without_person(query: Query, value: str) -> Query:
    """Return the first page of *query* without one chosen person."""
    kept = tuple(person for person in query.filters.people if person != value)
    return replace(query, start=0, filters=replace(query.filters, people=kept))


def without_companion(query: Query, value: str) -> Query:
    """Return the first page of *query* without one person who must be mentioned besides."""
    kept = tuple(person for person in query.filters.together if person != value)
    return replace(query, start=0, filters=replace(query.filters, together=kept))


def in_sections(query: Query, *names: str) -> Query:
    """Return the first page of *query* in other sections; in all of them without *names*."""
    return replace(query, start=0, filters=replace(query.filters, sections=names))


def within(query: Query, first: date | None, last: date | None) -> Query:
    """Return the first page of *query* between two days, each of which may be open."""
    return replace(query, start=0, filters=replace(query.filters, first=first, last=last))


class _Reader:
    """Reads parameters one by one and remembers those it could not use."""

    def __init__(self, args: Arguments) -> None:
        self._args = args
        self.problems: list[BadParameter] = []

    def refuse(self) -> None:
        if self.problems:
            raise ParameterError(tuple(self.problems))

    def text(self) -> str:
        text = self._args.get("q", "")
        if len(text) > MAX_CHARACTERS:
            self._report("q", text, marked("nhiều nhất 1.000 ký tự; phần sau đã được bỏ"))
        return text[:MAX_CHARACTERS]

    def page(self, size: int) -> Query:
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
        value = " ".join(nfc(self._args.get("person_q", "")).split())
        if len(value) > MAX_VALUE:
            self._report("person_q", value, marked("một phần tên, không quá 200 ký tự"))
        return value[:MAX_VALUE]

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self._args.get(name, "").strip()
        if not value:
            return default
        # Only digits: int() would also take "1_000", "+1" and other scripts' digits.
        if value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most:
            return int(value)
        expected = marked("một số nguyên từ {least} đến {most}")
        self._report(name, value, expected, least=least, most=most)
        return default

    def cursor(self) -> str:
        value = self._args.get("cursor", "").strip()
        try:
            text = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
        except ValueError:
            text = ""
        if value and (not text or cursor(text) != value):
            self._report("cursor", value, marked("giá trị next của câu trả lời trước"))
            return ""
        return text

    def sort(self) -> Sort:
        value = self._args.get("sort", "").strip()
        if value and value not in set(Sort):
            self._report("sort", value, marked("relevance, newest hoặc oldest"))
            return Sort.RELEVANCE
        return Sort(value or Sort.RELEVANCE)

    def switches(self) -> Switches:
        return Switches(
            recent=self._switch("recent", default=True),
            variants=self._switch("variants", default=True),
            explain=self._switch("explain", default=False),
        )

    def _switch(self, name: str, *, default: bool) -> bool:
        value = self._args.get(name, "").strip()
        if value and value not in {"0", "1"}:
            self._report(name, value, marked("1 (có) hoặc 0 (không)"))
            return default
        return value == "1" if value else default

    def filters(self) -> Filters:
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
            self._report("to", str(filters.last), marked("một ngày không sớm hơn from"))
            return replace(filters, last=None)
        return filters

    def _days(self, name: str) -> tuple[date, date] | None:
        value = self._args.get(name, "").strip()
        days = parse_days(value)
        if value and days is None:
            expected = marked("một ngày, tháng hoặc năm, như 25/10/2022, 2022-10 hoặc 2022")
            self._report(name, value, expected)
        return days

    def _values(self, name: str) -> tuple[str, ...]:
        given = [" ".join(nfc(value).split()) for value in self._args.getlist(name)]
        values = tuple(dict.fromkeys(value for value in given if value))
        if len(values) > MAX_VALUES or any(len(value) > MAX_VALUE for value in values):
            expected = marked("nhiều nhất 50 giá trị, mỗi giá trị không quá 200 ký tự")
            self._report(name, max(values, key=len), expected)
        return tuple(value for value in values if len(value) <= MAX_VALUE)[:MAX_VALUES]

    def _report(self, name: str, value: str, expected: str, **numbers: int) -> None:
        shown = value if len(value) <= 40 else value[:39] + "…"
        self.problems.append(BadParameter(name, shown, expected, numbers))
