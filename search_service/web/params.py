"""A search as an address and back: the only place that knows the names of the parameters.

``q`` the text, ``section``, ``person`` and ``with`` (repeatable), ``from`` and ``to`` (a day, month
or year), ``sort``, ``recent``, ``variants`` and ``explain`` (1 or 0), ``person_q`` what the persons
listed are called; a page adds ``page``, a feed ``page`` and ``limit``, the API ``limit`` and
``offset``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from search_service.engines.base import MAX_WINDOW
from search_service.grammar import parse, without_filters
from search_service.query import MAX_SIZE, Query, Sort
from search_service.web.i18n import LANGUAGES, marked
from search_service.web.parameters import Arguments, BadParameter, ParameterError, Reader

DEFAULT_LIMIT: Final = 10

DEFAULT_HARVEST: Final = 50
"""Articles of one part of a harvest: whole ones, some 200 KB."""

FEED_LIMIT: Final = 30
"""Entries of a feed: a day of one newspaper's section; readers ask every few hours."""

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_page(args: Arguments, *, size: int) -> tuple[Query, tuple[BadParameter, ...]]:
    """Return the query of a page's address; what could not be read is left out and reported.

    Filters written in the text (``mục:"Thời sự"``) become filters like any other, so that the
    page can show them as such.
    """
    reader = Reader(args)
    return reader.page(size), tuple(reader.problems)


def read_feed(args: Arguments) -> Query:
    """Return the query of a feed's address: that of a page, newest first unless it says otherwise.

    Raises:
        ParameterError: a parameter cannot be read; a feed has no place to say so.
    """
    reader = Reader(args)
    query = reader.page(reader.whole("limit", FEED_LIMIT, least=1, most=MAX_SIZE))
    reader.refuse()
    sort = query.sort if args.get("sort", "").strip() else Sort.NEWEST
    return replace(query, sort=sort, switches=replace(query.switches, explain=False))


def read_api(args: Arguments) -> Query:
    """Return the query of an API address.

    Raises:
        ParameterError: a parameter cannot be read; nothing is guessed.
    """
    reader = Reader(args)
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
    reader = Reader(args)
    limit = reader.whole("limit", DEFAULT_HARVEST, least=1, most=MAX_SIZE)
    after = reader.cursor()
    text, filters = reader.text(), reader.ordered(reader.filters())
    switches = reader.switches()
    reader.refuse()
    return parse(text, filters=filters, size=limit, switches=switches), after


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


def read_text(args: Arguments) -> str:
    """Return ``q`` of an API address; raise ParameterError when it is too long."""
    reader = Reader(args)
    text = reader.text()
    reader.refuse()
    return text


def read_words(args: Arguments) -> tuple[Query, tuple[BadParameter, ...]]:
    """Return the query whose words an article's address asks to mark, and what was left out."""
    reader = Reader(args)
    return parse(without_filters(reader.text())), tuple(reader.problems)


def read_whole(args: Arguments, name: str, default: int, *, most: int) -> int:
    """Return a whole number 1..*most* of an API address; raise ParameterError for anything else."""
    reader = Reader(args)
    number = reader.whole(name, default, least=1, most=most)
    reader.refuse()
    return number


def read_page_number(args: Arguments, *, size: int) -> int:
    """Return ``page`` of a page's address, 1 when it cannot be read."""
    return Reader(args).whole("page", 1, least=1, most=max(1, MAX_WINDOW // size))


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
