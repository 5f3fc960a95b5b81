"""What there is, for robots: sitemaps (https://www.sitemaps.org/protocol.html) and robots.txt.

The index names a part for sections and persons, one or more for each month, and one for the news
of the last two days. Months that are over stay as they are, so a robot need not read them again.
All parts lie at the root: a sitemap may only name addresses below its own folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, url_for

from search_service.article import VIETNAM
from search_service.grammar import parse_days
from search_service.query import Query
from search_service.results import Listed
from search_service.vietnamese import slug
from search_service.web import present
from search_service.web.caching import by_generation
from search_service.web.context import engine, settings
from search_service.web.markup import Element, Maker, answer, moment

blueprint = Blueprint("sitemap", __name__)

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS: Final = "http://www.google.com/schemas/sitemap-news/0.9"
MIMETYPE: Final = "application/xml"

PART: Final = 5_000
"""Most addresses of one part: a tenth of what the protocol allows, 550 KB, made in 0.15 s; few
newspapers' months have more."""

MENTIONED: Final = 5
"""Articles that must mention a person whose page is named: one of fewer has little to read."""

MOST_PEOPLE: Final = 10_000
"""Most persons named, those mentioned most often: with the sections far below 50,000 addresses."""

RECENT: Final = timedelta(days=2)
"""How old news may be in a sitemap of news, by Google's rule."""

MOST_NEWS: Final = 1_000
"""Most articles in a sitemap of news, by the same."""

BRIEF: Final = 300
"""Seconds that what goes by the clock is kept."""

UNDATED: Final = "undated"
"""What stands for the month of articles without a date."""

_MONTH: Final = re.compile("[0-9]{4}-[0-9]{2}")

_make: Final = Maker(SITEMAP, news=NEWS)
_news: Final = Maker(NEWS, news=NEWS)


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """Name the parts of the sitemap; whether there is one of news goes by the clock."""
    parts = [url_for("sitemap.pages"), *_months()]
    if _latest():
        parts.append(url_for("sitemap.news"))
    named = (_make("sitemap", _make("loc", present.absolute(part))) for part in parts)
    return _briefly(answer(_make("sitemapindex", *named), MIMETYPE))


@blueprint.get("/sitemap-pages.xml")
@by_generation
def pages() -> Response:
    """Name the home page, the pictures, the sections, and the persons mentioned often enough."""
    found = engine().search(Query(size=0), facets=("section",)).facets["section"].buckets
    people = engine().people(least=MENTIONED, size=MOST_PEOPLE)
    addresses = [
        url_for("pages.home"),
        url_for("pictures.pictures"),
        *(url_for("pages.section", slug=slug(one.value)) for one in found if slug(one.value)),
        *(url_for("pages.person", person_id=person.value) for person in people),
    ]
    return _urlset(_make("url", _make("loc", present.absolute(path))) for path in addresses)


@blueprint.get("/sitemap-<month>-<int:part>.xml")
@by_generation
def articles(month: str, part: int) -> Response:
    """Name the articles of a month, PART at a time from the newest; *month* is as ``2022-10``."""
    if not part or not (month == UNDATED or _MONTH.fullmatch(month)):
        abort(404)
    days = None if month == UNDATED else parse_days(month)
    known = days or month == UNDATED  # 2022-13 is no month
    listed = engine().listing(days, start=(part - 1) * PART, size=PART) if known else ()
    if not listed:
        abort(404)
    return _urlset(
        _make(
            "url",
            _make("loc", _page(one)),
            _make("lastmod", moment(one.published)) if one.published else None,
        )
        for one in listed
    )


@blueprint.get("/sitemap-news.xml")
def news() -> Response:
    """Name the articles of the last two days; 404 when there are none."""
    listed = _latest()
    if not listed:
        abort(404)
    named = _urlset(
        _make(
            "url",
            _make("loc", _page(one)),
            _news(
                "news",
                _news("publication", _news("name", settings().site_name), _news("language", "vi")),
                _news("publication_date", moment(one.published)),
                _news("title", one.title),
            ),
        )
        for one in listed
        if one.published
    )
    return _briefly(named)


_FOR_PROGRAMS: Final = ("/api/", "/embed/", "/oembed", "/story/", "/cite/")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Lead robots to the sitemap, and away from addresses that have no end."""
    endless = [
        *("pages.search", "feeds.feed", "opensearch.suggestions", "exports.file"),
        *("trend.page", "words.page", "concordances.page", "batches.page"),
    ]
    paths = [*map(_path, map(url_for, endless)), f"{_path(url_for('pictures.pictures'))}?"]
    paths += map(_path, _FOR_PROGRAMS)
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in paths),
        "",
        f"Sitemap: {present.absolute(url_for('sitemap.index'))}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _briefly(kept: Response) -> Response:
    kept.headers["Cache-Control"] = f"public, max-age={BRIEF}"
    return kept


def _latest() -> list[Listed]:
    """Return the articles of the last two days up to now, the newest first."""
    now = datetime.now(VIETNAM)
    listed = engine().listing(((now - RECENT).date(), now.date()), size=MOST_NEWS)
    return [one for one in listed if one.published and now - RECENT <= one.published <= now]


def _months() -> Iterator[str]:
    """Yield the addresses of the parts for articles, the newest month first."""
    found = engine().search(Query(size=0), facets=("month",))
    months = [(bucket.value, bucket.count) for bucket in reversed(found.facets["month"].buckets)]
    undated = found.total - sum(count for _, count in months)
    for month, count in [*months, (UNDATED, undated)]:
        for part in range(-(-count // PART)):
            yield url_for("sitemap.articles", month=month, part=part + 1)


def _urlset(urls: Iterable[Element]) -> Response:
    return answer(_make("urlset", *urls), MIMETYPE)


def _page(one: Listed) -> str:
    return present.absolute(url_for("pages.article", article_id=one.id))


def _path(path: str) -> str:
    """Return *path* as a robot sees it, below the folder that the public address names."""
    return urlsplit(present.absolute(path)).path
