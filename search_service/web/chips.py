"""The chosen filters of a search in words: as chips that take one away each, and as one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask

from search_service.grammar import parse_days
from search_service.query import Filters, Query
from search_service.results import Facet, Results
from search_service.vietnamese import slug
from search_service.web import dates, params
from search_service.web.i18n import gettext
from search_service.web.present import search_url


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter: its kind and value as shown, and the same search without it."""

    kind: str
    label: str
    query: Query

    @property
    def url(self) -> str:
        """Address of the search without this filter."""
        return search_url(self.query)


def chips(query: Query, results: Results) -> tuple[Chip, ...]:
    """Return the chosen filters in the order of the page: sections, people, days."""
    filters = query.filters
    sections, people = results.facets.get("section"), results.facets.get("person")
    found = [
        Chip(gettext("Chuyên mục"), _label(value, sections), params.without_section(query, value))
        for value in filters.sections
    ]
    found += [
        Chip(gettext("Nhân vật"), _label(value, people), params.without_person(query, value))
        for value in filters.people
    ]
    found += [
        Chip(gettext("Cùng với"), _named(value, people), params.without_companion(query, value))
        for value in filters.together
    ]
    if filters.first or filters.last:
        found.append(Chip(gettext("Thời gian"), period(filters), params.within(query, None, None)))
    return tuple(found)


def period(filters: Filters) -> str:
    """Return the limits on the day as words: a year, a month, a day, or from and to."""
    first, last = filters.first, filters.last
    if first and last:
        for name, span in _NAMED_SPANS:
            if span(first) == (first, last):
                return name(first)
        return f"{dates.day(first)} – {dates.day(last)}"
    if first:
        return gettext("từ %(day)s") % {"day": dates.day(first)}
    return gettext("đến %(day)s") % {"day": dates.day(last)} if last else ""


_NAMED_SPANS: Final = (
    (dates.day, lambda day: (day, day)),
    (dates.month, lambda day: parse_days(f"{day:%Y-%m}")),
    (lambda day: str(day.year), lambda day: parse_days(f"{day.year:04}")),
)


def _label(value: str, facet: Facet | None) -> str:
    """Return how the bucket that *value* chose is labelled; a filter may be typed without marks."""
    chosen = [bucket for bucket in facet.buckets if bucket.chosen] if facet else []
    same = [bucket for bucket in chosen if value in {bucket.value, bucket.label}]
    alike = [bucket for bucket in chosen if slug(bucket.label) == slug(value)]
    return next((bucket.label for bucket in same + alike), value)


def _named(value: str, facet: Facet | None) -> str:
    """Return how a person whom every article found mentions is labelled."""
    listed = facet.buckets if facet else ()
    return next((one.label for one in listed if value in {one.value, one.label}), value)


def filters_label(query: Query) -> str:
    """Return the filters of *query* in one line."""
    filters = query.filters
    spans = [period(filters)] if filters.first or filters.last else []
    return " · ".join([*filters.sections, *filters.people, *filters.together, *spans])


def init_app(app: Flask) -> None:
    """Give the templates what is chosen as one line."""
    app.jinja_env.globals.update(filters_label=filters_label)
