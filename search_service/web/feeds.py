"""Every search as an Atom feed (RFC 4287), paged (RFC 5005), with its totals (OpenSearch 1.1).

A person's and a section's news are the feeds of those filters. A feed is a list by date: articles
without one are not in it, and pins, which belong to the page of a search, are not either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup
from werkzeug.urls import iri_to_uri

from search_service.answering import understood
from search_service.article import FIRST_YEAR
from search_service.document import Document
from search_service.query import Query, Sort, Switches
from search_service.results import Hit, Results
from search_service.vietnamese import slug
from search_service.web import chips, params, present
from search_service.web.caching import by_generation
from search_service.web.context import engine, newsroom, settings
from search_service.web.i18n import gettext
from search_service.web.markup import Element, Maker, answer, moment
from search_service.web.paging import paging

blueprint = Blueprint("feeds", __name__)

ATOM: Final = "http://www.w3.org/2005/Atom"
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
MIMETYPE: Final = "application/atom+xml"

EARLIEST: Final = date(FIRST_YEAR, 1, 1)
"""Before any article that has a date."""

_atom: Final = Maker(ATOM, opensearch=OPENSEARCH)
_opensearch: Final = Maker(OPENSEARCH, opensearch=OPENSEARCH)


@blueprint.get("/feed.atom")
@by_generation
def feed() -> Response:
    """Answer with the articles that the search page finds, the newest first."""
    query = params.read_feed(request.args)
    dated = replace(query.filters, first=query.filters.first or EARLIEST)
    facets = ("section", "person") if query.filters else ()  # they know how a filter is printed
    asked = replace(understood(engine(), query, newsroom()), filters=dated)
    found = engine().search(asked, facets=facets)
    first = _url(replace(query, start=0, size=params.FEED_LIMIT))
    return answer(atom(query, found, _title(query, found), first, _pages(query, found)), MIMETYPE)


@blueprint.app_template_global()
def feed_url(query: Query | None = None) -> str:
    """Return the address of the feed of *query*, of all articles without one."""
    query = query or Query()
    words = Switches(variants=query.switches.variants)
    newest = replace(query, sort=Sort.NEWEST, start=0, size=params.FEED_LIMIT, switches=words)
    return _url(newest)


def _url(query: Query) -> str:
    return present.listing_url("feeds.feed", params.write_feed(query))


def atom(
    query: Query, found: Results, title: str, address: str, pages: Mapping[str, str]
) -> Element:
    """Return the feed of what *query* *found*; *pages* are its addresses by their relation."""
    dated = [(hit, hit.document.article.published) for hit in found.hits]
    root = _atom(
        "feed",
        _atom("id", present.absolute(address)),
        _atom("title", title),
        _atom("updated", moment(_updated(found))),
        _atom("author", _atom("name", settings().site_name)),
        *_links(query, pages),
        _opensearch("totalResults", str(found.total)),
        _opensearch("startIndex", str(query.start + 1)),
        _opensearch("itemsPerPage", str(query.size)),
        _opensearch("Query", role="request", searchTerms=query.text) if query.text else None,
        *(_entry(hit, published) for hit, published in dated if published),
    )
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "vi")
    return root


def _title(query: Query, found: Results) -> str:
    words = [f"“{query.text}”"] if query.text else []
    filters = [chip.label for chip in chips.chips(query, found)]
    return " · ".join([settings().site_name, *(words + filters or [gettext("Mới nhất")])])


def _updated(found: Results) -> datetime:
    """Return when the newest entry was published: another build of the same index is no news."""
    moments = [hit.document.article.published for hit in found.hits]
    return max(filter(None, moments), default=engine().generation.built)


def _pages(query: Query, found: Results) -> dict[str, str]:
    here = paging(query, found.total)
    pages = {"self": here.page, "first": 1, "last": here.last}
    pages |= {"previous": here.page - 1} if here.page > 1 else {}
    pages |= {"next": here.page + 1} if here.page < here.last else {}
    return {
        rel: _url(replace(query, start=(number - 1) * query.size)) for rel, number in pages.items()
    }


def _links(query: Query, pages: Mapping[str, str]) -> Iterator[Element]:
    """Yield the page of the search, the feed itself and its other pages."""
    page = present.absolute(present.search_url(replace(query, start=0)))
    yield _atom("link", rel="alternate", type="text/html", href=page)
    for rel, there in pages.items():
        yield _atom("link", rel=rel, type=MIMETYPE, href=present.absolute(there))
    yield _atom(
        "link",
        rel="search",
        type="application/opensearchdescription+xml",
        href=present.absolute(url_for("opensearch.description")),
    )


def _entry(hit: Hit, published: datetime) -> Element:
    article = hit.document.article
    page = present.absolute(url_for("pages.article", article_id=article.id).partition("?")[0])
    publisher = present.publisher_url(article)
    snippet = Markup(hit.snippet)  # noqa: S704 - escaped by snippets  # nosec B704
    return _atom(
        "entry",
        _atom("id", page),
        _atom("title", article.title),
        _atom("published", moment(published)),
        _atom("updated", moment(published)),  # the archive does not know of later changes
        _atom("author", _atom("name", article.author)) if article.author else None,
        _atom("link", rel="alternate", type="text/html", href=page),
        _atom("link", rel="via", type="text/html", href=iri_to_uri(publisher))
        if publisher
        else None,
        *_categories(hit.document),
        _atom("summary", snippet.striptags()),
    )


def _categories(document: Document) -> Iterator[Element]:
    """Yield section, persons and tags; scheme and term together are the address of a page."""
    article = document.article
    if article.section:
        scheme = present.absolute("/section/")
        yield _atom("category", scheme=scheme, term=slug(article.section), label=article.section)
    for person in document.people:
        scheme = present.absolute("/person/")
        yield _atom("category", scheme=scheme, term=person.id, label=person.name)
    for tag in article.tags:
        yield _atom("category", term=tag)
