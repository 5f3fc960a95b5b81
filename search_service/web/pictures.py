"""The archive's pictures, found by their captions, and where a picture may be shown itself.

Pictures lie on the publishers' sites. A page shows those of the origins that the settings name,
which its content security policy then allows; of the others it prints the caption and links there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urljoin, urlsplit

from flask import Blueprint, render_template, request

from search_service.answering import understood
from search_service.article import Article, Image
from search_service.occurrences import Wanted
from search_service.query import Query
from search_service.results import Hit
from search_service.schema import CAPTIONS
from search_service.snippets import Mark, marked
from search_service.spelling import corrected
from search_service.vietnamese.scanning import Scan
from search_service.web import chips, params, present
from search_service.web.context import engine, newsroom, settings
from search_service.web.coverage import chosen_month, coverage
from search_service.web.errors import describe
from search_service.web.paging import paging

blueprint = Blueprint("pictures", __name__)

PAGE: Final = 24
"""Articles of a page of pictures, each with one or a few: some ten rows on a wide screen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article.

    Attributes:
        caption: HTML: escaped, what was searched for in ``<mark>``; may be empty.
        text: The caption as text.
        url: The picture's own address, where it has one that a browser may open.
        shown: Whether the settings let pages show it.
    """

    caption: str
    text: str
    url: str | None
    shown: bool


@blueprint.get("/pictures")
def pictures() -> str:
    """Show the pictures whose captions have the words; without words the newest pictures."""
    query, problems = params.read_page(request.args, size=PAGE)
    query = replace(query, field=CAPTIONS, switches=replace(query.switches, explain=False))
    query = understood(engine(), query, newsroom())
    days = ("day",) if chosen_month(query.filters) else ()
    found = engine().search(query, facets=("section", "person", "month", *days))
    meant = corrected(engine(), query, found)
    return render_template(
        "pictures.html",
        query=query,
        found=found,
        gallery=[(hit.document.article, one) for hit in found.hits for one in _found(hit, query)],
        problems=[describe(problem) for problem in problems],
        chips=chips.chips(query, found),
        paging=paging(query, found.total),
        to_page=partial(present.page_url, query),
        coverage=coverage(
            found.facets["month"],
            found.facets.get("day"),
            query.filters,
            lambda first, last: present.search_url(params.within(query, first, last)),
        ),
        meant=replace(query, text=meant, start=0, variants=()) if meant else None,
        everywhere=replace(query, field=None, start=0),
    )


@blueprint.app_template_global()
def pictures_url(query: Query | None = None) -> str:
    """Return the address of the pictures that *query* finds by their captions."""
    return present.search_url(replace(query or Query(), field=CAPTIONS, start=0))


@blueprint.app_template_global()
def pictures_of(article: Article, captions: Sequence[str]) -> tuple[Picture, ...]:
    """Return the pictures of *article* that have something to show.

    Args:
        article: Its images may have an address relative to its own.
        captions: One for each image, as HTML.
    """
    both = zip(article.images, captions, strict=True)
    found = (_picture(article, image, caption) for image, caption in both)
    return tuple(picture for picture in found if picture.caption or picture.shown)


def picture_url(article: Article, image: Image) -> str | None:
    """Return the address of a picture, None where there is none that a browser may open."""
    try:
        url = urljoin(article.url or "", image.url or "") if image.url else ""
        parts = urlsplit(url)
    except ValueError:  # an address no browser could open: http://[
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _picture(article: Article, image: Image, caption: str) -> Picture:
    url = picture_url(article, image)
    parts = urlsplit(url or "")
    origin = f"{parts.scheme}://{parts.netloc.lower()}"
    return Picture(caption, image.caption, url, origin in settings().picture_origins)


def _found(hit: Hit, query: Query) -> Iterator[Picture]:
    """Yield the pictures whose captions have words of *query*; all where it has none."""
    article = hit.document.article
    found = Wanted.of(query).find(*(Scan(image.caption) for image in article.images))
    for image, places in zip(article.images, found, strict=True):
        if places or (image.caption and not any(found)):
            marks = (Mark(one.start, one.end) for one in places)
            yield _picture(article, image, marked(image.caption, marks))
